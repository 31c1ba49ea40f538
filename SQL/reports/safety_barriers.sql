-- safety_barriers: reports by process step and whether its safety barrier caught the incident (1, X.14) or failed to
-- (2, X.15)
WITH reports AS (
    SELECT r.practice_id, r.report_id, m.row_code, m.column_code
    FROM current_report r
    CROSS JOIN LATERAL (VALUES
        (1::smallint, r.safety_barriers_caught), (2::smallint, r.safety_barriers_failed)
    ) AS b (outcome, steps)
    CROSS JOIN LATERAL unnest(b.steps) AS a (code)
    CROSS JOIN LATERAL (VALUES
        (a.code, b.outcome), (a.code, NULL::smallint), (NULL, b.outcome), (NULL, NULL)
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
