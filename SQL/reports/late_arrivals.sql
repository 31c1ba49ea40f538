-- late_arrivals: reports first received in time (1) or more than 45 days after the last day of the period (2)
WITH by_practice AS (
    SELECT r.practice_id,
           (CASE WHEN f.received >= $2::date + 45 THEN 2 ELSE 1 END)::smallint AS row_code,
           count(*) AS n
    FROM current_report r
    CROSS JOIN LATERAL (
        SELECT (min(first.received_at) AT TIME ZONE 'UTC')::date AS received
        FROM report first
        WHERE first.practice_id = r.practice_id AND first.report_id = r.report_id
    ) AS f
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
    GROUP BY r.practice_id, 2
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
