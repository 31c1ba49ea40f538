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
    let patience: Duration

    /// The plain bytes of the body.
    func bytes(of request: Request) async throws -> Data {
        let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard coding == "identity" || coding == "gzip" else { throw Problem.contentCoding }
        let body = try await collected(request.body)
        return coding == "gzip" ? try Gzip.unpacked(body, limit: unpackedLimit) : body
    }

    /// The body as it arrived.
    func collected(_ body: RequestBody) async throws -> Data {
        let (limit, patience) = (limit, patience)
        return try await withThrowingTaskGroup(of: Data?.self) { group in
            group.addTask { Data(try await body.collect(upTo: limit).readableBytesView) }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            guard let data = try await group.next() ?? nil else { throw Problem.tooSlow }
            return data
        }
    }
}
