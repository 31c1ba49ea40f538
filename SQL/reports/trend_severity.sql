-- trend_severity: reports of high medical severity (2.37) by quarter (year * 4 + quarter - 1) and assessment (2.38: 1
-- estimated, 2 observed)
WITH by_practice AS (
    SELECT r.practice_id,
           (extract(year FROM r.incident_date) * 4 + extract(quarter FROM r.incident_date) - 1)::smallint AS row_code,
           r.severity_assessment_type AS column_code, count(*) AS n
    FROM current_report r
    JOIN spec_option o
      ON o.specification = r.specification AND o.list = 'medicalSeverity' AND o.code = r.medical_severity AND o.high
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
      AND r.severity_assessment_type IN (1, 2)
    GROUP BY r.practice_id, 2, 3
)
SELECT row_code, column_code, sum(n)::bigint AS n, count(*) AS practices
FROM by_practice
GROUP BY row_code, column_code
ORDER BY row_code, column_code
