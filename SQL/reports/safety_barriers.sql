-- safety_barriers: reports by process step and whether its safety barrier caught the incident (1, X.14) or failed to
-- (2, X.15)
WITH reports AS (
    SELECT r.practice_id, r.report_id, m.row_code, m.column_code
    FROM current_report r
    JOIN report_answer a
      ON a.practice_id = r.practice_id AND a.report_id = r.report_id AND a.revision = r.revision
     AND a.element IN (914, 915)
    CROSS JOIN LATERAL (VALUES
        (a.code, (a.element - 913)::smallint), (a.code, NULL::smallint),
        (NULL, (a.element - 913)::smallint), (NULL, NULL)
    ) AS m (row_code, column_code)
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
    GROUP BY r.practice_id, r.report_id, m.row_code, m.column_code
), by_practice AS (
    SELECT practice_id, row_code, column_code, count(*) AS n
    FROM reports
    GROUP BY practice_id, row_code, column_code
)
SELECT row_code, column_code, sum(n)::bigint AS n, count(*) AS practices
FROM by_practice
GROUP BY row_code, column_code
ORDER BY row_code, column_code
