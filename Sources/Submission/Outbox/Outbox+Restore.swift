public import Foundation
import GRDB
import IncidentReports

extension Outbox {
    /// Enters packets that the aggregator holds already; one that is known here stays as it is.
    public func restore(_ packets: [(packet: Data, listed: ListedRevision)]) throws {
        try StoreFile.run {
            try database.write { db in
                for (packet, listed) in packets {
                    try db.execute(
                        sql: """
                            INSERT INTO packet (
                                report_id, revision, body, content_hash, state, receipt_id, received_at)
                            VALUES (?, ?, ?, ?, 'stored', ?, ?)
                            ON CONFLICT (report_id, revision) DO NOTHING
                            """,
                        arguments: [
                            listed.key.reportID.description, listed.key.revision, packet,
                            ReportCodec.contentHash(of: packet), listed.receipt.id, listed.receipt.receivedAt,
                        ])
                }
            }
        }
    }
}
