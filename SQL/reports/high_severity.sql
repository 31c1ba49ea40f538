-- high_severity: reports of high medical severity (2.37; 1) among all, unknown severity included in the rest (2), by
-- assessment (2.38, 0 not stated)
WITH by_practice AS (
    SELECT r.practice_id, (CASE WHEN o.high THEN 1 ELSE 2 END)::smallint AS row_code,
           coalesce(r.severity_assessment_type, 0::smallint) AS column_code, count(*) AS n
    FROM current_report r
    JOIN spec_option o
      ON o.specification = r.specification AND o.list = 'medicalSeverity' AND o.code = r.medical_severity
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
    GROUP BY r.practice_id, 2, 3
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
