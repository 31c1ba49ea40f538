-- How a practice joins, what it has signed, and how it leaves.
--
-- None of this is work product: these tables stay on one server, beside practice. Only the owner of the database writes
-- and reads them; what checks credentials sees one word a practice, in practice_standing.

CREATE TABLE other_pso (
    practice_id integer     NOT NULL,
    name        text        NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by text        NOT NULL,
    CONSTRAINT other_pso_pkey PRIMARY KEY (practice_id, name),
    CONSTRAINT other_pso_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT other_pso_name_check CHECK (name <> '')
);
COMMENT ON TABLE other_pso IS 'Other patient safety organizations that a practice belongs to as well.';
COMMENT ON COLUMN other_pso.practice_id IS 'The practice.';
COMMENT ON COLUMN other_pso.name IS 'The other organization, as listed.';
COMMENT ON COLUMN other_pso.recorded_at IS 'When it was recorded.';
COMMENT ON COLUMN other_pso.recorded_by IS 'The account that recorded it.';

CREATE TABLE facility (
    practice_id integer     NOT NULL,
    name        text        NOT NULL,
    place       text        NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by text        NOT NULL,
    CONSTRAINT facility_pkey PRIMARY KEY (practice_id, name),
    CONSTRAINT facility_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT facility_name_check CHECK (name <> '')
);
COMMENT ON TABLE facility IS 'Facilities of a practice, from its enrolment form; no report names one.';
COMMENT ON COLUMN facility.practice_id IS 'The practice.';
COMMENT ON COLUMN facility.name IS 'Its name; shown to the PSO only.';
COMMENT ON COLUMN facility.place IS 'Town and state.';
COMMENT ON COLUMN facility.recorded_at IS 'When it was recorded.';
COMMENT ON COLUMN facility.recorded_by IS 'The account that recorded it.';

CREATE TABLE contact_role (
    role  text NOT NULL,
    title text NOT NULL,
    CONSTRAINT contact_role_pkey PRIMARY KEY (role)
);
COMMENT ON TABLE contact_role IS 'What a key contact of a practice is there for.';
COMMENT ON COLUMN contact_role.role IS 'Short name.';
COMMENT ON COLUMN contact_role.title IS 'In words.';
INSERT INTO contact_role (role, title) VALUES
    ('primary', 'first to be asked'),
    ('signatory', 'signs agreements'),
    ('physician', 'radiation oncologist in charge'),
    ('physicist', 'medical physicist in charge'),
    ('administrator', 'practice administrator'),
    ('reviewer', 'analyses reports at the practice'),
    ('privacy', 'privacy or compliance officer'),
    ('technology', 'runs the clinic''s program');

CREATE TABLE key_contact (
    practice_id integer     NOT NULL,
    name        text        NOT NULL,
    role        text        NOT NULL,
    email       text        NULL,
    phone       text        NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by text        NOT NULL,
    CONSTRAINT key_contact_pkey PRIMARY KEY (practice_id, name, role),
    CONSTRAINT key_contact_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT key_contact_role_fkey FOREIGN KEY (role) REFERENCES contact_role,
    CONSTRAINT key_contact_name_check CHECK (name <> '')
);
COMMENT ON TABLE key_contact IS 'Key contacts of a practice, one row a role.';
COMMENT ON COLUMN key_contact.practice_id IS 'The practice.';
COMMENT ON COLUMN key_contact.name IS 'The person.';
COMMENT ON COLUMN key_contact.role IS 'What the person is there for.';
COMMENT ON COLUMN key_contact.email IS 'Where to write to.';
COMMENT ON COLUMN key_contact.phone IS 'Where to call.';
COMMENT ON COLUMN key_contact.recorded_at IS 'When it was recorded.';
COMMENT ON COLUMN key_contact.recorded_by IS 'The account that recorded it.';

