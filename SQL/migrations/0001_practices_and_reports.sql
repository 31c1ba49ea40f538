-- Practices, their credentials, and the reports they submit.
--
-- Keys of work product begin with practice_id, so that the same schema runs on one server or distributed by practice.

CREATE TABLE practice (
    practice_id integer     GENERATED ALWAYS AS IDENTITY,
    code        text        NOT NULL,
    name        text        NOT NULL,
    enrolled_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT practice_pkey PRIMARY KEY (practice_id),
    CONSTRAINT practice_code_key UNIQUE (code),
    CONSTRAINT practice_code_check CHECK (code ~ '^[A-Z][A-Z0-9-]{1,31}$')
);
COMMENT ON TABLE practice IS 'A practice under contract with the PSO.';
COMMENT ON COLUMN practice.practice_id IS 'Surrogate key; leads every key of work product.';
COMMENT ON COLUMN practice.code IS 'The opaque code the practice is known by; never its name.';
COMMENT ON COLUMN practice.name IS 'Name as in the contract; shown to the PSO only.';
COMMENT ON COLUMN practice.enrolled_at IS 'When the practice was added.';

CREATE TABLE enrolment_code (
    code_hash   bytea       NOT NULL,
    practice_id integer     NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    redeemed_at timestamptz NULL,
    client_id   uuid        NULL,
    CONSTRAINT enrolment_code_pkey PRIMARY KEY (code_hash),
    CONSTRAINT enrolment_code_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT enrolment_code_hash_check CHECK (octet_length(code_hash) = 32)
);
COMMENT ON TABLE enrolment_code IS 'One-time codes that let a submitter register its key.';
COMMENT ON COLUMN enrolment_code.code_hash IS 'SHA-256 of the code; the code itself (128 random bits) is shown once and not kept.';
COMMENT ON COLUMN enrolment_code.practice_id IS 'The practice the submitter will belong to.';
COMMENT ON COLUMN enrolment_code.created_at IS 'When the code was issued.';
COMMENT ON COLUMN enrolment_code.expires_at IS 'After this time the code is refused.';
COMMENT ON COLUMN enrolment_code.redeemed_at IS 'When the code was used; null while it is open.';
COMMENT ON COLUMN enrolment_code.client_id IS 'The submitter it was used for, so that a lost answer can be asked for again.';

CREATE TABLE submitter (
    client_id   uuid        NOT NULL,
    practice_id integer     NOT NULL,
    enrolled_at timestamptz NOT NULL DEFAULT now(),
    revoked_at  timestamptz NULL,
    CONSTRAINT submitter_pkey PRIMARY KEY (client_id),
    CONSTRAINT submitter_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice
);
COMMENT ON TABLE submitter IS 'An installation of the clinic program that may act for a practice (an OAuth 2 client).';
COMMENT ON COLUMN submitter.client_id IS 'The OAuth 2 client id.';
COMMENT ON COLUMN submitter.practice_id IS 'The practice it acts for.';
COMMENT ON COLUMN submitter.enrolled_at IS 'When it redeemed its enrolment code.';
COMMENT ON COLUMN submitter.revoked_at IS 'From this time on it gets no token; null while it is trusted.';

CREATE TABLE submitter_key (
    client_id     uuid        NOT NULL,
    kid           text        NOT NULL,
    jwk           text        NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NULL,
    CONSTRAINT submitter_key_pkey PRIMARY KEY (client_id, kid),
    CONSTRAINT submitter_key_submitter_fkey FOREIGN KEY (client_id) REFERENCES submitter
);
COMMENT ON TABLE submitter_key IS 'Public keys with which submitters sign their assertions (private_key_jwt).';
COMMENT ON COLUMN submitter_key.client_id IS 'The submitter.';
COMMENT ON COLUMN submitter_key.kid IS 'Key id, as in the header of the assertion.';
COMMENT ON COLUMN submitter_key.jwk IS 'The public key as a JSON Web Key (EC P-256).';
COMMENT ON COLUMN submitter_key.registered_at IS 'When the key was registered.';
COMMENT ON COLUMN submitter_key.expires_at IS 'After this time the key is refused; null while it is current.';

