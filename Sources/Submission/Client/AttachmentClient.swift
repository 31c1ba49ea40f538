public import Foundation
public import IncidentReports

/// An attachment on its way; it has no name.
public struct OutgoingAttachment: Sendable {
    public let id: UUID
    public let report: ReportID
    public let form: AttachmentForm
    public let body: Data
    public let contentHash: Data

    public init(id: UUID, report: ReportID, form: AttachmentForm, body: Data) {
        self.id = id
        self.report = report
        self.form = form
        self.body = body
        contentHash = ReportCodec.contentHash(of: body)
    }
}

/// An attachment that the aggregator holds.
public struct ListedAttachment: Sendable, Hashable {
    public let id: UUID
    public let report: ReportID
    public let form: AttachmentForm
    public let receipt: Receipt
}

extension SubmissionClient {
    private struct Answer: Decodable { let receipt: Receipt }

    private func url(_ report: ReportID, _ id: UUID) -> String {
        "\(base)/v1/reports/\(report)/attachments/\(id.uuidString.lowercased())"
    }

    /// Sends an attachment and returns the receipt for exactly its bytes; sending twice stores once.
    public func store(_ attachment: OutgoingAttachment) async throws(SubmissionError) -> Receipt {
        let answer = try await authorised(
            HTTPRequest(
                method: "PUT", url: url(attachment.report, attachment.id),
                headers: [
                    "Content-Type: \(attachment.form.mediaType)",
                    "Content-Digest: \(ReportCodec.contentDigest(of: attachment.body))",
                ], body: attachment.body))
        try Self.expect(answer, [200, 201])
        guard let receipt = try? JSONDecoder().decode(Answer.self, from: answer.body).receipt,
            receipt.contentHash.lowercased() == attachment.contentHash.hexadecimal
        else { throw .unexpectedAnswer("no receipt for this attachment") }
        return receipt
    }

    private struct Page: Decodable {
        struct Entry: Decodable {
            let attachmentId, reportId: UUID
            let mediaType: String
            let receipt: Receipt
        }
        let attachments: [Entry]
        let next: UUID?
    }

    /// A page of the practice's own attachments at the aggregator, and where the next begins.
    ///
    /// - Parameter after: where this page begins; `nil` for the first.
    public func attachments(
        after: UUID?
    ) async throws(SubmissionError) -> (attachments: [ListedAttachment], next: UUID?) {
        let query = after.map { "?after=\($0.uuidString.lowercased())" } ?? ""
        let answer = try await authorised(HTTPRequest(url: base + "/v1/attachments" + query))
        try Self.expect(answer, [200])
        guard let page = try? JSONDecoder().decode(Page.self, from: answer.body), page.next == nil || page.next != after
        else { throw .unexpectedAnswer("no list of attachments") }
        var listed: [ListedAttachment] = []
        for entry in page.attachments {
            guard let form = AttachmentForm(mediaType: entry.mediaType) else {
                throw .unexpectedAnswer("an attachment of an unknown type")
            }
            listed.append(
                ListedAttachment(
                    id: entry.attachmentId, report: ReportID(entry.reportId), form: form, receipt: entry.receipt))
        }
        return (listed, page.next)
    }

    /// The bytes of an attachment as the aggregator holds them.
    public func attachment(_ listed: ListedAttachment) async throws(SubmissionError) -> Data {
        let largest = listed.form.largest
        let answer = try await authorised(
            HTTPRequest(url: url(listed.report, listed.id), maximumAnswer: largest))
        try Self.expect(answer, [200])
        return answer.body
    }
}
