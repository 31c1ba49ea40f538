import Deidentification
public import Foundation
import GRDB
public import IncidentReports
public import Submission

/// An attachment's way from the practice to the PSO.
public enum AttachmentState: String, Sendable, CaseIterable {
    case held
    /// Still held, but a person had it written out.
    case lookedAt = "looked at"
    /// Released; it leaves once the PSO has its report.
    case ready
    /// Was handed to the network; whether it arrived is not known until a receipt is recorded.
    case sending
    /// The PSO holds it durably.
    case stored
    /// The PSO does not take it.
    case refused
}

/// A file attached to a report, without its contents.
public struct Attachment: Sendable {
    /// Its number in this store.
    public let number: Int64
    /// The practice's own number of the report.
    public let localID: String
    /// The id under which it leaves.
    public let id: UUID
    public let report: ReportID
    /// The file's name as the practice had it; it never leaves.
    public let name: String
    public let kind: AttachmentKind
    /// Bytes after cleaning.
    public let size: Int
    public let addedAt: String
    /// When somebody last had it written out to look at, UTC.
    public let lookedAt: String?
    /// When a person released it, UTC; until then it is held.
    public let releasedAt: String?
    public let state: AttachmentState
    /// Whether the person who released it chose that the PSO may read it.
    public let isReadable: Bool
    public let receipt: Receipt?
    /// Why the PSO does not take it.
    public let refusal: String?
    /// Whether its report was withdrawn, so that it is not sent any more, and the PSO deletes what it has.
    public let isWithdrawn: Bool
    /// Whether the last word on its report is that it was removed before reporting.
    let isRemoved: Bool

    var binding: FileBinding {
        FileBinding(attachment: id.uuidString.lowercased(), reportID: report.description)
    }
}

extension ReportStore {
    func add(_ name: String, _ kind: AttachmentKind, size: Int, _ envelope: Data, _ binding: FileBinding) throws
        -> Int64
    {
        try StoreFile.run {
            try database.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO attachment (uid, report, name, kind, size, envelope)
                        SELECT ?, id, ?, ?, ?, ? FROM report WHERE report_id = ?
                        """,
                    arguments: [binding.attachment, name, kind.rawValue, size, envelope, binding.reportID])
                guard db.changesCount == 1 else { throw PracticeError.noSuchReport }
                return db.lastInsertedRowID
            }
        }
    }

    /// Every attachment of the store, in the order in which they were added.
    public func attachments() throws -> [Attachment] { try attachments("") }

    /// The attachment of this number; `nil` if there is none.
    public func attachment(_ number: Int64) throws -> Attachment? {
        try attachments("WHERE attachment.id = ?", [number]).first
    }

    private func attachments(_ condition: String, _ arguments: StatementArguments = []) throws -> [Attachment] {
        try StoreFile.run {
            try database.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT attachment.id, uid, report_id, local_id, name, kind, size, added_at, looked_at, released_at,
                            attachment.state, is_readable, receipt_id, received_at, content_hash, refusal,
                            withdrawn_for IS NOT NULL AS is_withdrawn,
                            (SELECT state FROM revision WHERE revision.report = report.id
                             ORDER BY revision DESC LIMIT 1) = 'removed' AS is_removed
                        FROM attachment JOIN report ON report.id = attachment.report \(condition)
                        ORDER BY attachment.id
                        """, arguments: arguments
                ).map(Self.attachment)
            }
        }
    }

    private static func attachment(_ row: Row) throws -> Attachment {
        guard let id = UUID(uuidString: row["uid"]), let report = ReportID(row["report_id"] as String),
            let kind = AttachmentKind(rawValue: row["kind"]), let state = AttachmentState(rawValue: row["state"])
        else { throw StoreFileError.damaged }
        return Attachment(
            number: row["id"], localID: row["local_id"], id: id, report: report, name: row["name"], kind: kind,
            size: row["size"], addedAt: row["added_at"], lookedAt: row["looked_at"], releasedAt: row["released_at"],
            state: state, isReadable: row["is_readable"],
            receipt: (row["receipt_id"] as String?).map {
                Receipt(id: $0, receivedAt: row["received_at"], contentHash: row["content_hash"])
            },
            refusal: row["refusal"], isWithdrawn: row["is_withdrawn"], isRemoved: row["is_removed"])
    }

    func envelope(of attachment: Attachment) throws -> Data {
        try StoreFile.run {
            try database.read { db in
                guard
                    let envelope = try Data.fetchOne(
                        db, sql: "SELECT envelope FROM attachment WHERE id = ?", arguments: [attachment.number])
                else { throw PracticeError.noSuchAttachment }
                return envelope
            }
        }
    }

    /// What may be done to an attachment.
    enum AttachmentChange: Sendable {
        case looked
        case released(readable: Bool)
        case removed
        /// Sealed to other keys, which is done only before it was ever handed over.
        case resealed(Data)
        case handedOver
        case stored(Receipt)
        case refused(String)
        /// The PSO held it once and does not any more.
        case missing

        /// What the audit trail calls it; a change of keys is told once for all.
        fileprivate var act: (act: Act, detail: String)? {
            switch self {
            case .looked: (.attachmentSeen, "")
            case .released(let readable): (.attachmentReleased, readable ? ", readable" : ", sealed")
            case .removed: (.attachmentRemoved, "")
            case .resealed: nil
            case .handedOver: (.attachmentSending, "")
            case .stored(let receipt): (.attachmentStored, ", receipt \(receipt.id)")
            case .refused: (.attachmentRefused, "")
            case .missing: nil
            }
        }

        fileprivate var statement: (sql: String, arguments: StatementArguments) {
            switch self {
            case .looked:
                (
                    """
                    UPDATE attachment SET looked_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
                        state = CASE state WHEN 'held' THEN 'looked at' ELSE state END
                    """, []
                )
            case .released(let readable):
                (
                    """
                    UPDATE attachment SET released_at = coalesce(released_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
                        state = 'ready', is_readable = ?, refusal = NULL
                    """, [readable]
                )
            case .removed: ("DELETE FROM attachment", [])
            case .resealed(let envelope): ("UPDATE attachment SET envelope = ?", [envelope])
            case .handedOver: ("UPDATE attachment SET state = 'sending'", [])
            case .stored(let receipt):
                (
                    "UPDATE attachment SET state = 'stored', receipt_id = ?, received_at = ?, content_hash = ?",
                    [receipt.id, receipt.receivedAt, receipt.contentHash]
                )
            case .missing:
                (
                    """
                    UPDATE attachment SET state = 'ready', receipt_id = NULL, received_at = NULL, content_hash = NULL
                    """, []
                )
            case .refused(let reason): ("UPDATE attachment SET state = 'refused', refusal = ?", [reason])
            }
        }
    }

    func change(_ attachment: Attachment, _ change: AttachmentChange) throws {
        let (sql, arguments) = change.statement
        try StoreFile.run {
            try database.write { db in
                if let (act, detail) = change.act {
                    try db.execute(
                        sql: """
                            INSERT INTO act (act, report, detail)
                            SELECT ?, report, 'attachment ' || id || ? FROM attachment WHERE id = ?
                            """,
                        arguments: [act.rawValue, detail, attachment.number])
                }
                try db.execute(sql: sql + " WHERE id = ?", arguments: arguments + [attachment.number])
            }
        }
    }
}