CREATE TABLE agreement_kind (
    kind            text NOT NULL,
    title           text NOT NULL,
    current_version text NOT NULL,
    CONSTRAINT agreement_kind_pkey PRIMARY KEY (kind),
    CONSTRAINT agreement_kind_version_check CHECK (current_version <> '')
);
COMMENT ON TABLE agreement_kind IS 'The agreements a practice must have in force before it may submit.';
COMMENT ON COLUMN agreement_kind.kind IS 'Short name.';
COMMENT ON COLUMN agreement_kind.title IS 'In words.';
COMMENT ON COLUMN agreement_kind.current_version IS 'The version the PSO signs today, in its own numbering.';
INSERT INTO agreement_kind (kind, title, current_version) VALUES
    ('provider-services', 'PSO provider services agreement', '1'),
    ('business-associate', 'business associate agreement (45 CFR 164.504(e))', '1');

CREATE TABLE agreement (
    practice_id   integer     NOT NULL,
    kind          text        NOT NULL,
    signed_on     date        NOT NULL,
    version       text        NOT NULL,
    signer        text        NOT NULL,
    ends_on       date        NULL,
    renewal_on    date        NULL,
    terminated_on date        NULL,
    terminated_by text        NULL,
    file_name     text        NULL,
    file_hash     bytea       NULL,
    file          bytea       NULL,
    recorded_at   timestamptz NOT NULL DEFAULT now(),
    recorded_by   text        NOT NULL,
    CONSTRAINT agreement_pkey PRIMARY KEY (practice_id, kind, signed_on),
    CONSTRAINT agreement_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT agreement_kind_fkey FOREIGN KEY (kind) REFERENCES agreement_kind,
    CONSTRAINT agreement_signer_check CHECK (signer <> '' AND version <> ''),
    CONSTRAINT agreement_ends_check CHECK (ends_on >= signed_on),
    CONSTRAINT agreement_terminated_check CHECK ((terminated_on IS NULL) = (terminated_by IS NULL)),
    CONSTRAINT agreement_file_check
        CHECK ((file_name IS NULL) = (file_hash IS NULL) AND (file IS NULL OR file_hash = sha256(file)))
);
COMMENT ON TABLE agreement IS 'Agreements that practices signed.';
COMMENT ON COLUMN agreement.practice_id IS 'The practice.';
COMMENT ON COLUMN agreement.kind IS 'Which agreement.';
COMMENT ON COLUMN agreement.signed_on IS 'Date of the last signature: in force from that day on.';
COMMENT ON COLUMN agreement.version IS 'The version signed, in the PSO''s own numbering.';
COMMENT ON COLUMN agreement.signer IS 'Who signed for the practice.';
COMMENT ON COLUMN agreement.ends_on IS 'Last day in force; null while it runs until one side ends it.';
COMMENT ON COLUMN agreement.renewal_on IS 'The day by which it is to be looked at again.';
COMMENT ON COLUMN agreement.terminated_on IS 'First day out of force, if one side ended it.';
COMMENT ON COLUMN agreement.terminated_by IS 'The account that recorded the end.';
COMMENT ON COLUMN agreement.file_name IS 'Name of the signed document''s file.';
COMMENT ON COLUMN agreement.file_hash IS 'SHA-256 of that file.';
COMMENT ON COLUMN agreement.file IS 'The file itself, if it is kept here.';
COMMENT ON COLUMN agreement.recorded_at IS 'When it was recorded.';
COMMENT ON COLUMN agreement.recorded_by IS 'The account that recorded it.';

CREATE TABLE enrolment_task (
    task     text     NOT NULL,
    position smallint NOT NULL,
    stage    text     NOT NULL,
    title    text     NOT NULL,
    fact     text     NULL,
    CONSTRAINT enrolment_task_pkey PRIMARY KEY (task),
    CONSTRAINT enrolment_task_position_key UNIQUE (position),
    CONSTRAINT enrolment_task_stage_check CHECK (stage IN ('contracting', 'onboarding', 'implementation')),
    CONSTRAINT enrolment_task_fact_check
        CHECK (fact IN ('form', 'provider-services', 'business-associate', 'submitter', 'first-report'))
);
COMMENT ON TABLE enrolment_task IS 'What a practice does on its way in.';
COMMENT ON COLUMN enrolment_task.task IS 'Short name.';
COMMENT ON COLUMN enrolment_task.position IS 'Place in the order of work.';
COMMENT ON COLUMN enrolment_task.stage IS 'contracting, onboarding or implementation.';
COMMENT ON COLUMN enrolment_task.title IS 'In words.';
COMMENT ON COLUMN enrolment_task.fact IS
    'What in this database shows that it is done, and since when; null where a person says so, in practice_task.';
