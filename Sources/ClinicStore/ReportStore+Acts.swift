import Foundation
import GRDB
public import IncidentReports
import Submission

/// What a person or a program did with the store, as the audit trail keeps it.
public enum Act: String, Sendable, CaseIterable {
    case enrolled, imported, listed, reviewed, opened, shown, withdrawn, requeued, restored, reconciled
    case keysRotated = "keys-rotated"
    case keysRewrapped = "keys-rewrapped"
    case recoveryExported = "recovery-exported"
    case attachmentAdded = "attachment-added"
    case attachmentSeen = "attachment-seen"
    case attachmentReleased = "attachment-released"
    case attachmentRemoved = "attachment-removed"
    case attachmentSending = "attachment-sending"
    case attachmentStored = "attachment-stored"
    case attachmentRefused = "attachment-refused"
}

/// One line of the audit trail: who did what with which report, and when.
public struct AuditEntry: Sendable, Hashable {
    /// UTC, as "YYYY-MM-DDTHH:MM:SS.sssZ".
    public let at: String
    /// The account of the operating system.
    public let by: String
    /// An act, or the state that a revision or a packet reached.
    public let act: String
    public let reportID: String?
    public let localID: String?
    public let revision: Int?
    /// Counts and reasons, never a value of a report.
    public let detail: String?
}

extension ReportStore {
    /// Keeps an act in the audit trail.
    public func note(_ act: Act, report: ReportID? = nil, detail: String? = nil) throws {
        try StoreFile.run {
            try database.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO act (act, report, detail)
                        VALUES (?, (SELECT id FROM report WHERE report_id = ?), ?)
                        """,
                    arguments: [act.rawValue, report?.description, detail])
            }
        }
    }

    /// Acts, changes of revisions and changes of packets, in order of time, handed over one by one.
    ///
    /// - Parameters:
    ///   - outbox: the file of the outbox, which is read beside this store.
    ///   - since: only what happened from this moment on, UTC.
    func forEachAct(outbox: String, since: String, _ body: (AuditEntry) throws -> Void) throws {
        try StoreFile.run {
            try database.writeWithoutTransaction { db in
                try db.execute(sql: "ATTACH ? AS outbox", arguments: [outbox])
                defer { try? db.execute(sql: "DETACH outbox") }
                let rows = try Row.fetchCursor(db, sql: Self.acts, arguments: [since])
                while let row = try rows.next() {
                    try body(
                        AuditEntry(
                            at: row["at"], by: row["by"], act: row["act"], reportID: row["report_id"],
                            localID: row["local_id"], revision: row["revision"], detail: row["detail"]))
                }
            }
        }
    }

    private static let acts = """
        SELECT at, by, act, report.report_id, report.local_id, NULL AS revision, detail, 1 AS kind, sequence
        FROM act LEFT JOIN report ON report.id = act.report WHERE at >= ?1
        UNION ALL
        SELECT at, by, CASE state
                WHEN 'waiting' THEN 'draft' WHEN 'review' THEN 'needs-review' WHEN 'withheld' THEN 'withheld'
                WHEN 'queued' THEN 'prepared' WHEN 'removed' THEN 'removed-before-reporting' ELSE 'replaced' END,
            report.report_id, report.local_id, revision, NULL, 0, sequence
        FROM revision_event AS event JOIN report ON report.id = event.report WHERE at >= ?1
        UNION ALL
        SELECT at, coalesce(event.by, ''), coalesce(to_state, 'taken-back'), event.report_id, report.local_id,
            event.revision,
            CASE to_state WHEN 'stored' THEN 'receipt ' || packet.receipt_id ELSE NULL END, 2, event.sequence
        FROM outbox.outbox_event AS event
        LEFT JOIN report ON report.report_id = event.report_id
        LEFT JOIN outbox.packet AS packet
            ON packet.report_id = event.report_id AND packet.revision = event.revision
        WHERE at >= ?1
        ORDER BY 1, kind, sequence
        """
}

extension Practice {
    /// Hands over who did what with the store, in order of time.
    ///
    /// - Parameter since: a moment or the beginning of one, UTC, such as "2026-01-01".
    public func auditTrail(since: String = "", _ body: (AuditEntry) throws -> Void) throws {
        try reports.forEachAct(outbox: directory.outboxFile.path, since: since, body)
    }
}
