-- incident_type: reports by type of incident (1.5)
WITH by_practice AS (
    SELECT practice_id, incident_type AS row_code, count(*) AS n
    FROM current_report
    WHERE incident_date >= $1::date AND incident_date < $2::date AND ($3::integer IS NULL OR practice_id = $3::integer)
      AND incident_type IS NOT NULL
    GROUP BY practice_id, incident_type
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