INSERT INTO enrolment_task (position, task, stage, title, fact) VALUES
    (10, 'enrolment-form', 'contracting', 'Enrolment form: the practice, its facilities, its key contacts', 'form'),
    (20, 'provider-services', 'contracting', 'Provider services agreement signed by both sides', 'provider-services'),
    (30, 'business-associate', 'contracting', 'Business associate agreement signed by both sides', 'business-associate'),
    (40, 'orientation', 'onboarding', 'Orientation: how an event is submitted and reviewed', NULL),
    (50, 'reviewers', 'onboarding', 'Workflow: the practice''s own, and who reviews', NULL),
    (60, 'credentials', 'onboarding', 'Credentials: a submitter of the practice is enrolled', 'submitter'),
    (70, 'education', 'onboarding', 'Education: confidentiality and privilege of work product', NULL),
    (80, 'pses-policy', 'onboarding', 'The practice''s policy for its patient safety evaluation system', NULL),
    (90, 'roll-out', 'implementation', 'Roll-out: all staff know how to report, and why it is safe', NULL),
    (100, 'first-report', 'implementation', 'First report received', 'first-report');

CREATE TABLE practice_task (
    practice_id integer     NOT NULL,
    task        text        NOT NULL,
    done_on     date        NOT NULL,
    evidence    text        NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by text        NOT NULL,
    CONSTRAINT practice_task_pkey PRIMARY KEY (practice_id, task),
    CONSTRAINT practice_task_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT practice_task_task_fkey FOREIGN KEY (task) REFERENCES enrolment_task
);
COMMENT ON TABLE practice_task IS 'Tasks of enrolment that a person said are done.';
COMMENT ON COLUMN practice_task.practice_id IS 'The practice.';
COMMENT ON COLUMN practice_task.task IS 'The task.';
COMMENT ON COLUMN practice_task.done_on IS 'The day it was done.';
COMMENT ON COLUMN practice_task.evidence IS 'What shows it: a certificate, minutes, a file''s name.';
COMMENT ON COLUMN practice_task.recorded_at IS 'When it was recorded.';
COMMENT ON COLUMN practice_task.recorded_by IS 'The account that recorded it.';

CREATE TABLE pso_listing (
    listed_on   date        NOT NULL,
    ends_on     date        NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by text        NOT NULL,
    CONSTRAINT pso_listing_pkey PRIMARY KEY (listed_on),
    CONSTRAINT pso_listing_ends_check CHECK (ends_on > listed_on)
);
COMMENT ON TABLE pso_listing IS 'The PSO''s listings by AHRQ, three years each; the first begins the periods of 24 months.';
COMMENT ON COLUMN pso_listing.listed_on IS 'First day of the listing.';
COMMENT ON COLUMN pso_listing.ends_on IS 'Day on which it ends unless it is continued.';
COMMENT ON COLUMN pso_listing.recorded_at IS 'When it was recorded.';
COMMENT ON COLUMN pso_listing.recorded_by IS 'The account that recorded it.';

CREATE TABLE pso_filing (
    kind        text        NOT NULL,
    period_end  date        NOT NULL,
    filed_on    date        NOT NULL,
    evidence    text        NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by text        NOT NULL,
    CONSTRAINT pso_filing_pkey PRIMARY KEY (kind, period_end),
    CONSTRAINT pso_filing_kind_check CHECK (kind IN ('two-contracts', 'continued-listing'))
);
COMMENT ON TABLE pso_filing IS 'Forms that the PSO filed with AHRQ.';
COMMENT ON COLUMN pso_filing.kind IS 'two-contracts for a period of 24 months, continued-listing for a listing.';
COMMENT ON COLUMN pso_filing.period_end IS 'The end of the period or listing it is for.';
COMMENT ON COLUMN pso_filing.filed_on IS 'When it was filed.';
COMMENT ON COLUMN pso_filing.evidence IS 'What shows it.';
COMMENT ON COLUMN pso_filing.recorded_at IS 'When it was recorded.';
COMMENT ON COLUMN pso_filing.recorded_by IS 'The account that recorded it.';

