-- causes: reports with at least one cause (2.44) in each branch of the causality tree
WITH reports AS (
    SELECT r.practice_id, r.report_id, m.row_code
    FROM current_report r
    CROSS JOIN LATERAL unnest(r.causes) AS a (code)
    CROSS JOIN LATERAL (VALUES ((a.code / 1000)::smallint), (NULL::smallint)) AS m (row_code)
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
    GROUP BY r.practice_id, r.report_id, m.row_code
), by_practice AS (
    SELECT practice_id, row_code, count(*) AS n
    FROM reports
    GROUP BY practice_id, row_code
)
SELECT row_code, NULL::smallint AS column_code, sum(n)::bigint AS n, count(*) AS practices
FROM by_practice
GROUP BY row_code
ORDER BY row_code
