import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import NIOCore

/// Reads the body of a submission within its limits.
struct SubmissionBody: Sendable {
    /// The most bytes as they arrive.
    let limit: Int
    /// The most bytes once unpacked.
    let unpackedLimit: Int
    /// How long a body may take to arrive.
    let patience: Patience

    /// The plain bytes of the body.
    func bytes(of request: Request) async throws -> Data {
        let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard coding == "identity" || coding == "gzip" else { throw Problem.contentCoding }
        let body = try await request.body.bytes(upTo: limit, within: patience)
        return coding == "gzip" ? try Gzip.unpacked(body, limit: unpackedLimit) : body
    }
}

extension RequestBody {
    /// The body as it arrived.
    ///
    /// - Throws: ``Problem/tooSlow`` when it is not there in time, `NIOTooManyBytesError` when it is too long.
    func bytes(upTo limit: Int, within patience: Patience) async throws -> Data {
        let data = try await patience.value { Data(try await collect(upTo: limit).readableBytesView) }
        guard let data else { throw Problem.tooSlow }
        return data
    }
}

extension Request {
    /// The media type of the body in lower case, without its parameters.
    var mediaType: String? {
        headers[.contentType].map { $0.prefix { $0 != ";" }.lowercased().trimmingCharacters(in: .whitespaces) }
    }

    /// The body as JSON.
    func json(upTo limit: Int, within patience: Patience) async throws -> JSONValue {
        let bytes = try await body.bytes(upTo: limit, within: patience)
        guard let value = try? JSONValue(parsing: bytes) else {
            throw Problem.badRequest("the body is not JSON")
        }
        return value
    }
}
