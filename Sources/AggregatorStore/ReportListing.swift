public import Foundation
public import IncidentReports
import Postgres

/// A stored revision of a practice's report, without its contents.
public struct ListedRevision: Sendable, Hashable {
    public let reportID: UUID
    public let revision: Int
    public let receipt: Receipt
}

extension ReportStore {
    /// A page of a practice's reports with all their revisions, in the order of report ids.
    ///
    /// - Parameters:
    ///   - after: only reports behind this one.
    ///   - limit: the most reports, not revisions; withdrawn ones are left out.
    public func listing(
        after: ReportID?, limit: Int, practice: PracticeKey
    ) async throws -> [ListedRevision] {
        try await pool.withTransaction(
            name: "list_reports", readOnly: true, settings: [("app.practice", String(practice.id))]
        ) { session in
            let rows = try await session.query(
                """
                SELECT report_id, revision, receipt_id, content_hash,
                       to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                FROM report
                WHERE practice_id = \(practice.id)::integer AND report_id IN (
                    SELECT DISTINCT r.report_id FROM report r
                    WHERE r.practice_id = \(practice.id)::integer
                      AND r.report_id > \(after?.uuid ?? Self.beforeAll)::uuid
                      AND NOT EXISTS (
                          SELECT FROM report_withdrawal w
                          WHERE w.practice_id = r.practice_id AND w.report_id = r.report_id)
                    ORDER BY r.report_id LIMIT \(limit)::integer)
                ORDER BY report_id, revision
                """, as: (UUID, Int, UUID, Data, String).self)
            return rows.map {
                ListedRevision(
                    reportID: $0.0, revision: $0.1, receipt: Receipt(id: $0.2, receivedAt: $0.4, contentHash: $0.3))
            }
        }
    }

    /// Sorts before every id; no report has it.
    private static let beforeAll = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}
