-- completeness: reports that answered each readable element (1), or said unknown (2) or not applicable (3), or left it
-- blank (4); the row's total is the reports that were asked it
WITH asked_alike AS (
    -- Practices ask in a few ways each, so answers are counted column by column before they are turned into rows. A
    -- companion ("other (specify)") is asked only of reports that chose its option.
    SELECT r.practice_id, r.asks_analysis, r.asks_response, r.not_asked, count(*) AS reports,
           count(*) FILTER (WHERE r.person_affected = 2) AS several_patients,
           count(*) FILTER (WHERE r.person_affected = 4) AS other_person,
           count(*) FILTER (WHERE r.treatment_modality = 6) AS other_modality,
           count(*) FILTER (WHERE r.course = 4) AS other_course,
           count(r.incident_date) AS incident_date, count(r.incident_time) AS incident_time,
           count(r.report_date) AS report_date, count(r.discovery_date) AS discovery_date,
           count(r.incident_type) AS incident_type, count(r.person_affected) AS person_affected,
           count(r.fractions_delivered_incorrectly) AS fractions_delivered_incorrectly,
           count(r.incident_description) AS incident_description, count(r.where_found) AS where_found,
           count(r.how_discovered) AS how_discovered, count(r.treatment_modality) AS treatment_modality,
           count(r.reporter_action) AS reporter_action, count(r.patient_race) AS patient_race,
           count(r.gender) AS gender, count(r.patient_notified) AS patient_notified,
           count(r.treating_radiation_oncologist_notified) AS treating_radiation_oncologist_notified,
           count(r.referring_physician_notified) AS referring_physician_notified,
           count(r.disease_treated) AS disease_treated, count(r.disease_stage) AS disease_stage,
           count(r.intended_treatment_site) AS intended_treatment_site,
           count(r.treatment_intent) AS treatment_intent, count(r.total_prescribed_dose) AS total_prescribed_dose,
           count(r.dose_per_fraction) AS dose_per_fraction, count(r.course) AS course,
           count(r.treatment_unit_manufacturer) AS treatment_unit_manufacturer,
           count(r.treatment_unit_model) AS treatment_unit_model,
           count(r.planning_system_manufacturer) AS planning_system_manufacturer,
           count(r.planning_system_model) AS planning_system_model,
           count(r.record_and_verify_manufacturer) AS record_and_verify_manufacturer,
           count(r.record_and_verify_model) AS record_and_verify_model,
           count(r.ancillary_device_manufacturer) AS ancillary_device_manufacturer,
           count(r.ancillary_device_model) AS ancillary_device_model,
           count(r.patients_on_treatment) AS patients_on_treatment,
           count(r.radiation_therapists_present) AS radiation_therapists_present,
           count(r.other_staff_present) AS other_staff_present, count(r.dosimetric_severity) AS dosimetric_severity,
           count(r.reportable_event) AS reportable_event, count(r.medical_severity) AS medical_severity,
           count(r.severity_assessment_type) AS severity_assessment_type,
           count(r.when_severity_assessed) AS when_severity_assessed, count(r.summary_title) AS summary_title,
           count(r.incident_analysis) AS incident_analysis, count(r.where_originated) AS where_originated,
           count(r.clinical_action_scale) AS clinical_action_scale, count(r.corrective_action) AS corrective_action,
           count(r.preventive_action) AS preventive_action, count(r.learning_actions) AS learning_actions,
           count(r.incident_closed) AS incident_closed, count(r.incident_class) AS incident_class,
           count(r.pses_status) AS pses_status, count(r.age_band) AS age_band,
           count(r.person_affected_count) FILTER (WHERE r.person_affected = 2) AS person_affected_count,
           count(r.person_affected_other) FILTER (WHERE r.person_affected = 4) AS person_affected_other,
           count(r.treatment_modality_other) FILTER (WHERE r.treatment_modality = 6) AS treatment_modality_other,
           count(r.course_other) FILTER (WHERE r.course = 4) AS course_other
    FROM current_report r
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
    GROUP BY r.practice_id, r.asks_analysis, r.asks_response, r.not_asked
), single AS (
    SELECT g.practice_id, e.element, sum(e.asked) AS asked, sum(e.present) AS present
    FROM asked_alike g
    CROSS JOIN LATERAL (VALUES
        (101, true, g.reports, g.incident_date), (102, true, g.reports, g.incident_time),
        (103, true, g.reports, g.report_date), (104, true, g.reports, g.discovery_date),
        (105, true, g.reports, g.incident_type), (106, true, g.reports, g.person_affected),
        (107, true, g.reports, g.fractions_delivered_incorrectly), (108, true, g.reports, g.incident_description),
        (109, true, g.reports, g.where_found), (110, true, g.reports, g.how_discovered),
        (114, true, g.reports, g.treatment_modality), (118, true, g.reports, g.reporter_action),
        (204, g.asks_analysis, g.reports, g.patient_race), (205, g.asks_analysis, g.reports, g.gender),
        (206, g.asks_analysis, g.reports, g.patient_notified),
        (208, g.asks_analysis, g.reports, g.treating_radiation_oncologist_notified),
        (209, g.asks_analysis, g.reports, g.referring_physician_notified),
        (210, g.asks_analysis, g.reports, g.disease_treated), (211, g.asks_analysis, g.reports, g.disease_stage),
        (212, g.asks_analysis, g.reports, g.intended_treatment_site),
        (213, g.asks_analysis, g.reports, g.treatment_intent),
        (214, g.asks_analysis, g.reports, g.total_prescribed_dose),
        (215, g.asks_analysis, g.reports, g.dose_per_fraction), (216, g.asks_analysis, g.reports, g.course),
        (222, g.asks_analysis, g.reports, g.treatment_unit_manufacturer),
        (223, g.asks_analysis, g.reports, g.treatment_unit_model),
        (224, g.asks_analysis, g.reports, g.planning_system_manufacturer),
        (225, g.asks_analysis, g.reports, g.planning_system_model),
        (226, g.asks_analysis, g.reports, g.record_and_verify_manufacturer),
        (227, g.asks_analysis, g.reports, g.record_and_verify_model),
        (228, g.asks_analysis, g.reports, g.ancillary_device_manufacturer),
        (229, g.asks_analysis, g.reports, g.ancillary_device_model),
        (230, g.asks_analysis, g.reports, g.patients_on_treatment),
        (231, g.asks_analysis, g.reports, g.radiation_therapists_present),
        (232, g.asks_analysis, g.reports, g.other_staff_present),
        (235, g.asks_analysis, g.reports, g.dosimetric_severity),
        (236, g.asks_analysis, g.reports, g.reportable_event), (237, g.asks_analysis, g.reports, g.medical_severity),
        (238, g.asks_analysis, g.reports, g.severity_assessment_type),
        (239, g.asks_analysis, g.reports, g.when_severity_assessed),
        (240, g.asks_analysis, g.reports, g.summary_title), (241, g.asks_analysis, g.reports, g.incident_analysis),
        (242, g.asks_analysis, g.reports, g.where_originated),
        (301, g.asks_response, g.reports, g.clinical_action_scale),
        (304, g.asks_response, g.reports, g.corrective_action),
        (305, g.asks_response, g.reports, g.preventive_action),
        (306, g.asks_response, g.reports, g.learning_actions), (307, g.asks_response, g.reports, g.incident_closed),
        (901, true, g.reports, g.incident_class), (902, true, g.reports, g.pses_status),
        (903, g.asks_analysis, g.reports, g.age_band), (904, true, g.several_patients, g.person_affected_count),
        (905, true, g.other_person, g.person_affected_other),
        (906, true, g.other_modality, g.treatment_modality_other),
        (908, g.asks_analysis, g.other_course, g.course_other)
    ) AS e (element, is_asked, asked, present)
    WHERE e.is_asked AND NOT (e.element = ANY (g.not_asked))
    GROUP BY g.practice_id, e.element
), not_known AS (
    SELECT r.practice_id, e.element, o.meaning, count(*) AS n
    FROM current_report r
    CROSS JOIN LATERAL (VALUES
        (106::smallint, r.person_affected), (114, r.treatment_modality), (204, r.patient_race), (205, r.gender),
        (206, r.patient_notified), (208, r.treating_radiation_oncologist_notified),
        (209, r.referring_physician_notified), (213, r.treatment_intent), (216, r.course),
        (235, r.dosimetric_severity), (236, r.reportable_event), (237, r.medical_severity),
        (238, r.severity_assessment_type), (239, r.when_severity_assessed)
    ) AS e (element, code)
    JOIN spec_element s ON s.specification = r.specification AND s.element = e.element
    JOIN spec_option o ON o.specification = s.specification AND o.list = s.list AND o.code = e.code
     AND o.meaning IN ('unknown', 'notApplicable')
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
      AND (e.element < 200 OR r.asks_analysis) AND NOT (e.element = ANY (r.not_asked))
    GROUP BY r.practice_id, e.element, o.meaning
), companion AS (
    SELECT r.practice_id, e.element, CASE WHEN e.present THEN 1 ELSE 4 END AS state, count(*) AS n
    FROM current_report r
    CROSS JOIN LATERAL (VALUES
        (909, r.treatment_technique, 14::smallint, r.treatment_technique_other IS NOT NULL),
        (910, r.image_guidance, 7, r.image_guidance_other IS NOT NULL),
        (912, r.error_type, 6, r.error_type_other IS NOT NULL),
        (913, r.intervention, 8, r.intervention_other IS NOT NULL)
    ) AS e (element, answers, option, present)
    WHERE e.option = ANY (e.answers) AND r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
      AND NOT (e.element = ANY (r.not_asked))
    GROUP BY r.practice_id, e.element, 3
), multiple AS (
    -- "unknown" and "not applicable" stand alone, so any code says whether the answer is one of them.
    SELECT r.practice_id, r.specification, e.element, e.code
    FROM current_report r
    CROSS JOIN LATERAL (VALUES
        (217, r.asks_analysis, r.treatment_technique[1]),
        (218, r.asks_analysis, r.image_guidance[1]),
        (234, r.asks_analysis, r.error_type[1]),
        (244, r.asks_analysis, r.causes[1]),
        (302, r.asks_response, r.intervention[1]),
        (303, r.asks_response, r.safety_barriers[1]),
        (914, r.asks_response, r.safety_barriers_caught[1]),
        (915, r.asks_response, r.safety_barriers_failed[1])
    ) AS e (element, asked, code)
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
      AND e.asked AND NOT (e.element = ANY (r.not_asked))
), by_practice AS (
    SELECT practice_id, element, 1 AS state, present AS n FROM single
    UNION ALL
    SELECT practice_id, element, 4, asked - present FROM single
    UNION ALL
    SELECT n.practice_id, n.element, m.state, m.sign * n.n
    FROM not_known n
    CROSS JOIN LATERAL (VALUES
        (CASE n.meaning WHEN 'unknown' THEN 2 ELSE 3 END, 1), (1, -1)
    ) AS m (state, sign)
    UNION ALL
    SELECT practice_id, element, state, n FROM companion
    UNION ALL
    SELECT m.practice_id, m.element,
           CASE
               WHEN m.code IS NULL THEN 4 WHEN o.meaning = 'unknown' THEN 2 WHEN o.meaning = 'notApplicable' THEN 3
               ELSE 1
           END,
           count(*)
    FROM multiple m
    LEFT JOIN spec_element s ON s.specification = m.specification AND s.element = m.element
    LEFT JOIN spec_option o ON o.specification = s.specification AND o.list = s.list AND o.code = m.code
    GROUP BY m.practice_id, m.element, 3
), with_total AS (
    SELECT b.practice_id, b.element, m.state, sum(b.n) AS n
    FROM by_practice b
    CROSS JOIN LATERAL (VALUES (b.state), (NULL::integer)) AS m (state)
    GROUP BY b.practice_id, b.element, m.state
    HAVING sum(b.n) > 0
)
SELECT element::smallint AS row_code, state::smallint AS column_code, sum(n)::bigint AS n, count(*) AS practices
FROM with_total
GROUP BY element, state
UNION ALL
SELECT NULL, NULL, coalesce(sum(n), 0)::bigint, count(*)
FROM (SELECT practice_id, sum(reports) AS n FROM asked_alike GROUP BY practice_id) AS counted
ORDER BY row_code, column_code
