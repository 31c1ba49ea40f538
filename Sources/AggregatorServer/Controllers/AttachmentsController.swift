import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import Logging
import NIOCore

/// Files attached to reports in, receipts out; and a practice's own files back.
struct AttachmentsController: Sendable {
    let attachments: AttachmentStore
    let reports: ReportStore
    /// How long a file may take to arrive.
    let patience: Patience

    private static let pageLimit = 500

    func addRoutes(to group: RouterGroup<PracticeContext>) {
        group.get("attachments", use: list)
        group.put("reports/:id/attachments/:attachment", use: store)
        group.get("reports/:id/attachments/:attachment", use: fetch)
    }

    private struct Answer: Encodable {
        let outcome: String
        let receipt: Outcome.ReceiptBody
    }

    @Sendable
    private func store(_ request: Request, context: PracticeContext) async throws -> Response {
        let (report, id) = try Self.ids(context)
        let received = ReceivedAttachment(
            id: id, report: report, form: try Self.form(of: request), content: try await content(of: request))
        guard received.form.matches(received.content) else { throw Problem.attachmentType }
        let outcome = try await attachments.store(
            received, practice: context.caller.practice, clientID: context.caller.clientID)
        let (status, word, receipt): (HTTPResponse.Status, String, Receipt)
        switch outcome {
        case .stored(let first): (status, word, receipt) = (.created, "stored", first)
        case .duplicate(let first): (status, word, receipt) = (.ok, "duplicate", first)
        case .conflict: throw Problem.attachmentConflict
        case .withdrawn: throw Problem.reportWithdrawn
        case .unknownReport: throw Problem.unknownReport
        }
        context.logger.info(
            "attachment",
            metadata: [
                "practice": "\(context.caller.practice.code)", "outcome": "\(word)",
                "bytes": "\(received.content.count)",
            ])
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: try .json(Answer(outcome: word, receipt: .init(receipt))))
    }

    @Sendable
    private func fetch(_ request: Request, context: PracticeContext) async throws -> Response {
        let (report, id) = try Self.ids(context)
        let practice = context.caller.practice
        guard try await !reports.isWithdrawn(report, practice: practice) else { throw Problem.reportWithdrawn }
        guard let found = try await attachments.attachment(id, of: report, practice: practice) else {
            throw Problem.notFound
        }
        return Response(
            status: .ok, headers: [.contentType: found.mediaType, .contentDisposition: "attachment"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: found.content)))
    }

    private struct Listing: Encodable {
        struct Entry: Encodable {
            let attachmentId, reportId, mediaType: String
            let size: Int
            let receipt: Outcome.ReceiptBody
        }
        let attachments: [Entry]
        /// What to ask for next; absent on the last page.
        let next: String?
    }

    @Sendable
    private func list(_ request: Request, context: PracticeContext) async throws -> Response {
        let query = request.uri.queryParameters
        let after = query["after"].map { UUID(uuidString: String($0)) }
        if let after, after == nil { throw Problem.badRequest("'after' must be an attachment id") }
        let limit = query["limit"].map { Int($0) } ?? Self.pageLimit
        guard let limit, (1...Self.pageLimit).contains(limit) else {
            throw Problem.badRequest("'limit' must be a number from 1 to \(Self.pageLimit)")
        }
        let page = try await attachments.listing(
            after: after ?? nil, limit: limit, practice: context.caller.practice
        ).map {
            Listing.Entry(
                attachmentId: $0.id.uuidString.lowercased(), reportId: $0.reportID.uuidString.lowercased(),
                mediaType: $0.mediaType, size: $0.size, receipt: .init($0.receipt))
        }
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            // A full page may be the last one; the next is then empty.
            body: try .json(
                Listing(attachments: page, next: page.count == limit ? page.last?.attachmentId : nil)))
    }

    private static func ids(_ context: PracticeContext) throws -> (ReportID, UUID) {
        guard let report = context.parameters.get("id").flatMap({ ReportID($0) }),
            let attachment = context.parameters.get("attachment").flatMap({ ReportID($0) })
        else { throw Problem.notFound }
        return (report, attachment.uuid)
    }

    private static func form(of request: Request) throws -> AttachmentForm {
        guard let form = request.mediaType.flatMap({ AttachmentForm(mediaType: $0) }) else {
            throw Problem.attachmentType
        }
        return form
    }

    /// The body, of which no more than the limit is ever held, and no byte is read if its length is told beforehand.
    private func content(of request: Request) async throws -> Data {
        let limit = try Self.form(of: request).largest
        if let told = request.headers[.contentLength].flatMap({ Int($0) }), told > limit {
            throw Problem.attachmentTooLarge
        }
        let content: Data
        do {
            content = try await request.body.bytes(upTo: limit, within: patience)
        } catch is NIOTooManyBytesError {
            throw Problem.attachmentTooLarge
        }
        guard request.headers[.contentDigest] == ReportCodec.contentDigest(of: content) else {
            throw Problem.contentDigest
        }
        return content
    }
}

extension HTTPField.Name {
    /// RFC 9530.
    fileprivate static let contentDigest = Self("Content-Digest")!
}

extension Problem {
    static let attachmentType = Problem(
        status: .unsupportedMediaType, name: "media-type",
        title: "an attachment begins as its media type does")
    static let attachmentTooLarge = Problem(
        status: .contentTooLarge, name: "too-large",
        title: "an attachment has at most \(AttachmentKind.largest >> 20) MB before it is sealed")
    static let contentDigest = Problem(
        status: .unprocessableContent, name: "content-digest",
        title: "the body is not what its Content-Digest field says: state the body's SHA-256 and send it again")
    static let attachmentConflict = Problem(
        status: .conflict, name: "attachment-conflict", title: "something else is stored under this attachment's id")
    static let unknownReport = Problem(
        status: .notFound, name: "report-unknown",
        title: "the report is not stored here: send it before its attachments")
}
