-- incident_class: reports by class of event (X.1)
WITH by_practice AS (
    SELECT practice_id, incident_class AS row_code, count(*) AS n
    FROM current_report
    WHERE incident_date >= $1::date AND incident_date < $2::date AND ($3::integer IS NULL OR practice_id = $3::integer)
      AND incident_class IS NOT NULL
    GROUP BY practice_id, incident_class
), with_total AS (
    SELECT b.practice_id, m.row_code, sum(b.n) AS n
    FROM by_practice b
    CROSS JOIN LATERAL (VALUES (b.row_code), (NULL::smallint)) AS m (row_code)
    GROUP BY b.practice_id, m.row_code
)
SELECT row_code, NULL::smallint AS column_code, sum(n)::bigint AS n, count(*) AS practices
FROM with_total
GROUP BY row_code
ORDER BY row_code
