import AggregatorStore
import Foundation
import Hummingbird
import IncidentReports

/// A practice's own reports as a list, by which a clinic that lost its store finds them.
extension ReportsController {
    private struct Listing: Encodable {
        struct Revision: Encodable {
            let reportId: String
            let revision: Int
            let receipt: Outcome.ReceiptBody
        }
        let revisions: [Revision]
        /// What to ask for next; absent on the last page.
        let next: String?
    }

    @Sendable
    func list(_ request: Request, context: PracticeContext) async throws -> Response {
        let query = request.uri.queryParameters
        let after = query["after"].map { ReportID(String($0)) }
        if let after, after == nil { throw Problem.badRequest("'after' must be a report id") }
        let limit = query["limit"].map { Int($0) } ?? Self.batchLimit
        guard let limit, (1...Self.batchLimit).contains(limit) else {
            throw Problem.badRequest("'limit' must be a number from 1 to \(Self.batchLimit)")
        }
        let revisions = try await reports.listing(
            after: after ?? nil, limit: limit, practice: context.caller.practice)
        // A full page may be the last one; the next is then empty.
        let isFull = Set(revisions.map(\.reportID)).count == limit
        let listing = Listing(
            revisions: revisions.map {
                Listing.Revision(
                    reportId: $0.reportID.uuidString.lowercased(), revision: $0.revision,
                    receipt: Outcome.ReceiptBody($0.receipt))
            },
            next: isFull ? revisions.last?.reportID.uuidString.lowercased() : nil)
        return Response(
            status: .ok, headers: [.contentType: "application/json"], body: try .json(listing))
    }
}
