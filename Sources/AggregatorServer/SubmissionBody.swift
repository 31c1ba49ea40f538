import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads the body of a submission within its limits.
struct SubmissionBody: Sendable {
    /// The most bytes as they arrive.
    let limit: Int
    /// The most bytes once unpacked.
    let unpackedLimit: Int
    /// How long a body may take to arrive.
    private let patience: Patience

    init(limit: Int, unpackedLimit: Int, patience: Duration) {
        self.limit = limit
        self.unpackedLimit = unpackedLimit
        self.patience = Patience(patience)
    }

    /// The plain bytes of the body.
    func bytes(of request: Request) async throws -> Data {
        let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard coding == "identity" || coding == "gzip" else { throw Problem.contentCoding }
        let body = try await collected(request.body)
        return coding == "gzip" ? try Gzip.unpacked(body, limit: unpackedLimit) : body
    }

    /// The body as it arrived.
    func collected(_ body: RequestBody) async throws -> Data {
        let limit = limit
        let data = try await patience.value { Data(try await body.collect(upTo: limit).readableBytesView) }
        guard let data else { throw Problem.tooSlow }
        return data
    }
}
