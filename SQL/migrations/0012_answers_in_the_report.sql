-- Answers to elements that take several stand in the report's own row: as rows of their own, each with a key and a check that
-- its report is there, they took longer to store than everything else of a report.

ALTER TABLE report
    ADD COLUMN treatment_technique     smallint[] NULL,
    ADD COLUMN image_guidance          smallint[] NULL,
    ADD COLUMN error_type              smallint[] NULL,
    ADD COLUMN causes                  smallint[] NULL,
    ADD COLUMN intervention            smallint[] NULL,
    ADD COLUMN safety_barriers         smallint[] NULL,
    ADD COLUMN safety_barriers_caught  smallint[] NULL,
    ADD COLUMN safety_barriers_failed  smallint[] NULL;
COMMENT ON COLUMN report.treatment_technique IS '2.17 Treatment technique (codes of list treatmentTechnique, ascending).';
COMMENT ON COLUMN report.image_guidance IS '2.18 Image guidance (codes of list imageGuidance, ascending).';
COMMENT ON COLUMN report.error_type IS '2.34 Error type (codes of list errorType, ascending).';
COMMENT ON COLUMN report.causes IS '2.44 Causes (codes of list causes, ascending).';
COMMENT ON COLUMN report.intervention IS '3.2 Intervention (codes of list intervention, ascending).';
COMMENT ON COLUMN report.safety_barriers IS '3.3 Safety barriers (codes of list processSteps, ascending).';
COMMENT ON COLUMN report.safety_barriers_caught IS 'X.14 Safety barriers that stopped the incident (codes of list processSteps, ascending).';
COMMENT ON COLUMN report.safety_barriers_failed IS 'X.15 Safety barriers that could have stopped the incident (codes of list processSteps, ascending).';
COMMENT ON TABLE report IS 'De-identified reports, one row a revision and one column an element; null is not answered.';

UPDATE report r
SET treatment_technique = a.treatment_technique, image_guidance = a.image_guidance, error_type = a.error_type,
    causes = a.causes, intervention = a.intervention, safety_barriers = a.safety_barriers,
    safety_barriers_caught = a.safety_barriers_caught, safety_barriers_failed = a.safety_barriers_failed
FROM (
    SELECT practice_id, report_id, revision,
           array_agg(code ORDER BY code) FILTER (WHERE element = 217) AS treatment_technique,
           array_agg(code ORDER BY code) FILTER (WHERE element = 218) AS image_guidance,
           array_agg(code ORDER BY code) FILTER (WHERE element = 234) AS error_type,
           array_agg(code ORDER BY code) FILTER (WHERE element = 244) AS causes,
           array_agg(code ORDER BY code) FILTER (WHERE element = 302) AS intervention,
           array_agg(code ORDER BY code) FILTER (WHERE element = 303) AS safety_barriers,
           array_agg(code ORDER BY code) FILTER (WHERE element = 914) AS safety_barriers_caught,
           array_agg(code ORDER BY code) FILTER (WHERE element = 915) AS safety_barriers_failed
    FROM report_answer
    GROUP BY practice_id, report_id, revision
) AS a
WHERE r.practice_id = a.practice_id AND r.report_id = a.report_id AND r.revision = a.revision;

DROP TABLE report_answer;

CREATE OR REPLACE VIEW current_report WITH (security_invoker = true) AS
SELECT r.*
FROM report r
WHERE NOT EXISTS (
    SELECT FROM report later
    WHERE later.practice_id = r.practice_id AND later.report_id = r.report_id AND later.revision > r.revision
) AND NOT EXISTS (
    SELECT FROM report_withdrawal w
    WHERE w.practice_id = r.practice_id AND w.report_id = r.report_id
);

-- The same hash of the same text, without a query for each row: that took the most of what a row of the log takes.
CREATE OR REPLACE FUNCTION audit_hash(entry audit_event) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
DECLARE
    field text;
    line  text := '';
BEGIN
    FOREACH field IN ARRAY ARRAY[
        'goodcatch-audit/1', entry.chain::text, entry.sequence::text,
        to_char(entry.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.role, entry.actor_kind,
        entry.actor, entry.action, entry.practice, entry.subject, entry.detail::text, encode(entry.previous, 'hex')
    ] LOOP
        line := line || coalesce(octet_length(field) || ':' || field, '-') || ',';
    END LOOP;
    RETURN sha256(convert_to(line, 'UTF8'));
END
$$;
