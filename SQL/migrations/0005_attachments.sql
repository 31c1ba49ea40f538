-- Files attached to reports (element 2.43): one row that stays, since its receipt stands, and the bytes, which go when the
-- practice takes the report back.

CREATE TABLE report_attachment (
    practice_id   integer     NOT NULL,
    attachment_id uuid        NOT NULL,
    report_id     uuid        NOT NULL,
    media_type    text        NOT NULL,
    size          integer     NOT NULL,
    content_hash  bytea       NOT NULL,
    receipt_id    uuid        NOT NULL DEFAULT gen_random_uuid(),
    received_at   timestamptz NOT NULL DEFAULT now(),
    client_id     uuid        NOT NULL,
    CONSTRAINT report_attachment_pkey PRIMARY KEY (practice_id, attachment_id),
    CONSTRAINT report_attachment_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT report_attachment_media_type_check
        CHECK (media_type IN ('application/cms', 'application/pdf', 'image/png', 'image/jpeg')),
    CONSTRAINT report_attachment_size_check CHECK (size > 0),
    CONSTRAINT report_attachment_content_hash_check CHECK (octet_length(content_hash) = 32)
);
CREATE INDEX report_attachment_report_idx ON report_attachment (practice_id, report_id);
COMMENT ON TABLE report_attachment IS 'Files attached to reports, without their bytes; no name of a file is known here.';
COMMENT ON COLUMN report_attachment.practice_id IS 'The practice that attached it.';
COMMENT ON COLUMN report_attachment.attachment_id IS 'Random id made at the clinic.';
COMMENT ON COLUMN report_attachment.report_id IS 'The report it belongs to, whatever its revision.';
COMMENT ON COLUMN report_attachment.media_type IS 'application/cms for an envelope that only the practice opens; else the practice chose that the PSO may read it.';
COMMENT ON COLUMN report_attachment.size IS 'Bytes as received.';
COMMENT ON COLUMN report_attachment.content_hash IS 'SHA-256 of the bytes as received: the same attachment sent again must have the same.';
COMMENT ON COLUMN report_attachment.receipt_id IS 'Id of the receipt given when the attachment was stored.';
COMMENT ON COLUMN report_attachment.received_at IS 'When it was stored.';
COMMENT ON COLUMN report_attachment.client_id IS 'The submitter that sent it.';

CREATE TABLE attachment_content (
    practice_id   integer NOT NULL,
    attachment_id uuid    NOT NULL,
    content       bytea   NOT NULL,
    CONSTRAINT attachment_content_pkey PRIMARY KEY (practice_id, attachment_id),
    CONSTRAINT attachment_content_attachment_fkey FOREIGN KEY (practice_id, attachment_id) REFERENCES report_attachment
);
-- Neither ciphertext nor cleaned pictures compress.
ALTER TABLE attachment_content ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON TABLE attachment_content IS 'The bytes of attachments; gone once the report was withdrawn.';
COMMENT ON COLUMN attachment_content.practice_id IS 'The practice that attached it.';
COMMENT ON COLUMN attachment_content.attachment_id IS 'The attachment.';
COMMENT ON COLUMN attachment_content.content IS 'The bytes as received.';

CREATE FUNCTION attachment_lock(report_id uuid) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN hashtextextended(report_id::text, 243);
COMMENT ON FUNCTION attachment_lock(uuid) IS
    'Advisory lock of a report: shared while an attachment is stored, exclusive while the report is withdrawn.';

-- No role may delete what was acknowledged: the withdrawal itself does, and waits for attachments on their way.
CREATE FUNCTION drop_attachments() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(attachment_lock(NEW.report_id));
    DELETE FROM attachment_content c
    USING report_attachment a
    WHERE a.practice_id = NEW.practice_id AND a.report_id = NEW.report_id
      AND c.practice_id = a.practice_id AND c.attachment_id = a.attachment_id;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION drop_attachments() IS 'Deletes the bytes of a withdrawn report''s attachments; their receipts stay.';
CREATE TRIGGER report_withdrawal_attachments AFTER INSERT ON report_withdrawal
    FOR EACH ROW EXECUTE FUNCTION drop_attachments();

GRANT SELECT, INSERT ON report_attachment, attachment_content TO goodcatch_ingest;

ALTER TABLE report_attachment ENABLE ROW LEVEL SECURITY;
ALTER TABLE attachment_content ENABLE ROW LEVEL SECURITY;
CREATE POLICY report_attachment_own_practice ON report_attachment TO goodcatch_ingest
    USING (practice_id = current_setting('app.practice', true)::integer);
CREATE POLICY attachment_content_own_practice ON attachment_content TO goodcatch_ingest
    USING (practice_id = current_setting('app.practice', true)::integer);
