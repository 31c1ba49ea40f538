-- Who did what to whose work product: rows that are only added, each bound to the one before it by a hash.
--
-- There are several chains, so that transactions at the same time need not wait for each other: each takes the first
-- chain that nobody holds. A chain's rows are numbered without gaps, since the number is given under the chain's lock and
-- goes when the transaction does.

CREATE TABLE audit_action (
    action             text    NOT NULL,
    reads_work_product boolean NOT NULL,
    meaning            text    NOT NULL,
    CONSTRAINT audit_action_pkey PRIMARY KEY (action)
);
COMMENT ON TABLE audit_action IS 'What the audit log can say was done.';
COMMENT ON COLUMN audit_action.action IS 'The word in the log.';
COMMENT ON COLUMN audit_action.reads_work_product IS 'Whether somebody was given work product by it: what the breach query looks for.';
COMMENT ON COLUMN audit_action.meaning IS 'What it stands for, in a few words.';

INSERT INTO audit_action (action, reads_work_product, meaning) VALUES
    ('submit', false, 'sent reports, with the counts of their outcomes'),
    ('withdraw', false, 'took reports back, with the counts of the outcomes'),
    ('attach', false, 'sent an attachment'),
    ('read-report', true, 'fetched a report with its sealed envelope'),
    ('list-reports', true, 'listed reports and their receipts'),
    ('read-attachment', true, 'fetched an attachment'),
    ('list-attachments', true, 'listed attachments and their receipts'),
    ('read-summary', true, 'fetched a released summary'),
    ('count-reports', true, 'counted the reports of all practices for an aggregate report'),
    ('summarize-practice', true, 'counted one practice''s reports for its summary'),
    ('publish', false, 'froze a publication'),
    ('issue-code', false, 'issued a one-time enrolment code'),
    ('enrol', false, 'registered a submitter'),
    ('register-key', false, 'registered a public key'),
    ('revoke', false, 'trusts a submitter no more'),
    ('refuse-token', false, 'was refused an access token, with how often since the last such row'),
    ('migrate', false, 'brought the schema to a newer version'),
    ('checkpoint', false, 'signed the ends of the chains'),
    ('export-practice', true, 'exported everything of a practice'),
    ('transfer-practice', true, 'handed a practice''s work product to another PSO'),
    ('destroy-practice', false, 'destroyed everything of a practice'),
    ('disclose', true, 'disclosed nonidentifiable work product'),
    ('add-account', false, 'added a person''s account'),
    ('reset-account', false, 'gave a person''s account a one-time code'),
    ('disable-account', false, 'closed a person''s account'),
    ('activate-account', false, 'set a password and a second factor with a one-time code'),
    ('log-in', false, 'began a session'),
    ('log-out', false, 'ended a session'),
    ('refuse-log-in', false, 'was refused a session'),
    ('lock-account', false, 'was locked after too many refusals');

CREATE TABLE audit_chain (
    chain    smallint NOT NULL,
    sequence bigint   NOT NULL DEFAULT 0,
    hash     bytea    NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    CONSTRAINT audit_chain_pkey PRIMARY KEY (chain)
);
INSERT INTO audit_chain (chain) SELECT generate_series(0, 15);
COMMENT ON TABLE audit_chain IS 'The last row of each chain; whoever appends holds its lock until the commit.';
COMMENT ON COLUMN audit_chain.chain IS 'Number of the chain.';
COMMENT ON COLUMN audit_chain.sequence IS 'Number of its last row; 0 while there is none.';
COMMENT ON COLUMN audit_chain.hash IS 'Hash of its last row; 32 zero bytes while there is none.';

CREATE TABLE audit_event (
    chain       smallint    NOT NULL,
    sequence    bigint      NOT NULL,
    occurred_at timestamptz NOT NULL,
    role        text        NOT NULL,
    actor_kind  text        NOT NULL,
    actor       text        NOT NULL,
    action      text        NOT NULL,
    practice    text        NULL,
    subject     text        NULL,
    detail      jsonb       NOT NULL,
    previous    bytea       NOT NULL,
    hash        bytea       NOT NULL,
    CONSTRAINT audit_event_pkey PRIMARY KEY (chain, sequence),
    CONSTRAINT audit_event_actor_kind_check CHECK (actor_kind IN ('submitter', 'account', 'operator', 'system')),
    CONSTRAINT audit_event_actor_check CHECK (actor ~ '^[A-Za-z0-9._@\-]{1,64}$'),
    CONSTRAINT audit_event_practice_check CHECK (practice ~ '^[A-Z][A-Z0-9-]{1,31}$'),
    CONSTRAINT audit_event_subject_check CHECK (subject ~ '^[A-Za-z0-9._:/\-]{1,80}$'),
    -- Numbers, and words too short and plain to be contents.
    CONSTRAINT audit_event_detail_check CHECK (
        jsonb_typeof(detail) = 'object'
        AND NOT jsonb_path_exists(detail, 'strict $.* ? (@.type() != "number" && @.type() != "string")')
        AND NOT jsonb_path_exists(detail, 'strict $.* ? (@.type() == "string" && !(@ like_regex "^[A-Za-z0-9._:/-]{1,80}$"))'))
);
-- Times nearly grow with the place on disk, so that the smallest index finds a span.
CREATE INDEX audit_event_occurred_at_idx ON audit_event USING brin (occurred_at) WITH (pages_per_range = 8);
COMMENT ON TABLE audit_event IS 'The audit log: ids and counts, never contents. Only audit_append() adds rows; nothing changes or removes one.';
COMMENT ON COLUMN audit_event.chain IS 'The chain it belongs to.';
COMMENT ON COLUMN audit_event.sequence IS 'Its number in the chain: 1, and one more each time.';
COMMENT ON COLUMN audit_event.occurred_at IS 'When it was written, just before the commit of what it tells.';
COMMENT ON COLUMN audit_event.role IS 'The database role that wrote it; no caller can say otherwise.';
COMMENT ON COLUMN audit_event.actor_kind IS 'submitter, account (a person), operator (an operating-system account that ran goodcatch-pso) or system.';
COMMENT ON COLUMN audit_event.actor IS 'Who: client id, account id, name of the operating-system account, or what of the system.';
COMMENT ON COLUMN audit_event.action IS 'What was done: a word of audit_action.';
COMMENT ON COLUMN audit_event.practice IS 'Code of the practice concerned; null for none or all.';
COMMENT ON COLUMN audit_event.subject IS 'Id of what was acted on: a report, an attachment, a publication, a client, a key''s SHA-256.';
COMMENT ON COLUMN audit_event.detail IS 'Counts and further ids.';
COMMENT ON COLUMN audit_event.previous IS 'Hash of the row before it in the chain.';
COMMENT ON COLUMN audit_event.hash IS 'SHA-256 of the row''s canonical text, the previous hash included; see audit_hash().';