-- Submitters: several a practice, each for one facility if the practice wants it so.

ALTER TABLE enrolment_code ADD COLUMN facility text NULL;
ALTER TABLE enrolment_code ADD COLUMN key_days smallint NOT NULL DEFAULT 730;
ALTER TABLE enrolment_code ADD COLUMN issued_by text NULL;
ALTER TABLE enrolment_code ADD CONSTRAINT enrolment_code_key_days_check CHECK (key_days > 0);
COMMENT ON COLUMN enrolment_code.facility IS 'The facility the submitter will send for; null for the whole practice.';
COMMENT ON COLUMN enrolment_code.key_days IS 'Days for which each key of the submitter will be trusted.';
COMMENT ON COLUMN enrolment_code.issued_by IS 'The account that issued it.';
ALTER TABLE submitter ADD COLUMN facility text NULL;
ALTER TABLE submitter ADD COLUMN key_days smallint NOT NULL DEFAULT 730;
ALTER TABLE submitter ADD COLUMN revoked_by text NULL;
COMMENT ON COLUMN submitter.facility IS 'The facility it sends for; null for the whole practice.';
COMMENT ON COLUMN submitter.key_days IS 'Days for which each of its keys is trusted.';
COMMENT ON COLUMN submitter.revoked_by IS 'The account that revoked it.';
COMMENT ON COLUMN submitter_key.expires_at IS
    'After this time the key is refused: a day after another replaced it, or at the end of its days.';

-- Leaving.

CREATE TABLE practice_export (
    practice_id   integer     NOT NULL,
    exported_at   timestamptz NOT NULL DEFAULT now(),
    exported_by   text        NOT NULL,
    manifest_hash bytea       NOT NULL,
    receipts      integer     NOT NULL,
    CONSTRAINT practice_export_pkey PRIMARY KEY (practice_id, exported_at),
    CONSTRAINT practice_export_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice
);
COMMENT ON TABLE practice_export IS 'Exports of everything held of a practice.';
COMMENT ON COLUMN practice_export.practice_id IS 'The practice.';
COMMENT ON COLUMN practice_export.exported_at IS 'When it was made.';
COMMENT ON COLUMN practice_export.exported_by IS 'The account that made it.';
COMMENT ON COLUMN practice_export.manifest_hash IS 'SHA-256 of its file SHA256SUMS, and so of all of it.';
COMMENT ON COLUMN practice_export.receipts IS 'How many receipts it lists: they only grow, so that more of them later is more to export.';

CREATE TABLE practice_departure (
    practice_id   integer     NOT NULL,
    left_at       timestamptz NOT NULL DEFAULT now(),
    receiving_pso text        NULL,
    approved_by   text        NULL,
    recorded_by   text        NOT NULL,
    CONSTRAINT practice_departure_pkey PRIMARY KEY (practice_id),
    CONSTRAINT practice_departure_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT practice_departure_transfer_check CHECK ((receiving_pso IS NULL) = (approved_by IS NULL))
);
COMMENT ON TABLE practice_departure IS 'Practices that left: from then on nothing is taken from them.';
COMMENT ON COLUMN practice_departure.practice_id IS 'The practice.';
COMMENT ON COLUMN practice_departure.left_at IS 'When it left.';
COMMENT ON COLUMN practice_departure.receiving_pso IS 'The organization its work product is transferred to, if to any.';
COMMENT ON COLUMN practice_departure.approved_by IS 'Who approved the transfer for the practice.';
COMMENT ON COLUMN practice_departure.recorded_by IS 'The account that recorded it.';

