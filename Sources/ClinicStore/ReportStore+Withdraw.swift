import GRDB
public import IncidentReports
import Submission

/// A report that the practice took back.
public struct WithdrawnReport: Sendable, Hashable {
    public let localID: String
    public let id: ReportID
    public let reason: WithdrawalReason
    /// The revision of the packet that tells the PSO so; `nil` if the PSO never had the report.
    public let revision: Int?
}

extension ReportStore {
    /// Marks a report as withdrawn; nothing of it is made ready for sending any more.
    func withdraw(_ id: ReportID, _ reason: WithdrawalReason, revision: Int?) throws {
        try StoreFile.run {
            try database.write { db in
                try db.execute(
                    sql: """
                        UPDATE report SET withdrawn_for = ?, withdrawn_revision = ?
                        WHERE report_id = ? AND withdrawn_for IS NULL
                        """,
                    arguments: [reason.rawValue, revision, id.description])
                try db.execute(
                    sql: """
                        UPDATE revision SET state = 'superseded', questions = 0, rule = NULL, element = NULL
                        WHERE report = (SELECT id FROM report WHERE report_id = ?)
                            AND state IN ('waiting', 'review', 'withheld')
                        """,
                    arguments: [id.description])
            }
        }
    }

    /// The reports that were withdrawn, or whether one was.
    public func withdrawn(_ id: ReportID? = nil) throws -> [WithdrawnReport] {
        try StoreFile.run {
            try database.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT local_id, report_id, withdrawn_for, withdrawn_revision FROM report
                        WHERE withdrawn_for IS NOT NULL AND coalesce(report_id = ?, true) ORDER BY id
                        """,
                    arguments: [id?.description]
                ).map { row in
                    guard let id = ReportID(row["report_id"] as String),
                        let reason = WithdrawalReason(rawValue: row["withdrawn_for"])
                    else { throw StoreFileError.damaged }
                    return WithdrawnReport(
                        localID: row["local_id"], id: id, reason: reason, revision: row["withdrawn_revision"])
                }
            }
        }
    }

    /// Lets a revision be made ready anew.
    func requeue(_ key: PacketKey) throws {
        try StoreFile.run {
            try database.write { db in
                try db.execute(
                    sql: """
                        UPDATE revision SET state = 'waiting', questions = 0, rule = NULL, element = NULL, trail = NULL
                        WHERE report = (SELECT id FROM report WHERE report_id = ?) AND revision = ?
                        """,
                    arguments: [key.reportID.description, key.revision])
            }
        }
    }
}
