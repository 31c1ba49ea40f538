-- timeliness: reports by days (1: none, 2: 1-7, 3: 8-30, 4: 31-90, 5: more) between two dates: 1 incident (1.1) to
-- discovery (1.4), 2 discovery to report (1.3), 3 report to first receipt, 4 incident to first receipt; pairs of dates
-- that are incomplete or in the wrong order are left out
WITH by_practice AS (
    SELECT r.practice_id, width_bucket(s.days, ARRAY[0, 1, 8, 31, 91])::smallint AS row_code, s.stage AS column_code,
           count(*) AS n
    FROM current_report r
    CROSS JOIN LATERAL (
        SELECT (min(first.received_at) AT TIME ZONE 'UTC')::date AS received
        FROM report first
        WHERE first.practice_id = r.practice_id AND first.report_id = r.report_id
    ) AS f
    CROSS JOIN LATERAL (VALUES
        (1::smallint, r.discovery_date - r.incident_date), (2::smallint, r.report_date - r.discovery_date),
        (3::smallint, f.received - r.report_date), (4::smallint, f.received - r.incident_date)
    ) AS s (stage, days)
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
      AND s.days >= 0
    GROUP BY r.practice_id, 2, 3
), with_totals AS (
    SELECT b.practice_id, m.row_code, m.column_code, sum(b.n) AS n
    FROM by_practice b
    CROSS JOIN LATERAL (VALUES
        (b.row_code, b.column_code), (NULL::smallint, b.column_code)
    ) AS m (row_code, column_code)
    GROUP BY b.practice_id, m.row_code, m.column_code
)
SELECT row_code, column_code, sum(n)::bigint AS n, count(*) AS practices
FROM with_totals
GROUP BY row_code, column_code
ORDER BY row_code, column_code
