-- Reports that a practice took back. Their rows stay, since their receipts stand, but nothing counts or returns them.

CREATE TABLE report_withdrawal (
    practice_id   integer     NOT NULL,
    report_id     uuid        NOT NULL,
    revision      smallint    NOT NULL,
    specification text        NOT NULL,
    reason        text        NOT NULL,
    content_hash  bytea       NOT NULL,
    receipt_id    uuid        NOT NULL DEFAULT gen_random_uuid(),
    received_at   timestamptz NOT NULL DEFAULT now(),
    client_id     uuid        NOT NULL,
    CONSTRAINT report_withdrawal_pkey PRIMARY KEY (practice_id, report_id),
    CONSTRAINT report_withdrawal_practice_fkey FOREIGN KEY (practice_id) REFERENCES practice,
    CONSTRAINT report_withdrawal_revision_check CHECK (revision BETWEEN 2 AND 999),
    CONSTRAINT report_withdrawal_reason_check
        CHECK (reason IN ('practice-decision', 'entered-in-error', 'duplicate', 'not-an-incident')),
    CONSTRAINT report_withdrawal_content_hash_check CHECK (octet_length(content_hash) = 32)
);
COMMENT ON TABLE report_withdrawal IS 'Reports that a practice withdrew, for good; the report itself may never have arrived.';
COMMENT ON COLUMN report_withdrawal.practice_id IS 'The practice that withdrew it.';
COMMENT ON COLUMN report_withdrawal.report_id IS 'The report.';
COMMENT ON COLUMN report_withdrawal.revision IS 'One more than the last revision: the withdrawal is the last thing said of the report.';
COMMENT ON COLUMN report_withdrawal.specification IS 'Version of the specification under which it was sent.';
COMMENT ON COLUMN report_withdrawal.reason IS 'Why, from a closed list.';
COMMENT ON COLUMN report_withdrawal.content_hash IS 'SHA-256 of the packet as received: the same withdrawal sent again must have the same.';
COMMENT ON COLUMN report_withdrawal.receipt_id IS 'Id of the receipt given when the withdrawal was stored.';
COMMENT ON COLUMN report_withdrawal.received_at IS 'When it was stored.';
COMMENT ON COLUMN report_withdrawal.client_id IS 'The submitter that sent it.';

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
COMMENT ON VIEW current_report IS 'The latest revision of each report that was not withdrawn: what is counted.';

GRANT SELECT, INSERT ON report_withdrawal TO goodcatch_ingest;
GRANT SELECT ON report_withdrawal TO goodcatch_analysis;

ALTER TABLE report_withdrawal ENABLE ROW LEVEL SECURITY;
CREATE POLICY report_withdrawal_own_practice ON report_withdrawal TO goodcatch_ingest
    USING (practice_id = current_setting('app.practice', true)::integer);
CREATE POLICY report_withdrawal_all_practices ON report_withdrawal FOR SELECT TO goodcatch_analysis USING (true);
