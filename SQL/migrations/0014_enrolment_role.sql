-- Enrolment over the API: a role that reaches what the PSO records of practices, no work product and no account.

-- The one thing that enrolment asks of work product.
CREATE VIEW practice_first_report AS
SELECT practice_id, min(received_at) AS received_at FROM report GROUP BY practice_id;
COMMENT ON VIEW practice_first_report IS 'When the first report of each practice was received.';

-- A name may be changed, since whoever locks a row must be allowed to change something of it.
GRANT SELECT, INSERT (code, name), UPDATE (name) ON practice TO goodcatch_enrolment;
GRANT SELECT ON practice_standing, practice_first_report, enrolment_task, agreement_kind, pso_listing,
    pso_filing, practice_export, practice_departure TO goodcatch_enrolment;
GRANT SELECT (practice_id, destroyed_at, destroyed_by, certificate_hash) ON practice_destruction TO goodcatch_enrolment;
-- The bytes of signed documents stay with the owner.
GRANT SELECT (practice_id, kind, signed_on, version, signer, ends_on, renewal_on, terminated_on, terminated_by,
              file_name, file_hash, recorded_at, recorded_by),
    INSERT (practice_id, kind, signed_on, version, signer, ends_on, renewal_on, file_name, file_hash, file, recorded_by)
    ON agreement TO goodcatch_enrolment;
GRANT SELECT, INSERT, DELETE ON other_pso TO goodcatch_enrolment;
GRANT SELECT, INSERT, DELETE, UPDATE (place, recorded_at, recorded_by) ON facility TO goodcatch_enrolment;
GRANT SELECT, INSERT, DELETE, UPDATE (email, phone, recorded_at, recorded_by) ON key_contact TO goodcatch_enrolment;
GRANT SELECT, INSERT, DELETE, UPDATE (done_on, evidence, recorded_at, recorded_by)
    ON practice_task TO goodcatch_enrolment;
-- Codes are written and never read; submitters are revoked and never made.
GRANT INSERT (code_hash, practice_id, expires_at, facility, key_days, issued_by) ON enrolment_code TO goodcatch_enrolment;
GRANT SELECT, UPDATE (revoked_at, revoked_by) ON submitter TO goodcatch_enrolment;
GRANT SELECT (client_id, expires_at) ON submitter_key TO goodcatch_enrolment;
GRANT EXECUTE ON FUNCTION audit_append(text, text, text, text, text, jsonb) TO goodcatch_enrolment;

-- As before, and what this role changes is a person's act: without one in app.account nothing is changed.
CREATE OR REPLACE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    program text := current_setting('application_name', true);
    kind    text := 'system';
    who     text := session_user;
    what    text := TG_ARGV[0];
    row     jsonb := to_jsonb(NEW);
    about   text;
BEGIN
    IF session_user = 'goodcatch_enrolment' THEN
        kind := 'account';
        who := current_setting('app.account');
    ELSIF program LIKE 'goodcatch-pso/%' THEN
        kind := 'operator';
        who := split_part(program, '/', 2);
    ELSIF what IN ('enrol', 'register-key') THEN
        kind := 'submitter';
        who := row ->> 'client_id';
    END IF;
    about := CASE what
        WHEN 'register-key' THEN encode(sha256(convert_to(row ->> 'jwk', 'UTF8')), 'hex')
        WHEN 'publish' THEN row ->> 'publication_id'
        ELSE row ->> 'client_id'
    END;
    PERFORM audit_append(
        kind, left(regexp_replace(who, '[^A-Za-z0-9._@-]', '_', 'g'), 64), what,
        (SELECT p.code FROM practice p
         WHERE p.practice_id = coalesce(
             (row ->> 'practice_id')::integer,
             (SELECT s.practice_id FROM submitter s WHERE s.client_id = (row ->> 'client_id')::uuid))),
        about, '{}');
    RETURN NULL;
END
$$;
