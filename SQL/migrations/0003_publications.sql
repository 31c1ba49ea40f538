-- What the PSO gives back: frozen once, never changed, only superseded.

CREATE TABLE publication (
    publication_id bigint      GENERATED ALWAYS AS IDENTITY,
    kind           text        NOT NULL,
    practice_id    integer     NULL,
    period         text        NOT NULL,
    specification  text        NOT NULL,
    document       text        NOT NULL,
    content_hash   bytea       NOT NULL,
    frozen_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT publication_pkey PRIMARY KEY (publication_id),
    CONSTRAINT publication_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT publication_kind_check CHECK (kind IN ('aggregate', 'practice-summary')),
    CONSTRAINT publication_audience_check CHECK ((kind = 'practice-summary') = (practice_id IS NOT NULL)),
    CONSTRAINT publication_content_hash_check CHECK (octet_length(content_hash) = 32)
);
CREATE INDEX publication_period_idx ON publication (kind, period, practice_id, publication_id);
COMMENT ON TABLE publication IS 'Frozen aggregate reports and practice summaries; the latest of a period supersedes earlier ones.';
COMMENT ON COLUMN publication.publication_id IS 'Grows with each publication: its place in the ledger of releases.';
COMMENT ON COLUMN publication.kind IS 'aggregate, or practice-summary for one practice alone.';
COMMENT ON COLUMN publication.practice_id IS 'The practice a summary is for; null for an aggregate report.';
COMMENT ON COLUMN publication.period IS 'The period covered, such as 2025Q4 or 2025H2.';
COMMENT ON COLUMN publication.specification IS 'Version of the specification of the reports counted.';
COMMENT ON COLUMN publication.document IS 'The whole model as canonical JSON: every cell as a value or as suppressed. Pages, CSV and JSON come from it alone.';
COMMENT ON COLUMN publication.content_hash IS 'SHA-256 of the document.';
COMMENT ON COLUMN publication.frozen_at IS 'When it was frozen.';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are frozen', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
COMMENT ON FUNCTION refuse_change() IS 'Keeps frozen rows as they are, whoever asks.';
CREATE TRIGGER publication_frozen BEFORE UPDATE OR DELETE ON publication
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER publication_kept BEFORE TRUNCATE ON publication
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON publication TO goodcatch_publication;
GRANT SELECT ON practice TO goodcatch_publication;
GRANT SELECT ON publication TO goodcatch_ingest;

ALTER TABLE publication ENABLE ROW LEVEL SECURITY;
CREATE POLICY publication_all ON publication TO goodcatch_publication USING (true);
CREATE POLICY publication_own_practice ON publication FOR SELECT TO goodcatch_ingest
    USING (practice_id = current_setting('app.practice', true)::integer);
