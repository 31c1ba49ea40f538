-- trend_severity: reports by quarter (year * 4 + quarter - 1) and medical severity (2.37, 2.38):
-- 1 high and estimated, 2 high and observed, 3 lower and estimated, 4 lower and observed, 5 not known or not assessed
WITH by_practice AS (
    SELECT r.practice_id,
           (extract(year FROM r.incident_date) * 4 + extract(quarter FROM r.incident_date) - 1)::smallint AS row_code,
           (CASE
                WHEN o.high IS NULL OR r.severity_assessment_type IS NULL OR r.severity_assessment_type = 3 THEN 5
                ELSE r.severity_assessment_type + CASE WHEN o.high THEN 0 ELSE 2 END
            END)::smallint AS column_code,
           count(*) AS n
    FROM current_report r
    LEFT JOIN spec_option o
      ON o.specification = r.specification AND o.list = 'medicalSeverity' AND o.code = r.medical_severity
     AND o.meaning IS NULL
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