CREATE TABLE assertion_use (
    client_id  uuid        NOT NULL,
    jti        text        NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT assertion_use_pkey PRIMARY KEY (client_id, jti)
);
CREATE INDEX assertion_use_expires_at_idx ON assertion_use (expires_at);
COMMENT ON TABLE assertion_use IS 'Assertions already used, so that none can be replayed.';
COMMENT ON COLUMN assertion_use.client_id IS 'The submitter.';
COMMENT ON COLUMN assertion_use.jti IS 'The id of the assertion.';
COMMENT ON COLUMN assertion_use.expires_at IS 'When the assertion expires and this row may go.';

CREATE TABLE report (
    practice_id integer NOT NULL,
    report_id uuid NOT NULL,
    revision smallint NOT NULL,
    specification text NOT NULL,
    content_hash bytea NOT NULL,
    receipt_id uuid NOT NULL DEFAULT gen_random_uuid(),
    received_at timestamptz NOT NULL DEFAULT now(),
    client_id uuid NOT NULL,
    asks_analysis boolean NOT NULL,
    asks_response boolean NOT NULL,
    not_asked smallint[] NOT NULL DEFAULT '{}',
    incident_date date NULL,
    incident_time time NULL,
    report_date date NULL,
    discovery_date date NULL,
    incident_type smallint NULL,
    person_affected smallint NULL,
    fractions_delivered_incorrectly integer NULL,
    incident_description text NULL,
    where_found smallint NULL,
    how_discovered text NULL,
    treatment_modality smallint NULL,
    reporter_action text NULL,
    patient_race smallint NULL,
    gender smallint NULL,
    patient_notified smallint NULL,
    treating_radiation_oncologist_notified smallint NULL,
    referring_physician_notified smallint NULL,
    disease_treated text NULL,
    disease_stage text NULL,
    intended_treatment_site text NULL,
    treatment_intent smallint NULL,
    total_prescribed_dose double precision NULL,
    dose_per_fraction double precision NULL,
    course smallint NULL,
    treatment_unit_manufacturer text NULL,
    treatment_unit_model text NULL,
    planning_system_manufacturer text NULL,
    planning_system_model text NULL,
    record_and_verify_manufacturer text NULL,
    record_and_verify_model text NULL,
    ancillary_device_manufacturer text NULL,
    ancillary_device_model text NULL,
    patients_on_treatment integer NULL,
    radiation_therapists_present integer NULL,
    other_staff_present integer NULL,
    dosimetric_severity smallint NULL,
    reportable_event smallint NULL,
    medical_severity smallint NULL,
    severity_assessment_type smallint NULL,
    when_severity_assessed smallint NULL,
    summary_title text NULL,
    incident_analysis text NULL,
    where_originated smallint NULL,
    clinical_action_scale smallint NULL,
    corrective_action text NULL,
    preventive_action text NULL,
    learning_actions text NULL,
    incident_closed smallint NULL,
    incident_class smallint NULL,
    pses_status smallint NULL,
    age_band smallint NULL,
    person_affected_count integer NULL,
    person_affected_other text NULL,
    treatment_modality_other text NULL,
    course_other text NULL,
    treatment_technique_other text NULL,
    image_guidance_other text NULL,
    error_type_other text NULL,
    intervention_other text NULL,
    CONSTRAINT report_pkey PRIMARY KEY (practice_id, report_id, revision),
    CONSTRAINT report_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT report_revision_check CHECK (revision BETWEEN 1 AND 999),
    CONSTRAINT report_content_hash_check CHECK (octet_length(content_hash) = 32),
    CONSTRAINT report_incident_date_check CHECK (incident_date IS NOT NULL)
);
CREATE INDEX report_incident_date_idx ON report (incident_date);
COMMENT ON TABLE report IS 'De-identified reports, one row a revision; single-valued elements are columns.';
COMMENT ON COLUMN report.practice_id IS 'The practice that submitted it.';
COMMENT ON COLUMN report.report_id IS 'Random id made at the clinic.';
COMMENT ON COLUMN report.revision IS '1, and one more with each amendment; earlier revisions are kept.';
COMMENT ON COLUMN report.specification IS 'Version of the specification under which the questions were asked.';
COMMENT ON COLUMN report.content_hash IS 'SHA-256 of the packet in canonical form: the same revision sent again must have the same.';
COMMENT ON COLUMN report.receipt_id IS 'Id of the receipt given when the report was stored.';
COMMENT ON COLUMN report.received_at IS 'When it was stored.';
COMMENT ON COLUMN report.client_id IS 'The submitter that sent it.';
COMMENT ON COLUMN report.asks_analysis IS 'Whether the analyst''s form was asked.';
COMMENT ON COLUMN report.asks_response IS 'Whether the responder''s form was asked.';
COMMENT ON COLUMN report.not_asked IS 'Elements of the asked forms which the practice does not ask (form * 100 + index).';
COMMENT ON COLUMN report.incident_date IS '1.1 Date of incident(s).';
COMMENT ON COLUMN report.incident_time IS '1.2 Time of incident(s), UTC.';
COMMENT ON COLUMN report.report_date IS '1.3 Date of report.';
COMMENT ON COLUMN report.discovery_date IS '1.4 Date of discovery.';
COMMENT ON COLUMN report.incident_type IS '1.5 Incident type (codes of list incidentType).';
COMMENT ON COLUMN report.person_affected IS '1.6 Person affected (codes of list personAffected).';
COMMENT ON COLUMN report.fractions_delivered_incorrectly IS '1.7 Number of fractions delivered incorrectly.';
COMMENT ON COLUMN report.incident_description IS '1.8 Incident description (scrubbed at the clinic).';
COMMENT ON COLUMN report.where_found IS '1.9 Where found (codes of list processSteps).';
COMMENT ON COLUMN report.how_discovered IS '1.10 How discovered (scrubbed at the clinic).';
COMMENT ON COLUMN report.treatment_modality IS '1.14 Treatment modality (codes of list treatmentModality).';
COMMENT ON COLUMN report.reporter_action IS '1.18 Action taken by reporter (scrubbed at the clinic).';
COMMENT ON COLUMN report.patient_race IS '2.4 Patient''s race (codes of list race).';
COMMENT ON COLUMN report.gender IS '2.5 Gender (codes of list gender).';
COMMENT ON COLUMN report.patient_notified IS '2.6 Patient notification (codes of list yesNoUnknown).';
COMMENT ON COLUMN report.treating_radiation_oncologist_notified IS '2.8 Treating radiation oncologist notified (codes of list yesNoUnknown).';
COMMENT ON COLUMN report.referring_physician_notified IS '2.9 Referring physician(s) notified (codes of list yesNoUnknown).';
COMMENT ON COLUMN report.disease_treated IS '2.10 Disease being treated (scrubbed at the clinic).';
COMMENT ON COLUMN report.disease_stage IS '2.11 Disease stage (scrubbed at the clinic).';
COMMENT ON COLUMN report.intended_treatment_site IS '2.12 Intended treatment site (scrubbed at the clinic).';
COMMENT ON COLUMN report.treatment_intent IS '2.13 Treatment intent (codes of list treatmentIntent).';
COMMENT ON COLUMN report.total_prescribed_dose IS '2.14 Total prescribed dose, Gy.';
COMMENT ON COLUMN report.dose_per_fraction IS '2.15 Dose per fraction, Gy.';
COMMENT ON COLUMN report.course IS '2.16 Course (codes of list course).';
COMMENT ON COLUMN report.treatment_unit_manufacturer IS '2.22 Treatment unit manufacturer(s) (scrubbed at the clinic).';
COMMENT ON COLUMN report.treatment_unit_model IS '2.23 Treatment unit model(s) (scrubbed at the clinic).';
COMMENT ON COLUMN report.planning_system_manufacturer IS '2.24 Treatment planning system manufacturer (scrubbed at the clinic).';
COMMENT ON COLUMN report.planning_system_model IS '2.25 Treatment planning system model (scrubbed at the clinic).';
COMMENT ON COLUMN report.record_and_verify_manufacturer IS '2.26 Record and verify system manufacturer (scrubbed at the clinic).';
COMMENT ON COLUMN report.record_and_verify_model IS '2.27 Record and verify system model (scrubbed at the clinic).';
COMMENT ON COLUMN report.ancillary_device_manufacturer IS '2.28 Third-party ancillary device manufacturer (scrubbed at the clinic).';
COMMENT ON COLUMN report.ancillary_device_model IS '2.29 Third-party ancillary device model (scrubbed at the clinic).';
COMMENT ON COLUMN report.patients_on_treatment IS '2.30 Number of patients on-treatment.';
COMMENT ON COLUMN report.radiation_therapists_present IS '2.31 Number of radiation therapists present.';
COMMENT ON COLUMN report.other_staff_present IS '2.32 Number of other staff present.';
COMMENT ON COLUMN report.dosimetric_severity IS '2.35 Dosimetric severity (codes of list dosimetricSeverity).';
COMMENT ON COLUMN report.reportable_event IS '2.36 Reportable event (codes of list yesNoUnknown).';
COMMENT ON COLUMN report.medical_severity IS '2.37 Medical severity (codes of list medicalSeverity).';
COMMENT ON COLUMN report.severity_assessment_type IS '2.38 Severity assessment type (codes of list severityAssessmentType).';
COMMENT ON COLUMN report.when_severity_assessed IS '2.39 When severity assessed (codes of list whenSeverityAssessed).';
COMMENT ON COLUMN report.summary_title IS '2.40 Summary title (scrubbed at the clinic).';
COMMENT ON COLUMN report.incident_analysis IS '2.41 Incident analysis (from evaluator) (scrubbed at the clinic).';
COMMENT ON COLUMN report.where_originated IS '2.42 Where originated (codes of list processSteps).';
COMMENT ON COLUMN report.clinical_action_scale IS '3.1 Clinical action scale (codes of list clinicalActionScale).';
COMMENT ON COLUMN report.corrective_action IS '3.4 Corrective action (scrubbed at the clinic).';
COMMENT ON COLUMN report.preventive_action IS '3.5 Preventive action (scrubbed at the clinic).';
COMMENT ON COLUMN report.learning_actions IS '3.6 Learning actions (scrubbed at the clinic).';
COMMENT ON COLUMN report.incident_closed IS '3.7 Incident closed (codes of list yesNo).';
COMMENT ON COLUMN report.incident_class IS 'X.1 Incident class (codes of list incidentClass).';
COMMENT ON COLUMN report.pses_status IS 'X.2 Patient safety evaluation system status (codes of list psesStatus).';
COMMENT ON COLUMN report.age_band IS 'X.3 Age band (codes of list ageBand).';
COMMENT ON COLUMN report.person_affected_count IS 'X.4 Number of patients affected.';
COMMENT ON COLUMN report.person_affected_other IS 'X.5 Other person affected (scrubbed at the clinic).';
COMMENT ON COLUMN report.treatment_modality_other IS 'X.6 Other treatment modality (scrubbed at the clinic).';
COMMENT ON COLUMN report.course_other IS 'X.8 Other course (scrubbed at the clinic).';
COMMENT ON COLUMN report.treatment_technique_other IS 'X.9 Other treatment technique (scrubbed at the clinic).';
COMMENT ON COLUMN report.image_guidance_other IS 'X.10 Other image guidance (scrubbed at the clinic).';
COMMENT ON COLUMN report.error_type_other IS 'X.12 Other error type (scrubbed at the clinic).';
COMMENT ON COLUMN report.intervention_other IS 'X.13 Other intervention (scrubbed at the clinic).';

