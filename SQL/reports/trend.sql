-- trend: reports by quarter (year * 4 + quarter - 1) and type of incident (1.5), 0 where the type is not stated
WITH by_practice AS (
    SELECT practice_id,
           (extract(year FROM incident_date) * 4 + extract(quarter FROM incident_date) - 1)::smallint AS row_code,
           coalesce(incident_type, 0::smallint) AS column_code, count(*) AS n
    FROM current_report
    WHERE incident_date >= $1::date AND incident_date < $2::date AND ($3::integer IS NULL OR practice_id = $3::integer)
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
