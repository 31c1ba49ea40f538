import Deidentification
import Foundation
import GRDB
import IncidentReports
import Submission

extension Practice {
    /// Fetches the attachments of restored reports and seals them to this store's keys.
    ///
    /// What is known is passed over, as is what belongs to a report that is not here.
    func restoreAttachments(
        _ client: SubmissionClient, _ openers: [RecoveryOpener], _ result: inout Restoration
    ) async throws {
        let known = Set(try reports.attachments().map(\.id))
        let sealer = try keys.sealer()
        var next: UUID?
        repeat {
            let page = try await client.attachments(after: next)
            next = page.next
            let reportIDs = Set(try reports.localIDs(of: page.attachments.map(\.report)).keys)
            for listed in page.attachments where !known.contains(listed.id) && reportIDs.contains(listed.report) {
                let body = try await client.attachment(listed)
                do {
                    let file = try contents(of: body, listed, openers)
                    try reports.restore(listed, file, try sealer.seal(file: file.data, as: listed.binding))
                    result.attachments += 1
                } catch PracticeError.noKeyOpens {
                    result.closedAttachments += 1
                } catch is SealingError {
                    result.damagedAttachments += 1
                }
            }
        } while next != nil
    }

    private func contents(
        of body: Data, _ listed: ListedAttachment, _ openers: [RecoveryOpener]
    ) throws -> (data: Data, kind: AttachmentKind) {
        guard ReportCodec.contentHash(of: body).hexadecimal == listed.receipt.contentHash else {
            throw SealingError.tampered
        }
        var file = body
        if listed.form == .sealed {
            let outside = try SealedEnvelope(body)
            guard let opener = openers.first(where: { outside.isSealed(to: $0.certificate) }) else {
                throw PracticeError.noKeyOpens
            }
            file = try opener.unsealer.open(file: body, expecting: listed.binding)
        }
        guard let kind = AttachmentKind(file) else { throw SealingError.malformed }
        return (file, kind)
    }
}

extension ListedAttachment {
    fileprivate var binding: FileBinding {
        FileBinding(attachment: id.uuidString.lowercased(), reportID: report.description)
    }
}

extension ReportStore {
    /// Enters an attachment that the aggregator holds, under a name of ours, since its own never left.
    fileprivate func restore(
        _ listed: ListedAttachment, _ file: (data: Data, kind: AttachmentKind), _ envelope: Data
    ) throws {
        try StoreFile.run {
            try database.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO attachment (uid, report, name, kind, size, envelope, looked_at, released_at, state,
                            is_readable, receipt_id, received_at, content_hash)
                        SELECT ?1, id,
                            'attachment-' || (1 + (SELECT count(*) FROM attachment WHERE report = found.id)) || '.' || ?2,
                            ?2, ?3, ?4, ?5, ?5, 'stored', ?6, ?7, ?5, ?8
                        FROM report AS found WHERE report_id = ?9
                        """,
                    arguments: [
                        listed.id.uuidString.lowercased(), file.kind.rawValue, file.data.count, envelope,
                        listed.receipt.receivedAt, listed.form != .sealed, listed.receipt.id,
                        listed.receipt.contentHash, listed.report.description,
                    ])
            }
        }
    }
}