CREATE TABLE report_answer (
    practice_id integer  NOT NULL,
    report_id   uuid     NOT NULL,
    revision    smallint NOT NULL,
    element     smallint NOT NULL,
    code        smallint NOT NULL,
    CONSTRAINT report_answer_pkey PRIMARY KEY (practice_id, report_id, revision, element, code),
    CONSTRAINT report_answer_report_fkey FOREIGN KEY (practice_id, report_id, revision) REFERENCES report
);
COMMENT ON TABLE report_answer IS 'Answers to elements that take several, one row an answer.';
COMMENT ON COLUMN report_answer.practice_id IS 'The practice that submitted the report.';
COMMENT ON COLUMN report_answer.report_id IS 'The report.';
COMMENT ON COLUMN report_answer.revision IS 'The revision.';
COMMENT ON COLUMN report_answer.element IS 'The element: form * 100 + index (2.17 is 217), 9 standing for our additions (X.14 is 914).';
COMMENT ON COLUMN report_answer.code IS 'Stored code of the option chosen.';

CREATE TABLE sealed_envelope (
    practice_id integer  NOT NULL,
    report_id   uuid     NOT NULL,
    revision    smallint NOT NULL,
    envelope    bytea    NOT NULL,
    CONSTRAINT sealed_envelope_pkey PRIMARY KEY (practice_id, report_id, revision),
    CONSTRAINT sealed_envelope_report_fkey FOREIGN KEY (practice_id, report_id, revision) REFERENCES report
);
COMMENT ON TABLE sealed_envelope IS 'Flagged identifiers, sealed to the practice; nobody at the PSO can open them.';
COMMENT ON COLUMN sealed_envelope.practice_id IS 'The practice that sealed it.';
COMMENT ON COLUMN sealed_envelope.report_id IS 'The report it belongs to.';
COMMENT ON COLUMN sealed_envelope.revision IS 'The revision it belongs to.';
COMMENT ON COLUMN sealed_envelope.envelope IS 'CMS AuthEnvelopedData, DER.';

