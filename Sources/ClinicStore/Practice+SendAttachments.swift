import Deidentification
import Foundation
import IncidentReports
public import Submission

extension Practice {
    /// Sends every released attachment whose report the aggregator holds, and tells of each once it is recorded.
    ///
    /// It may be killed at any moment and run again: the bytes that were handed over once stay the same, and the
    /// aggregator answers the same bytes with the receipt of the first time. To be called under the store's lock.
    public func sendAttachments(_ client: SubmissionClient, _ recorded: (Attachment) -> Void) async throws {
        for attachment in try reports.attachments() where try isDue(attachment) {
            let outgoing = try outgoing(attachment)
            try reports.change(attachment, .handedOver)
            let change: ReportStore.AttachmentChange
            do throws(SubmissionError) {
                change = .stored(try await client.store(outgoing))
            } catch {
                guard let reason = error.refusal else { throw error }
                change = .refused(reason)
            }
            try reports.change(attachment, change)
            if let changed = try reports.attachment(attachment.number) {
                recorded(changed)
            }
        }
    }

    private func isDue(_ attachment: Attachment) throws -> Bool {
        try [.ready, .sending].contains(attachment.state) && !attachment.isWithdrawn && !attachment.isRemoved
            && outbox.hasArrived(attachment.report)
    }

    /// What leaves: the file itself if a person chose so, else its envelope, sealed to the keys in use when it first
    /// leaves.
    private func outgoing(_ attachment: Attachment) throws -> OutgoingAttachment {
        var form = AttachmentForm.sealed
        var body: Data
        if attachment.isReadable {
            form = .readable(attachment.kind)
            body = try contents(of: attachment)
        } else {
            body = try reports.envelope(of: attachment)
            let outside = try SealedEnvelope(body)
            if attachment.state == .ready, try !keys.certificatesInUse().allSatisfy({ outside.isSealed(to: $0) }) {
                body = try keys.sealer().seal(file: try contents(of: attachment), as: attachment.binding)
                try reports.change(attachment, .resealed(body))
            }
        }
        return OutgoingAttachment(id: attachment.id, report: attachment.report, form: form, body: body)
    }
}

extension SubmissionError {
    /// Why the aggregator will not take this whenever it is sent; `nil` for what may pass.
    fileprivate var refusal: String? {
        switch self {
        case .notFound(let problem): problem ?? "status 404"
        case .rejected(let status, let problem): problem ?? "status \(status)"
        default: nil
        }
    }
}
