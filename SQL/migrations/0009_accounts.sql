-- People: who may look at what, over pages and programs; submitters are no people and have no account.

CREATE TABLE account (
    account_id       uuid        NOT NULL DEFAULT gen_random_uuid(),
    name             text        NOT NULL,
    role             text        NOT NULL,
    practice_id      integer     NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    disabled_at      timestamptz NULL,
    code_hash        bytea       NULL,
    code_expires_at  timestamptz NULL,
    password         text        NULL,
    second_factor    bytea       NULL,
    last_step        bigint      NOT NULL DEFAULT 0,
    failures         smallint    NOT NULL DEFAULT 0,
    locked_until     timestamptz NULL,
    CONSTRAINT account_pkey PRIMARY KEY (account_id),
    CONSTRAINT account_name_key UNIQUE (name),
    CONSTRAINT account_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT account_name_check CHECK (name ~ '^[a-z0-9][a-z0-9._@-]{1,63}$'),
    CONSTRAINT account_role_check CHECK (
        role IN ('pso-administrator', 'pso-analyst', 'practice-administrator', 'practice-reviewer', 'practice-reader')),
    CONSTRAINT account_exposure_check CHECK ((role LIKE 'practice-%') = (practice_id IS NOT NULL)),
    CONSTRAINT account_code_hash_check CHECK (octet_length(code_hash) = 32),
    CONSTRAINT account_factors_check CHECK ((password IS NULL) = (second_factor IS NULL))
);
COMMENT ON TABLE account IS 'People who may log in.';
COMMENT ON COLUMN account.account_id IS 'Random id; the audit log knows a person by it.';
COMMENT ON COLUMN account.name IS 'The name to log in with.';
COMMENT ON COLUMN account.role IS 'PSO administrator or analyst; or administrator, reviewer or reader of one practice.';
COMMENT ON COLUMN account.practice_id IS 'The practice that a practice''s role is bound to.';
COMMENT ON COLUMN account.created_at IS 'When it was added.';
COMMENT ON COLUMN account.disabled_at IS 'From this time on it cannot log in; null while it can.';
COMMENT ON COLUMN account.code_hash IS 'SHA-256 of the one-time code with which password and second factor are set; null when there is none open.';
COMMENT ON COLUMN account.code_expires_at IS 'After this time the code is refused.';
COMMENT ON COLUMN account.password IS 'scrypt with its parameters and salt; null until the code was used.';
COMMENT ON COLUMN account.second_factor IS 'Secret of the second factor (RFC 6238), encrypted under a key that is not in the database.';
COMMENT ON COLUMN account.last_step IS 'Time step of the last second factor used: none is taken twice.';
COMMENT ON COLUMN account.failures IS 'Refused attempts since the last session, counted before each attempt is judged.';
COMMENT ON COLUMN account.locked_until IS 'Until this time every attempt is refused.';

CREATE TABLE account_session (
    token_hash   bytea       NOT NULL,
    account_id   uuid        NOT NULL,
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    CONSTRAINT account_session_pkey PRIMARY KEY (token_hash),
    CONSTRAINT account_session_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT account_session_token_hash_check CHECK (octet_length(token_hash) = 32)
);
CREATE INDEX account_session_account_idx ON account_session (account_id);
COMMENT ON TABLE account_session IS 'Sessions of people.';
COMMENT ON COLUMN account_session.token_hash IS 'SHA-256 of the cookie''s value, which is not kept.';
COMMENT ON COLUMN account_session.account_id IS 'Whose session it is.';
COMMENT ON COLUMN account_session.created_at IS 'When it began.';
COMMENT ON COLUMN account_session.last_used_at IS 'When it was last used.';

-- Only the owner adds accounts and says what they may: the service cannot raise anybody.
GRANT SELECT ON account TO goodcatch_access;
GRANT UPDATE (code_hash, code_expires_at, password, second_factor, last_step, failures, locked_until)
    ON account TO goodcatch_access;
GRANT SELECT, INSERT, DELETE ON account_session TO goodcatch_access;
GRANT UPDATE (last_used_at) ON account_session TO goodcatch_access;
