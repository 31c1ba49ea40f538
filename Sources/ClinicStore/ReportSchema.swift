import GRDB

/// The tables of practice.sqlite.
enum ReportSchema {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 reports and enrolment") { db in
            try db.execute(
                sql: """
                    CREATE TABLE report (
                        id INTEGER PRIMARY KEY,
                        local_id TEXT NOT NULL UNIQUE,
                        report_id TEXT NOT NULL UNIQUE,
                        is_numbered_here INTEGER NOT NULL CHECK (is_numbered_here IN (0, 1))
                    );
                    CREATE TABLE revision (
                        report INTEGER NOT NULL REFERENCES report (id),
                        revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 999),
                        content BLOB NOT NULL,
                        digest BLOB NOT NULL CHECK (length(digest) = 32),
                        state TEXT NOT NULL
                            CHECK (state IN ('waiting', 'queued', 'withheld', 'removed', 'superseded')),
                        rule TEXT,
                        element TEXT,
                        trail BLOB,
                        imported_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
                        PRIMARY KEY (report, revision),
                        CHECK ((state = 'withheld') = (rule IS NOT NULL)),
                        CHECK ((state = 'queued') = (trail IS NOT NULL))
                    );
                    CREATE INDEX revision_waiting ON revision (state) WHERE state = 'waiting';
                    CREATE INDEX revision_digest ON revision (digest);
                    CREATE TABLE enrolment (
                        one INTEGER PRIMARY KEY CHECK (one = 1),
                        server TEXT NOT NULL,
                        practice TEXT NOT NULL,
                        client_id TEXT NOT NULL,
                        enrolled_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
                    );
                    """)
        }
        migrator.registerMigration("attachments") { db in
            try db.execute(
                sql: """
                    CREATE TABLE attachment (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        uid TEXT NOT NULL UNIQUE,
                        report INTEGER NOT NULL REFERENCES report (id),
                        name TEXT NOT NULL,
                        kind TEXT NOT NULL CHECK (kind IN ('pdf', 'png', 'jpeg')),
                        size INTEGER NOT NULL,
                        envelope BLOB NOT NULL,
                        added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
                        looked_at TEXT,
                        released_at TEXT,
                        CHECK (released_at IS NULL OR looked_at IS NOT NULL)
                    );
                    CREATE INDEX attachment_report ON attachment (report);
                    """)
        }
        migrator.registerMigration("withdrawals") { db in
            // The revision of the packet that says so; none if the PSO never had the report.
            try db.execute(
                sql: """
                    ALTER TABLE report ADD COLUMN withdrawn_for TEXT;
                    ALTER TABLE report ADD COLUMN withdrawn_revision INTEGER;
                    CREATE INDEX report_withdrawn ON report (withdrawn_revision) WHERE withdrawn_for IS NOT NULL;
                    """)
        }
        registerAttachmentSending(in: &migrator)
        registerPseudonyms(in: &migrator)
        return migrator
    }()
}
