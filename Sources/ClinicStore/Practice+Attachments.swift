import Deidentification
public import Foundation
import IncidentReports
import Submission

extension Practice {
    /// Cleans a file, seals it to the practice's keys and holds it beside a report.
    ///
    /// To be called under the store's lock.
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
        try reports.note(.attachmentAdded, report: report.id)
        let binding = FileBinding(attachment: UUID().uuidString.lowercased(), reportID: report.id.description)
        return try reports.add(
            file.lastPathComponent, kind, size: cleaned.count, try keys.sealer().seal(file: cleaned, as: binding),
            binding
        )
    }

    /// The cleaned file, for a person to look at; that somebody did is recorded.
    public func lookAt(attachment number: Int64) throws -> Data {
        let attachment = try attachment(number)
        let file = try contents(of: attachment)
        try reports.change(attachment, .looked)
        return file
    }

    /// Records that a person who looked releases the file: the next push sends it.
    ///
    /// - Parameter readable: whether the PSO may read it; else it leaves as an envelope that only the practice opens.
    public func release(attachment number: Int64, readable: Bool = false) throws {
        let attachment = try attachment(number)
        guard attachment.lookedAt != nil else { throw PracticeError.notLookedAt }
        switch attachment.state {
        case .sending, .stored:
            guard attachment.isReadable == readable else { throw PracticeError.attachmentSent }
        case .held, .lookedAt, .ready, .refused: try reports.change(attachment, .released(readable: readable))
        }
    }

    /// Removes the file for good, unless it was sent and the PSO is still to hold it.
    public func remove(attachment number: Int64) throws {
        let attachment = try attachment(number)
        guard attachment.isWithdrawn || ![.sending, .stored].contains(attachment.state) else {
            throw PracticeError.attachmentSent
        }
        try reports.change(attachment, .removed)
    }

    private func attachment(_ number: Int64) throws -> Attachment {
        guard let found = try reports.attachment(number) else {
            throw PracticeError.noSuchAttachment
        }
        return found
    }

    /// The cleaned file, opened with the practice's own keys.
    func contents(of attachment: Attachment) throws -> Data {
        let envelope = try reports.envelope(of: attachment)
        return try keys.unsealer(of: envelope).open(file: envelope, expecting: attachment.binding)
    }
}
