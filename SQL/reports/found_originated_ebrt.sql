-- found_originated_ebrt: reports by section (map * 100 + section) where the incident originated (2.42) and was found
-- (1.9), both on the external beam map
WITH by_practice AS (
    SELECT practice_id, (where_originated / 100)::smallint AS row_code, (where_found / 100)::smallint AS column_code,
           count(*) AS n
    FROM current_report
    WHERE incident_date >= $1::date AND incident_date < $2::date AND ($3::integer IS NULL OR practice_id = $3::integer)
      AND where_originated / 10000 = 1 AND where_found / 10000 = 1
    GROUP BY practice_id, 2, 3
), with_totals AS (
    SELECT b.practice_id, m.row_code, m.column_code, sum(b.n) AS n
    FROM by_practice b
    CROSS JOIN LATERAL (VALUES
        (b.row_code, b.column_code), (b.row_code, NULL::smallint), (NULL, b.column_code), (NULL, NULL)
    ) AS m (row_code, column_code)
    GROUP BY b.practice_id, m.row_code, m.column_code
)
SELECT row_code, column_code, sum(n)::bigint AS n, count(*) AS practices
FROM with_totals
GROUP BY row_code, column_code
ORDER BY row_code, column_code
