import Foundation
public import IncidentReports

/// A revision that the aggregator holds.
public struct ListedRevision: Sendable, Hashable {
    public let key: PacketKey
    public let receipt: Receipt
}

extension SubmissionClient {
    private struct Page: Decodable {
        struct Revision: Decodable {
            let reportId: String
            let revision: Int
            let receipt: Receipt
        }
        let revisions: [Revision]
        let next: String?
    }

    /// A page of the practice's own reports at the aggregator, in the order of their ids, and where the next begins.
    ///
    /// - Parameter after: where this page begins; `nil` for the first.
    public func listing(
        after: ReportID?
    ) async throws(SubmissionError) -> (revisions: [ListedRevision], next: ReportID?) {
        let query = after.map { "?after=\($0)" } ?? ""
        let answer = try await authorised(HTTPRequest(url: base + "/v1/reports" + query, maximumAnswer: 64 << 20))
        try Self.expect(answer, [200])
        guard let page = try? JSONDecoder().decode(Page.self, from: answer.body) else {
            throw .unexpectedAnswer("no list of reports")
        }
        var revisions: [ListedRevision] = []
        for revision in page.revisions {
            guard let id = ReportID(revision.reportId), (1...999).contains(revision.revision) else {
                throw .unexpectedAnswer("no list of reports")
            }
            revisions.append(
                ListedRevision(key: PacketKey(id, revision: revision.revision), receipt: revision.receipt))
        }
        let next = page.next.flatMap { ReportID($0) }
        // A list that does not go on would be read forever.
        guard next == nil || next != after else { throw .unexpectedAnswer("no list of reports") }
        return (revisions, next)
    }
}
