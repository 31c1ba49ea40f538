import GRDB

extension ReportSchema {
    /// An attachment's way to the PSO.
    static func registerAttachmentSending(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("attachments on their way") { db in
            // Who released a file before was told that nothing sends it: such a file is held again.
            try db.execute(
                sql: """
                    ALTER TABLE attachment ADD COLUMN state TEXT NOT NULL DEFAULT 'held'
                        CHECK (state IN ('held', 'looked at', 'ready', 'sending', 'stored', 'refused'));
                    ALTER TABLE attachment ADD COLUMN is_readable INTEGER NOT NULL DEFAULT 0
                        CHECK (is_readable IN (0, 1));
                    ALTER TABLE attachment ADD COLUMN receipt_id TEXT
                        CHECK ((state = 'stored') = (receipt_id IS NOT NULL));
                    ALTER TABLE attachment ADD COLUMN received_at TEXT
                        CHECK ((receipt_id IS NULL) = (received_at IS NULL));
                    ALTER TABLE attachment ADD COLUMN content_hash TEXT
                        CHECK ((receipt_id IS NULL) = (content_hash IS NULL));
                    ALTER TABLE attachment ADD COLUMN refusal TEXT CHECK ((state = 'refused') = (refusal IS NOT NULL));
                    UPDATE attachment SET released_at = NULL, state = CASE WHEN looked_at IS NULL THEN 'held' ELSE 'looked at' END;
                    """)
        }
    }
}
