import GRDB
import IncidentReports

extension Outbox {
    /// Makes packets ready again that were stored once and are not there any more; their bytes stay as they are.
    public func resend(_ keys: [PacketKey]) throws {
        try StoreFile.run {
            try database.write { db in
                for key in keys {
                    try db.execute(
                        sql: """
                            UPDATE packet
                            SET state = 'ready', receipt_id = NULL, received_at = NULL, findings = NULL, next_attempt = NULL
                            WHERE report_id = ? AND revision = ? AND state = 'stored'
                            """,
                        arguments: [key.reportID.description, key.revision])
                }
            }
        }
    }
}