CREATE VIEW current_report WITH (security_invoker = true) AS
SELECT r.*
FROM report r
WHERE NOT EXISTS (
    SELECT FROM report later
    WHERE later.practice_id = r.practice_id AND later.report_id = r.report_id AND later.revision > r.revision
);
COMMENT ON VIEW current_report IS 'The latest revision of each report: what is counted.';

-- Who may do what. Work product is reached by practice; only counting crosses practices.

GRANT SELECT ON practice TO goodcatch_access, goodcatch_ingest, goodcatch_analysis;
GRANT SELECT, UPDATE ON enrolment_code TO goodcatch_access;
GRANT SELECT, INSERT ON submitter TO goodcatch_access;
GRANT SELECT, INSERT, UPDATE ON submitter_key TO goodcatch_access;
GRANT SELECT, INSERT, DELETE ON assertion_use TO goodcatch_access;
GRANT SELECT, INSERT ON report, report_answer, sealed_envelope TO goodcatch_ingest;
GRANT SELECT ON report, report_answer, current_report TO goodcatch_analysis;

ALTER TABLE report ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE sealed_envelope ENABLE ROW LEVEL SECURITY;

CREATE POLICY report_own_practice ON report TO goodcatch_ingest
    USING (practice_id = current_setting('app.practice', true)::integer);
CREATE POLICY report_answer_own_practice ON report_answer TO goodcatch_ingest
    USING (practice_id = current_setting('app.practice', true)::integer);
CREATE POLICY sealed_envelope_own_practice ON sealed_envelope TO goodcatch_ingest
    USING (practice_id = current_setting('app.practice', true)::integer);
CREATE POLICY report_all_practices ON report FOR SELECT TO goodcatch_analysis USING (true);
CREATE POLICY report_answer_all_practices ON report_answer FOR SELECT TO goodcatch_analysis USING (true);
