-- dosimetric_severity: reports by band of dosimetric severity (2.35) and assessment (2.38, 0 not stated); the highest
-- score of a band stands for it
WITH bands AS (
    SELECT specification, code, max(code) OVER (PARTITION BY specification, band) AS band_code
    FROM spec_option
    WHERE list = 'dosimetricSeverity'
), by_practice AS (
    SELECT r.practice_id, b.band_code AS row_code, coalesce(r.severity_assessment_type, 0::smallint) AS column_code,
           count(*) AS n
    FROM current_report r
    JOIN bands b ON b.specification = r.specification AND b.code = r.dosimetric_severity
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