-- Each field as its length in bytes, a colon, its text and a comma, or "-," for null: no two rows have the same text.
CREATE FUNCTION audit_hash(entry audit_event) RETURNS bytea LANGUAGE sql STABLE
    RETURN (
        SELECT sha256(convert_to(
            string_agg(coalesce(octet_length(field) || ':' || field, '-') || ',', '' ORDER BY place), 'UTF8'))
        FROM unnest(ARRAY[
            'goodcatch-audit/1', entry.chain::text, entry.sequence::text,
            to_char(entry.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.role, entry.actor_kind,
            entry.actor, entry.action, entry.practice, entry.subject, entry.detail::text, encode(entry.previous, 'hex')
        ]) WITH ORDINALITY AS f (field, place));
COMMENT ON FUNCTION audit_hash(audit_event) IS 'The hash that a row of the audit log must have.';

CREATE FUNCTION audit_append(kind text, who text, what text, whose text, about text, facts jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head  audit_chain;
    entry audit_event;
BEGIN
    IF NOT EXISTS (SELECT FROM audit_action WHERE action = what) THEN
        RAISE EXCEPTION 'audit_action has no word %', what USING ERRCODE = 'check_violation';
    END IF;
    SELECT * INTO head FROM audit_chain ORDER BY chain LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        -- All are held. Who waits here holds none, so that none waits for each other.
        SELECT * INTO STRICT head FROM audit_chain WHERE chain = pg_backend_pid() % 16 FOR UPDATE;
    END IF;
    entry := ROW(head.chain, head.sequence + 1, clock_timestamp(), session_user, kind, who, what, whose, about,
                 coalesce(facts, '{}'), head.hash, NULL);
    entry.hash := audit_hash(entry);
    INSERT INTO audit_event SELECT entry.*;
    UPDATE audit_chain SET sequence = entry.sequence, hash = entry.hash WHERE chain = entry.chain;
END
$$;
COMMENT ON FUNCTION audit_append(text, text, text, text, text, jsonb) IS
    'The only way into the audit log: kind and id of who acts, the action, the practice''s code, the subject, the details.';
REVOKE ALL ON FUNCTION audit_append(text, text, text, text, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append(text, text, text, text, text, jsonb)
    TO goodcatch_access, goodcatch_ingest, goodcatch_analysis, goodcatch_publication;

-- Also for the owner's sessions, and where replication would skip ordinary triggers.
CREATE TRIGGER audit_event_frozen BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_event_kept BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_chain_kept BEFORE DELETE ON audit_chain
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_chain_grows BEFORE UPDATE ON audit_chain
    FOR EACH ROW WHEN (NEW.chain <> OLD.chain OR NEW.sequence <> OLD.sequence + 1) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_chain_whole BEFORE TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_frozen;
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_kept;

-- Credentials and publications are told by the tables themselves, whichever program or hand changes them.

CREATE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    program text := current_setting('application_name', true);
    kind    text := 'system';
    who     text := session_user;
    what    text := TG_ARGV[0];
    row     jsonb := to_jsonb(NEW);
    about   text;
BEGIN
    IF program LIKE 'goodcatch-pso/%' THEN
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
COMMENT ON FUNCTION audit_change() IS 'Tells the audit log of a change; its argument is the action.';
CREATE TRIGGER enrolment_code_audit AFTER INSERT ON enrolment_code
    FOR EACH ROW EXECUTE FUNCTION audit_change('issue-code');
CREATE TRIGGER submitter_audit AFTER INSERT ON submitter
    FOR EACH ROW EXECUTE FUNCTION audit_change('enrol');
CREATE TRIGGER submitter_revoked_audit AFTER UPDATE ON submitter
    FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION audit_change('revoke');
CREATE TRIGGER submitter_key_audit AFTER INSERT ON submitter_key
    FOR EACH ROW EXECUTE FUNCTION audit_change('register-key');
CREATE TRIGGER publication_audit AFTER INSERT ON publication
    FOR EACH ROW EXECUTE FUNCTION audit_change('publish');
