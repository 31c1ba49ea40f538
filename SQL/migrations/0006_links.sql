-- Which reports of a practice are of one patient or of one event, by pseudonyms that the clinic drew.

ALTER TABLE report ADD COLUMN patient_link uuid NULL, ADD COLUMN event_link uuid NULL;
COMMENT ON COLUMN report.patient_link IS 'X.16: random pseudonym that the reports of one patient at one practice share.';
COMMENT ON COLUMN report.event_link IS 'X.17: random pseudonym that the reports of one event at one practice share.';

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