CREATE TABLE practice_destruction (
    practice_id      integer     NOT NULL,
    destroyed_at     timestamptz NOT NULL DEFAULT now(),
    destroyed_by     text        NOT NULL,
    certificate      text        NOT NULL,
    certificate_hash bytea       NOT NULL,
    CONSTRAINT practice_destruction_pkey PRIMARY KEY (practice_id),
    CONSTRAINT practice_destruction_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT practice_destruction_hash_check CHECK (certificate_hash = sha256(convert_to(certificate, 'UTF8')))
);
COMMENT ON TABLE practice_destruction IS 'Practices whose work product was destroyed; written in the transaction that did it.';
COMMENT ON COLUMN practice_destruction.practice_id IS 'The practice.';
COMMENT ON COLUMN practice_destruction.destroyed_at IS 'When.';
COMMENT ON COLUMN practice_destruction.destroyed_by IS 'The account that did it.';
COMMENT ON COLUMN practice_destruction.certificate IS 'The certificate as canonical JSON: what was destroyed, and counts of what is left.';
COMMENT ON COLUMN practice_destruction.certificate_hash IS 'SHA-256 of the certificate.';

CREATE TRIGGER practice_destruction_frozen BEFORE UPDATE OR DELETE ON practice_destruction
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A request that was let in before a practice left may come to its end afterwards: the tables themselves refuse it.
CREATE FUNCTION takes_work_product(id integer) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Waits for an act on the practice that is under way, whose outcome the next statement sees.
    PERFORM 1 FROM practice p WHERE p.practice_id = id FOR KEY SHARE;
    RETURN NOT EXISTS (SELECT FROM practice_departure d WHERE d.practice_id = id);
