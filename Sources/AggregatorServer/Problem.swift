import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres

/// An error as the caller sees it: RFC 9457 problem details, without contents of any report.
struct Problem: HTTPResponseError, Sendable {
    let status: HTTPResponse.Status
    /// The last part of the problem's URN, stable for machines.
    let name: String
    let title: String
    var detail: String?
    var headers: HTTPFields = [:]

    static let unauthenticated = Problem(
        status: .unauthorized, name: "unauthenticated", title: "a valid access token is needed",
        headers: [.wwwAuthenticate: "Bearer"])
    static let enrolmentCode = Problem(
        status: .forbidden, name: "enrolment-code", title: "the enrolment code is unknown, expired or already used",
        detail: "ask the patient safety organization for a new code")
    static let notFound = Problem(status: .notFound, name: "not-found", title: "there is nothing here for you")
    static let reportWithdrawn = Problem(
        status: .gone, name: "report-withdrawn", title: "this report was withdrawn by its practice")
    static let summaryNotReleased = Problem(
        status: .notFound, name: "summary-not-released", title: "no summary of this period has been released to you")
    static let tooLarge = Problem(
        status: .contentTooLarge, name: "too-large", title: "the request body is too large",
        detail: "send smaller batches")
    static let unavailable = Problem(
        status: .serviceUnavailable, name: "unavailable", title: "the service cannot answer now",
        detail: "nothing has been acknowledged; send the same again later", headers: [.retryAfter: "5"])
    static let mediaType = Problem(
        status: .unsupportedMediaType, name: "media-type", title: "the body is not of a media type that is taken here")
    static func mediaType(of endpoint: Endpoint) -> Problem {
        var problem = mediaType
        problem.detail = "send " + endpoint.body.keys.sorted().joined(separator: " or ")
        return problem
    }
    static func method(allowed: [HTTPRequest.Method]) -> Problem {
        Problem(
            status: .methodNotAllowed, name: "method", title: "the path does not know this method",
            headers: [.allow: allowed.map(\.rawValue).sorted().joined(separator: ", ")])
    }
    static let publicKey = Problem(
        status: .unprocessableContent, name: "public-key", title: "the key is no point of P-256, or not its public half"
    )
    static let tooLargeUnpacked = Problem(
        status: .contentTooLarge, name: "too-large-unpacked", title: "the request body is too large once unpacked",
        detail: "send smaller batches")
    static let notGzip = Problem(
        status: .badRequest, name: "not-gzip", title: "the request body is not one whole gzip member")
    static let contentCoding = Problem(
        status: .unsupportedMediaType, name: "content-coding", title: "send the body plain or with gzip",
        headers: [.acceptEncoding: "gzip"])
    static let tooSlow = Problem(
        status: .requestTimeout, name: "too-slow", title: "the request body took too long to arrive")
    static func tooMany(after seconds: Int) -> Problem {
        Problem(
            status: .tooManyRequests, name: "too-many",
            title: "this practice sends more reports than are taken a minute",
            detail: "nothing has been acknowledged; send the same again later",
            headers: [.retryAfter: String(max(1, seconds))])
    }
    static let metricsPassword = Problem(
        status: .unauthorized, name: "metrics-password", title: "send the user metrics and its password",
        headers: [.wwwAuthenticate: "Basic realm=\"metrics\""])
    static let notReady = Problem(
        status: .serviceUnavailable, name: "not-ready", title: "the database is away or has another schema")
    static let busy = Problem(
        status: .serviceUnavailable, name: "busy", title: "too many reports are waiting to be stored",
        detail: "nothing has been acknowledged; send the same again later", headers: [.retryAfter: "2"])
    static let internalError = Problem(
        status: .internalServerError, name: "internal", title: "the service failed",
        detail: "the failure has been recorded under the request id")

    /// Why somebody known may not come in; `nil` when they may.
    init?(_ standing: Standing) {
        guard let (name, detail) = Self.words[standing] else { return nil }
        self.init(status: .forbidden, name: name, title: standing.sentence, detail: detail)
    }

    /// Every such reason.
    static let standings = [Standing.agreementsMissing, .agreementsEnded, .left, .revoked].compactMap { Problem($0) }

    private static let words: [Standing: (name: String, detail: String)] = [
        .agreementsMissing: ("agreements-missing", "the patient safety organization records them before you submit"),
        .agreementsEnded: ("agreements-ended", "nothing is lost at the clinic; send again once it is renewed"),
        .left: (
            "practice-left", "nothing more is taken or given out; ask the patient safety organization for an export"
        ),
        .revoked: ("submitter-revoked", "ask the patient safety organization for a new enrolment code"),
    ]

    static func badRequest(_ title: String) -> Problem {
        Problem(status: .badRequest, name: "bad-request", title: title)
    }

    /// What an error means to the caller.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case is NIOTooManyBytesError: self = .tooLarge
        case is ReportWriter.QueueFull: self = .busy
        case let error as AdministrationError: self.init(error)
        case let error as DatabaseError:
            switch error.kind {
            case .connection, .commitOutcomeUnknown, .resources, .timeout, .serialization: self = .unavailable
            default: self = .internalError
            }
        case let error as any HTTPResponseError:
            self =
                error.status == .notFound
                ? .notFound : Problem(status: error.status, name: "http-\(error.status.code)", title: "request refused")
        default: self = .internalError
        }
    }

    init(
        status: HTTPResponse.Status, name: String, title: String, detail: String? = nil, headers: HTTPFields = [:]
    ) {
        self.status = status
        self.name = name
        self.title = title
        self.detail = detail
        self.headers = headers
    }

    /// The problem's URN.
    var type: String { "urn:goodcatch:problem:\(name)" }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        let body = ProblemDetails(
            type: type, title: title, requestId: context.id, status: status.code,
            detail: detail)
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(status: status, headers: headers, body: try .json(body))
    }
}

extension ResponseBody {
    /// A body of JSON with sorted keys.
    static func json(_ value: some Encodable) throws -> ResponseBody {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(value)))
    }
}

/// The members of RFC 9457 section 3.1, and the id under which our log knows the request.
private struct ProblemDetails: Encodable {
    let type, title, requestId: String
    let status: Int
    let detail: String?
}
