import Deidentification
import Foundation
import GRDB
import IncidentReports
import Submission

extension ReportStore {
    /// Enters reports that were rebuilt of what the aggregator holds; a revision that is known here stays as it is.
    func restore(_ rebuilt: [(report: IdentifiedReport, trail: RedactionTrail)]) throws {
        try StoreFile.run {
            try database.write { db in
                for (report, trail) in rebuilt { try restore(report, trail, db) }
            }
        }
    }

    private func restore(_ report: IdentifiedReport, _ trail: RedactionTrail, _ db: Database) throws {
        let report = try adoptPseudonyms(of: report, db)
        let id = report.id.description
        // Two reports of one number would come of a store that was restored before it knew the number.
        try db.execute(
            sql: """
                INSERT INTO report (local_id, report_id, is_numbered_here)
                SELECT CASE WHEN EXISTS (SELECT 1 FROM report WHERE local_id = ?1) THEN ?2 ELSE ?1 END, ?2, ?1 = ?2
                WHERE NOT EXISTS (SELECT 1 FROM report WHERE report_id = ?2)
                """,
            arguments: [report.localID, id])
        let content = ReportContent(
            specification: report.specification, forms: report.forms, notAsked: report.notAsked,
            answers: report.answers
        ).encoded(specification)
        try db.execute(
            sql: """
                INSERT INTO revision (report, revision, content, digest, state, trail)
                SELECT id, ?, ?, ?, 'queued', ? FROM report WHERE report_id = ?
                ON CONFLICT (report, revision) DO NOTHING
                """,
            arguments: [
                report.revision, content, ReportCodec.contentHash(of: content), try JSONEncoder().encode(trail), id,
            ])
    }
}