END
$$;
COMMENT ON FUNCTION takes_work_product(integer) IS 'Whether a practice has not left; once a statement, not a row, in policies.';
REVOKE EXECUTE ON FUNCTION takes_work_product(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION takes_work_product(integer) TO goodcatch_ingest;
ALTER POLICY report_own_practice ON report
    WITH CHECK (practice_id = current_setting('app.practice', true)::integer
                AND (SELECT takes_work_product(current_setting('app.practice', true)::integer)));
ALTER POLICY report_withdrawal_own_practice ON report_withdrawal
    WITH CHECK (practice_id = current_setting('app.practice', true)::integer
                AND (SELECT takes_work_product(current_setting('app.practice', true)::integer)));
ALTER POLICY report_attachment_own_practice ON report_attachment
    WITH CHECK (practice_id = current_setting('app.practice', true)::integer
                AND (SELECT takes_work_product(current_setting('app.practice', true)::integer)));

-- A practice summary holds that practice's own counts and goes with its work product; an aggregate report never goes.
DROP TRIGGER publication_frozen ON publication;
CREATE FUNCTION keep_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.kind = 'practice-summary'
       AND current_setting('app.destroyed_practice', true) = OLD.practice_id::text
       AND EXISTS (SELECT FROM practice_departure d WHERE d.practice_id = OLD.practice_id)
    THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % are frozen', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
COMMENT ON FUNCTION keep_publication() IS
    'Keeps publications as they are, but for the summaries of a practice that left and whose work product is destroyed.';
CREATE TRIGGER publication_frozen BEFORE UPDATE OR DELETE ON publication
    FOR EACH ROW EXECUTE FUNCTION keep_publication();

-- Samples of narratives would outlive their rows in the planner's statistics, which no query here needs.
DO $$
DECLARE
    narrative record;
BEGIN
    FOR narrative IN
        SELECT attname FROM pg_attribute
        WHERE attrelid = 'report'::regclass AND atttypid = 'text'::regtype AND NOT attisdropped
          AND attname <> 'specification'
    LOOP
        EXECUTE format('ALTER TABLE report ALTER COLUMN %I SET STATISTICS 0', narrative.attname);
    END LOOP;
END
$$;
ALTER TABLE sealed_envelope ALTER COLUMN envelope SET STATISTICS 0;
ALTER TABLE attachment_content ALTER COLUMN content SET STATISTICS 0;

-- What identifies nobody is no longer protected once disclosed (42 CFR 3.208(b)(2)): each disclosure is an act of its own.

CREATE TABLE disclosure (
    disclosure_id  bigint      GENERATED ALWAYS AS IDENTITY,
    publication_id bigint      NOT NULL,
    content_hash   bytea       NOT NULL,
    recipient      text        NOT NULL,
    basis          text        NOT NULL,
    evidence       text        NULL,
    first_approver text        NOT NULL,
    other_approver text        NOT NULL,
    disclosed_on   date        NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    recorded_by    text        NOT NULL,
    CONSTRAINT disclosure_pkey PRIMARY KEY (disclosure_id),
    CONSTRAINT disclosure_publication_fkey FOREIGN KEY (publication_id) REFERENCES publication,
    CONSTRAINT disclosure_recipient_check CHECK (recipient <> ''),
    CONSTRAINT disclosure_basis_check CHECK (basis IN ('3.212(a)(1)', '3.212(a)(2)')),
    CONSTRAINT disclosure_expert_check CHECK (basis <> '3.212(a)(1)' OR evidence IS NOT NULL),
    CONSTRAINT disclosure_approvers_check
        CHECK (first_approver <> '' AND other_approver <> ''
               AND lower(regexp_replace(first_approver, '\W', '', 'g'))
                   <> lower(regexp_replace(other_approver, '\W', '', 'g')))
);
COMMENT ON TABLE disclosure IS 'Nonidentifiable work product given away under 42 CFR 3.206(b)(5).';
COMMENT ON COLUMN disclosure.disclosure_id IS 'Grows with each disclosure.';
COMMENT ON COLUMN disclosure.publication_id IS 'The aggregate report that was given.';
COMMENT ON COLUMN disclosure.content_hash IS 'SHA-256 of its document.';
COMMENT ON COLUMN disclosure.recipient IS 'To whom, or "public".';
COMMENT ON COLUMN disclosure.basis IS
    'How it was made nonidentifiable: 42 CFR 3.212(a)(1) by an expert, or (a)(2) by removal.';
COMMENT ON COLUMN disclosure.evidence IS 'The expert''s documented determination, or another note.';
COMMENT ON COLUMN disclosure.first_approver IS 'Who approved it.';
COMMENT ON COLUMN disclosure.other_approver IS 'Who approved it as well: another person.';
COMMENT ON COLUMN disclosure.disclosed_on IS 'The day it was given.';
COMMENT ON COLUMN disclosure.recorded_at IS 'When it was recorded.';
COMMENT ON COLUMN disclosure.recorded_by IS 'The account that recorded it.';
CREATE TRIGGER disclosure_frozen BEFORE UPDATE OR DELETE ON disclosure
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER disclosure_kept BEFORE TRUNCATE ON disclosure
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One word a practice, with the rights of its owner, so that no role needs to read agreements.
CREATE VIEW practice_standing AS
SELECT p.practice_id,
       CASE
           WHEN EXISTS (SELECT FROM practice_departure d WHERE d.practice_id = p.practice_id) THEN 'left'
           WHEN a.in_force = k.needed THEN 'enrolled'
           WHEN a.signed = k.needed THEN 'agreements-ended'
           ELSE 'agreements-missing'
       END AS standing
FROM practice p
CROSS JOIN (SELECT count(*) AS needed FROM agreement_kind) k
CROSS JOIN LATERAL (
    SELECT count(DISTINCT kind) AS signed,
           count(DISTINCT kind) FILTER (
               WHERE signed_on <= today AND (ends_on IS NULL OR ends_on >= today)
                 AND (terminated_on IS NULL OR terminated_on > today)) AS in_force
    FROM agreement, (SELECT (now() AT TIME ZONE 'UTC')::date AS today) t
    WHERE agreement.practice_id = p.practice_id
) a;
COMMENT ON VIEW practice_standing IS
    'Whether a practice may submit today, UTC: enrolled, agreements-missing, agreements-ended or left.';
GRANT SELECT ON practice_standing TO goodcatch_access;

CREATE VIEW pses_event WITH (security_invoker = true) AS
SELECT r.practice_id, r.report_id, f.reported_at, r.pses_status AS declared, w.received_at AS withdrawn_at
FROM report r
JOIN (
    SELECT practice_id, report_id, min(received_at) AS reported_at, max(revision) AS revision
    FROM report GROUP BY practice_id, report_id
) f USING (practice_id, report_id, revision)
LEFT JOIN report_withdrawal w USING (practice_id, report_id);
COMMENT ON VIEW pses_event IS
    'Where each event stands: reported when its first revision was stored, declared as X.2 of the last, withdrawn if it was.';
