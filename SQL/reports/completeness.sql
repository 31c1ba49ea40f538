-- completeness: reports that answered each readable element (1), or said unknown (2) or not applicable (3), or left it
-- blank (4); the row's total is the reports that were asked it
WITH single AS (
    -- A companion ("other (specify)") is asked only of reports that chose its option.
    SELECT r.practice_id, r.specification, e.element, e.code, e.present, count(*) AS n
    FROM current_report r
    CROSS JOIN LATERAL (VALUES
        (101, true, r.incident_date IS NOT NULL, NULL::smallint),
        (102, true, r.incident_time IS NOT NULL, NULL),
        (103, true, r.report_date IS NOT NULL, NULL),
        (104, true, r.discovery_date IS NOT NULL, NULL),
        (105, true, r.incident_type IS NOT NULL, r.incident_type),
        (106, true, r.person_affected IS NOT NULL, r.person_affected),
        (107, true, r.fractions_delivered_incorrectly IS NOT NULL, NULL),
        (108, true, r.incident_description IS NOT NULL, NULL),
        (109, true, r.where_found IS NOT NULL, r.where_found),
        (110, true, r.how_discovered IS NOT NULL, NULL),
        (114, true, r.treatment_modality IS NOT NULL, r.treatment_modality),
        (118, true, r.reporter_action IS NOT NULL, NULL),
        (204, r.asks_analysis, r.patient_race IS NOT NULL, r.patient_race),
        (205, r.asks_analysis, r.gender IS NOT NULL, r.gender),
        (206, r.asks_analysis, r.patient_notified IS NOT NULL, r.patient_notified),
        (208, r.asks_analysis, r.treating_radiation_oncologist_notified IS NOT NULL,
         r.treating_radiation_oncologist_notified),
        (209, r.asks_analysis, r.referring_physician_notified IS NOT NULL, r.referring_physician_notified),
        (210, r.asks_analysis, r.disease_treated IS NOT NULL, NULL),
        (211, r.asks_analysis, r.disease_stage IS NOT NULL, NULL),
        (212, r.asks_analysis, r.intended_treatment_site IS NOT NULL, NULL),
        (213, r.asks_analysis, r.treatment_intent IS NOT NULL, r.treatment_intent),
        (214, r.asks_analysis, r.total_prescribed_dose IS NOT NULL, NULL),
        (215, r.asks_analysis, r.dose_per_fraction IS NOT NULL, NULL),
        (216, r.asks_analysis, r.course IS NOT NULL, r.course),
        (222, r.asks_analysis, r.treatment_unit_manufacturer IS NOT NULL, NULL),
        (223, r.asks_analysis, r.treatment_unit_model IS NOT NULL, NULL),
        (224, r.asks_analysis, r.planning_system_manufacturer IS NOT NULL, NULL),
        (225, r.asks_analysis, r.planning_system_model IS NOT NULL, NULL),
        (226, r.asks_analysis, r.record_and_verify_manufacturer IS NOT NULL, NULL),
        (227, r.asks_analysis, r.record_and_verify_model IS NOT NULL, NULL),
        (228, r.asks_analysis, r.ancillary_device_manufacturer IS NOT NULL, NULL),
        (229, r.asks_analysis, r.ancillary_device_model IS NOT NULL, NULL),
        (230, r.asks_analysis, r.patients_on_treatment IS NOT NULL, NULL),
        (231, r.asks_analysis, r.radiation_therapists_present IS NOT NULL, NULL),
        (232, r.asks_analysis, r.other_staff_present IS NOT NULL, NULL),
        (235, r.asks_analysis, r.dosimetric_severity IS NOT NULL, r.dosimetric_severity),
        (236, r.asks_analysis, r.reportable_event IS NOT NULL, r.reportable_event),
        (237, r.asks_analysis, r.medical_severity IS NOT NULL, r.medical_severity),
        (238, r.asks_analysis, r.severity_assessment_type IS NOT NULL, r.severity_assessment_type),
        (239, r.asks_analysis, r.when_severity_assessed IS NOT NULL, r.when_severity_assessed),
        (240, r.asks_analysis, r.summary_title IS NOT NULL, NULL),
        (241, r.asks_analysis, r.incident_analysis IS NOT NULL, NULL),
        (242, r.asks_analysis, r.where_originated IS NOT NULL, r.where_originated),
        (301, r.asks_response, r.clinical_action_scale IS NOT NULL, r.clinical_action_scale),
        (304, r.asks_response, r.corrective_action IS NOT NULL, NULL),
        (305, r.asks_response, r.preventive_action IS NOT NULL, NULL),
        (306, r.asks_response, r.learning_actions IS NOT NULL, NULL),
        (307, r.asks_response, r.incident_closed IS NOT NULL, r.incident_closed),
        (901, true, r.incident_class IS NOT NULL, r.incident_class),
        (902, true, r.pses_status IS NOT NULL, r.pses_status),
        (903, r.asks_analysis, r.age_band IS NOT NULL, r.age_band),
        (904, r.person_affected = 2, r.person_affected_count IS NOT NULL, NULL),
        (905, r.person_affected = 4, r.person_affected_other IS NOT NULL, NULL),
        (906, r.treatment_modality = 6, r.treatment_modality_other IS NOT NULL, NULL),
        (908, r.asks_analysis AND r.course = 4, r.course_other IS NOT NULL, NULL)
    ) AS e (element, asked, present, code)
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
      AND e.asked AND NOT (e.element = ANY (r.not_asked))
    GROUP BY r.practice_id, r.specification, e.element, e.code, e.present
), companion AS (
    SELECT r.practice_id, r.specification, e.element, NULL::smallint AS code, e.present, count(*) AS n
    FROM current_report r
    CROSS JOIN LATERAL (VALUES
        (909, 217, 14, r.treatment_technique_other IS NOT NULL),
        (910, 218, 7, r.image_guidance_other IS NOT NULL),
        (912, 234, 6, r.error_type_other IS NOT NULL),
        (913, 302, 8, r.intervention_other IS NOT NULL)
    ) AS e (element, owner, option, present)
    JOIN report_answer a
      ON a.practice_id = r.practice_id AND a.report_id = r.report_id AND a.revision = r.revision
     AND a.element = e.owner AND a.code = e.option
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
      AND NOT (e.element = ANY (r.not_asked))
    GROUP BY r.practice_id, r.specification, e.element, e.present
), multiple AS (
    -- "unknown" and "not applicable" stand alone, so any code says whether the answer is one of them.
    SELECT r.practice_id, r.report_id, r.specification, e.element, min(a.code) AS code
    FROM current_report r
    CROSS JOIN LATERAL (VALUES
        (217, r.asks_analysis),
        (218, r.asks_analysis),
        (234, r.asks_analysis),
        (244, r.asks_analysis),
        (302, r.asks_response),
        (303, r.asks_response),
        (914, r.asks_response),
        (915, r.asks_response)
    ) AS e (element, asked)
    LEFT JOIN report_answer a
      ON a.practice_id = r.practice_id AND a.report_id = r.report_id AND a.revision = r.revision
     AND a.element = e.element
    WHERE r.incident_date >= $1::date AND r.incident_date < $2::date
      AND ($3::integer IS NULL OR r.practice_id = $3::integer)
      AND e.asked AND NOT (e.element = ANY (r.not_asked))
    GROUP BY r.practice_id, r.report_id, r.specification, e.element
), answered AS (
    SELECT practice_id, specification, element, code, present, n FROM single
    UNION ALL
    SELECT practice_id, specification, element, code, present, n FROM companion
    UNION ALL
    SELECT practice_id, specification, element, code, code IS NOT NULL, count(*)
    FROM multiple
    GROUP BY practice_id, specification, element, code
), by_practice AS (
    SELECT a.practice_id, a.element,
           CASE
               WHEN NOT a.present THEN 4 WHEN o.meaning = 'unknown' THEN 2 WHEN o.meaning = 'notApplicable' THEN 3
               ELSE 1
           END AS state,
           sum(a.n) AS n
    FROM answered a
    LEFT JOIN spec_element s ON s.specification = a.specification AND s.element = a.element
    LEFT JOIN spec_option o ON o.specification = s.specification AND o.list = s.list AND o.code = a.code
    GROUP BY a.practice_id, a.element, state
), with_total AS (
    SELECT b.practice_id, b.element, m.state, sum(b.n) AS n
    FROM by_practice b
    CROSS JOIN LATERAL (VALUES (b.state), (NULL::integer)) AS m (state)
    GROUP BY b.practice_id, b.element, m.state
)
SELECT element::smallint AS row_code, state::smallint AS column_code, sum(n)::bigint AS n, count(*) AS practices
FROM with_total
GROUP BY element, state
UNION ALL
SELECT NULL, NULL, coalesce(sum(n), 0)::bigint, count(*)
FROM (
    SELECT practice_id, count(*) AS n
    FROM current_report
    WHERE incident_date >= $1::date AND incident_date < $2::date AND ($3::integer IS NULL OR practice_id = $3::integer)
    GROUP BY practice_id
) AS counted
ORDER BY row_code, column_code
