-- Single sign-on: which person at which identity provider an account belongs to. The provider says who somebody is;
-- what they may do stands in account and nowhere else.

CREATE TABLE account_link (
    account_id uuid        NOT NULL,
    issuer     text        NOT NULL,
    subject    text        NULL,
    email      text        NULL,
    linked_at  timestamptz NOT NULL,
    CONSTRAINT account_link_pkey PRIMARY KEY (account_id),
    CONSTRAINT account_link_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT account_link_subject_key UNIQUE (issuer, subject),
    CONSTRAINT account_link_email_key UNIQUE (issuer, email),
    CONSTRAINT account_link_issuer_check CHECK (issuer ~ '^https://[!-~]+$' AND octet_length(issuer) <= 500),
    -- OpenID Connect Core section 2: at most 255 ASCII characters.
    CONSTRAINT account_link_subject_check CHECK (subject ~ '^[ -~]{1,255}$'),
    CONSTRAINT account_link_email_check CHECK (email ~ '^[!-~]{1,200}@[!-~]{1,200}$' AND email = lower(email)),
    CONSTRAINT account_link_person_check CHECK ((subject IS NULL) <> (email IS NULL))
);
COMMENT ON TABLE account_link IS 'Accounts whose owners log in at an identity provider (OpenID Connect).';
COMMENT ON COLUMN account_link.account_id IS 'The account; it has one link at most.';
COMMENT ON COLUMN account_link.issuer IS 'The provider, as it names itself.';
COMMENT ON COLUMN account_link.subject IS 'The provider''s id of the person, which it never gives to another; null until the first login when an e-mail address was named.';
COMMENT ON COLUMN account_link.email IS 'The address that the first login must have verified; null from then on.';
COMMENT ON COLUMN account_link.linked_at IS 'When an administrator linked it, or the first login named the subject.';

CREATE TABLE sign_on_use (
    state_hash bytea       NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT sign_on_use_pkey PRIMARY KEY (state_hash),
    CONSTRAINT sign_on_use_state_hash_check CHECK (octet_length(state_hash) = 32)
);
CREATE INDEX sign_on_use_expires_at_idx ON sign_on_use (expires_at);
COMMENT ON TABLE sign_on_use IS 'Logins at an identity provider that came back, so that none comes back twice.';
COMMENT ON COLUMN sign_on_use.state_hash IS 'SHA-256 of the state that the login was begun with.';
COMMENT ON COLUMN sign_on_use.expires_at IS 'When the state expires and this row may go.';

ALTER TABLE account_session ADD COLUMN signed_on boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN account_session.signed_on IS 'Whether it began at the identity provider.';

INSERT INTO audit_action (action, reads_work_product, meaning) VALUES
    ('link-account', false, 'linked a person''s account to an identity provider'),
    ('unlink-account', false, 'took a person''s account from an identity provider'),
    ('sign-on', false, 'began a session by way of the identity provider'),
    ('refuse-sign-on', false, 'was refused a session by way of the identity provider, and why');

-- The service reads links and can make none: it only fills in the subject of one that an administrator made out to an
-- address, once.
CREATE FUNCTION account_link_claim(provider text, address text, who text) RETURNS uuid
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE account_link SET subject = who, email = NULL, linked_at = now()
    WHERE issuer = provider AND email = lower(address) AND subject IS NULL
      AND NOT EXISTS (
          SELECT FROM account a WHERE a.account_id = account_link.account_id AND a.disabled_at IS NOT NULL)
    RETURNING account_id
$$;
COMMENT ON FUNCTION account_link_claim(text, text, text) IS
    'Names the person of a link that was made out to a verified e-mail address: issuer, address, subject.';
REVOKE ALL ON FUNCTION account_link_claim(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION account_link_claim(text, text, text) TO goodcatch_access;

GRANT SELECT ON account_link TO goodcatch_access;
GRANT SELECT, INSERT, DELETE ON sign_on_use TO goodcatch_access;
