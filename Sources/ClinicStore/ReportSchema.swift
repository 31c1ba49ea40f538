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
        migrator.registerMigration("review, lists and acts") { db in
            // The states of a revision and their conditions stand in its table, which is therefore made anew.
            try db.execute(
                sql: """
                    CREATE TABLE revision_with_review (
                        report INTEGER NOT NULL REFERENCES report (id),
                        revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 999),
                        content BLOB NOT NULL,
                        digest BLOB NOT NULL CHECK (length(digest) = 32),
                        state TEXT NOT NULL
                            CHECK (state IN ('waiting', 'review', 'queued', 'withheld', 'removed', 'superseded')),
                        questions INTEGER NOT NULL DEFAULT 0 CHECK (questions >= 0),
                        rule TEXT,
                        element TEXT,
                        trail BLOB,
                        imported_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
                        PRIMARY KEY (report, revision),
                        CHECK ((state = 'withheld') = (rule IS NOT NULL)),
                        CHECK ((state = 'queued') = (trail IS NOT NULL)),
                        CHECK ((state = 'review') = (questions > 0))
                    );
                    INSERT INTO revision_with_review
                        (rowid, report, revision, content, digest, state, rule, element, trail, imported_at)
                    SELECT rowid, report, revision, content, digest, state, rule, element, trail, imported_at
                    FROM revision;
                    DROP TABLE revision;
                    ALTER TABLE revision_with_review RENAME TO revision;
                    CREATE INDEX revision_waiting ON revision (state) WHERE state IN ('waiting', 'review', 'withheld');
                    CREATE INDEX revision_digest ON revision (digest);

                    -- What people said about doubtful words: of one report, or (report 0) of all.
                    CREATE TABLE reviewed_word (
                        report INTEGER NOT NULL,
                        word TEXT NOT NULL,
                        is_kept INTEGER NOT NULL CHECK (is_kept IN (0, 1)),
                        PRIMARY KEY (report, word)
                    ) WITHOUT ROWID;

                    -- The practice's own staff, devices and facilities, as its files list them.
                    CREATE TABLE listed (
                        list TEXT NOT NULL CHECK (list IN ('roster', 'devices', 'facilities')),
                        entry TEXT NOT NULL CHECK (json_valid(entry)),
                        PRIMARY KEY (list, entry)
                    ) WITHOUT ROWID;

                    CREATE TABLE revision_event (
                        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                        report INTEGER NOT NULL,
                        revision INTEGER NOT NULL,
                        at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
                        by TEXT NOT NULL DEFAULT (operator()),
                        state TEXT NOT NULL
                    );
                    CREATE TRIGGER revision_entered AFTER INSERT ON revision BEGIN
                        INSERT INTO revision_event (report, revision, state)
                        VALUES (new.report, new.revision, new.state);
                    END;
                    CREATE TRIGGER revision_changed AFTER UPDATE OF state ON revision WHEN old.state <> new.state BEGIN
                        INSERT INTO revision_event (report, revision, state)
                        VALUES (new.report, new.revision, new.state);
                    END;

                    CREATE TABLE act (
                        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                        at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
                        by TEXT NOT NULL DEFAULT (operator()),
                        act TEXT NOT NULL,
                        report INTEGER,
                        detail TEXT
                    );
                    """)
            for table in ["revision_event", "act"] {
                for verb in ["UPDATE", "DELETE"] {
                    try db.execute(
                        sql: """
                            CREATE TRIGGER \(table)_\(verb.lowercased()) BEFORE \(verb) ON \(table) BEGIN
                                SELECT raise(ABORT, 'what happened is not rewritten');
                            END
                            """)
                }
            }
        }
        registerAttachmentSending(in: &migrator)
        registerPseudonyms(in: &migrator)
        return migrator
    }()
}
