import Deidentification
public import Foundation
import GRDB
public import IncidentReports
import Submission

/// A file attached to a report, without its contents.
public struct Attachment: Sendable {
    /// Its number in this store.
    public let number: Int64
    /// The practice's own number of the report.
    public let localID: String
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
    let binding: FileBinding
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
    public func attachments() throws -> [Attachment] {
        try StoreFile.run {
            try database.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT attachment.id, uid, report_id, local_id, name, kind, size, added_at, looked_at, released_at
                        FROM attachment JOIN report ON report.id = attachment.report ORDER BY attachment.id
                        """
                ).map { row in
                    guard let kind = AttachmentKind(rawValue: row["kind"]) else { throw StoreFileError.damaged }
                    return Attachment(
                        number: row["id"], localID: row["local_id"], name: row["name"], kind: kind, size: row["size"],
                        addedAt: row["added_at"], lookedAt: row["looked_at"], releasedAt: row["released_at"],
                        binding: FileBinding(attachment: row["uid"], reportID: row["report_id"]))
                }
            }
        }
    }

    func envelope(of attachment: Attachment) throws -> Data? {
        try StoreFile.run {
            try database.read { db in
                try Data.fetchOne(
                    db, sql: "SELECT envelope FROM attachment WHERE id = ?", arguments: [attachment.number])
            }
        }
    }

    /// What may be done to an attachment.
    enum AttachmentChange: String, Sendable {
        case looked = "UPDATE attachment SET looked_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = ?"
        case released = """
            UPDATE attachment SET released_at = coalesce(released_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) WHERE id = ?
            """
        case removed = "DELETE FROM attachment WHERE id = ?"
    }

    func change(_ attachment: Attachment, _ change: AttachmentChange) throws {
        try StoreFile.run {
            try database.write { db in try db.execute(sql: change.rawValue, arguments: [attachment.number]) }
        }
    }
}

extension Practice {
    /// Cleans a file, seals it to the practice's keys and holds it beside a report.
    ///
    /// Nothing sends attachments: they stay at the clinic, released or not. To be called under the store's lock.
    public func attach(_ file: URL, to localIDOrPrefix: String) throws -> Int64 {
        guard let report = try reports.revisions(of: localIDOrPrefix).first?.report else {
            throw PracticeError.noSuchReport
        }
        let size = (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
        guard size <= AttachmentKind.largest else { throw PracticeError.attachmentTooLarge }
        guard let contents = try? Data(contentsOf: file), !contents.isEmpty else {
            throw PracticeError.attachmentUnreadable
        }
        guard let kind = AttachmentKind(contents) else { throw PracticeError.attachmentKind }
        let cleaned = try AttachmentCleaner(folder: directory.url).clean(contents, kind)
        let binding = FileBinding(attachment: UUID().uuidString.lowercased(), reportID: report.id.description)
        return try reports.add(
            file.lastPathComponent, kind, size: cleaned.count, try keys.sealer().seal(file: cleaned, as: binding),
            binding
        )
    }

    /// The cleaned file, for a person to look at; that somebody did is recorded.
    public func lookAt(attachment number: Int64) throws -> Data {
        let attachment = try attachment(number)
        guard let envelope = try reports.envelope(of: attachment) else { throw PracticeError.noSuchAttachment }
        let file = try keys.unsealer(of: envelope).open(file: envelope, expecting: attachment.binding)
        try reports.change(attachment, .looked)
        return file
    }

    /// Records that a person who looked releases the file.
    public func release(attachment number: Int64) throws {
        let attachment = try attachment(number)
        guard attachment.lookedAt != nil else { throw PracticeError.notLookedAt }
        try reports.change(attachment, .released)
    }

    /// Removes the file for good.
    public func remove(attachment number: Int64) throws { try reports.change(try attachment(number), .removed) }

    private func attachment(_ number: Int64) throws -> Attachment {
        guard let found = try reports.attachments().first(where: { $0.number == number }) else {
            throw PracticeError.noSuchAttachment
        }
        return found
    }
}
