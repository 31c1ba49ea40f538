import Foundation
import GRDB
import IncidentReports

/// The tables of outbox.sqlite.
enum OutboxSchema {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 packets and events") { db in
            try db.execute(
                sql: """
                    CREATE TABLE packet (
                        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                        report_id TEXT NOT NULL,
                        revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 999),
                        body BLOB NOT NULL,
                        content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
                        state TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'stored', 'conflict', 'refused')),
                        receipt_id TEXT,
                        received_at TEXT,
                        findings BLOB,
                        attempts INTEGER NOT NULL DEFAULT 0,
                        next_attempt REAL,
                        UNIQUE (report_id, revision),
                        CHECK ((state = 'stored') = (receipt_id IS NOT NULL AND received_at IS NOT NULL))
                    );
                    CREATE INDEX packet_due ON packet (sequence) WHERE state IN ('ready', 'sending');
                    CREATE TABLE outbox_event (
                        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                        report_id TEXT NOT NULL,
                        revision INTEGER NOT NULL,
                        at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
                        from_state TEXT,
                        to_state TEXT
                    );
                    CREATE INDEX outbox_event_packet ON outbox_event (report_id, revision);
                    CREATE TRIGGER packet_entered AFTER INSERT ON packet BEGIN
                        INSERT INTO outbox_event (report_id, revision, to_state)
                        VALUES (new.report_id, new.revision, new.state);
                    END;
                    CREATE TRIGGER packet_changed AFTER UPDATE OF state ON packet WHEN old.state <> new.state BEGIN
                        INSERT INTO outbox_event (report_id, revision, from_state, to_state)
                        VALUES (new.report_id, new.revision, old.state, new.state);
                    END;
                    CREATE TRIGGER packet_withdrawn AFTER DELETE ON packet BEGIN
                        INSERT INTO outbox_event (report_id, revision, from_state)
                        VALUES (old.report_id, old.revision, old.state);
                    END;
                    """)
        }
        migrator.registerMigration("who changed it") { db in
            try db.execute(
                sql: """
                    ALTER TABLE outbox_event ADD COLUMN by TEXT;
                    DROP TRIGGER packet_entered;
                    DROP TRIGGER packet_changed;
                    DROP TRIGGER packet_withdrawn;
                    CREATE TRIGGER packet_entered AFTER INSERT ON packet BEGIN
                        INSERT INTO outbox_event (report_id, revision, to_state, by)
                        VALUES (new.report_id, new.revision, new.state, operator());
                    END;
                    CREATE TRIGGER packet_changed AFTER UPDATE OF state ON packet WHEN old.state <> new.state BEGIN
                        INSERT INTO outbox_event (report_id, revision, from_state, to_state, by)
                        VALUES (new.report_id, new.revision, old.state, new.state, operator());
                    END;
                    CREATE TRIGGER packet_withdrawn AFTER DELETE ON packet BEGIN
                        INSERT INTO outbox_event (report_id, revision, from_state, by)
                        VALUES (old.report_id, old.revision, old.state, operator());
                    END;
                    """)
        }
        return migrator
    }()
}

extension PacketKey {
    init(_ row: Row) throws {
        guard let id = ReportID(row["report_id"] as String) else { throw StoreFileError.damaged }
        self.init(id, revision: row["revision"])
    }
}

extension OutboxEntry {
    init(_ row: Row) throws {
        guard let state = OutboxState(rawValue: row["state"]) else { throw StoreFileError.damaged }
        let hash: Data = row["content_hash"]
        let receiptID: String? = row["receipt_id"]
        let receivedAt: String? = row["received_at"]
        let findings: Data? = row["findings"]
        let nextAttempt: Double? = row["next_attempt"]
        self.init(
            key: try PacketKey(row), packet: row["body"], contentHash: hash, state: state,
            receipt: receiptID.flatMap { id in
                receivedAt.map { Receipt(id: id, receivedAt: $0, contentHash: hash.hexadecimal) }
            },
            findings: try findings.map { try JSONDecoder().decode([RemoteFinding].self, from: $0) } ?? [],
            attempts: row["attempts"], nextAttempt: nextAttempt.map { Date(timeIntervalSince1970: $0) },
            sequence: row["sequence"])
    }
}
