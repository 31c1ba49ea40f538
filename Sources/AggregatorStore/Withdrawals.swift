public import Foundation
public import IncidentReports
import Postgres

/// A withdrawal ready to be stored, with the hash of the bytes it came in.
public struct ReceivedWithdrawal: Sendable {
    public let withdrawal: Withdrawal
    /// SHA-256 of the packet as received.
    public let contentHash: Data

    public init(withdrawal: Withdrawal, contentHash: Data) {
        self.withdrawal = withdrawal
        self.contentHash = contentHash
    }
}

extension ReportStore {
    /// Stores a batch of withdrawals in one transaction; safe to run twice.
    ///
    /// A report that has this or a later revision, or was withdrawn by another packet, is in conflict. A report that
    /// never arrived may be withdrawn: its sender cannot always know.
    ///
    /// - Returns: one outcome for each, in their order.
    public func withdraw(
        _ batch: [ReceivedWithdrawal], practice: PracticeKey, clientID: UUID
    ) async throws -> [StoreOutcome] {
        guard !batch.isEmpty else { return [] }
        return try await pool.withTransaction(
            name: "withdraw_reports", settings: [("app.practice", String(practice.id))]
        ) { session in
            try await session.execute(practice.admission)
            let ids = batch.map(\.withdrawal.id.uuid)
            let fresh = try await session.query(
                """
                INSERT INTO report_withdrawal (practice_id, client_id, report_id, revision, specification, reason,
                                               content_hash)
                SELECT \(practice.id)::integer, \(clientID)::uuid, w.*
                FROM unnest(\(ids)::uuid[], \(batch.map { Int16($0.withdrawal.revision) })::smallint[],
                            \(batch.map(\.withdrawal.specification))::text[],
                            \(batch.map(\.withdrawal.reason.rawValue))::text[],
                            \(batch.map(\.contentHash))::bytea[])
                     AS w (report_id, revision, specification, reason, content_hash)
                WHERE NOT EXISTS (
                    SELECT FROM report r
                    WHERE r.practice_id = \(practice.id)::integer AND r.report_id = w.report_id
                      AND r.revision >= w.revision)
                ON CONFLICT ON CONSTRAINT report_withdrawal_pkey DO NOTHING
                RETURNING report_id
                """, as: (UUID).self)
            var inserted: Set<UUID> = []
            for id in fresh { inserted.insert(id) }
            try await session.execute("SELECT drop_attachments(\(practice.id)::integer, \(fresh)::uuid[])")
            let rows = try await session.query(
                """
                SELECT report_id, receipt_id, content_hash,
                       to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                FROM report_withdrawal
                WHERE practice_id = \(practice.id)::integer AND report_id = ANY (\(ids)::uuid[])
                """, as: (UUID, UUID, Data, String).self)
            let receipts = Dictionary(
                uniqueKeysWithValues: rows.map { ($0.0, Receipt(id: $0.1, receivedAt: $0.3, contentHash: $0.2)) })
            let outcomes: [StoreOutcome] = batch.map { item in
                let id = item.withdrawal.id.uuid
                guard let receipt = receipts[id], receipt.contentHash == item.contentHash else { return .conflict }
                return inserted.remove(id) != nil ? .stored(receipt) : .duplicate(receipt)
            }
            try await AuditLog.append(
                .submission(.withdraw, outcomes, practice: practice, clientID: clientID), in: session)
            return outcomes
        }
    }

    /// Whether a practice took this report back.
    public func isWithdrawn(_ id: ReportID, practice: PracticeKey) async throws -> Bool {
        try await pool.withTransaction(
            name: "read_withdrawal", isolation: .repeatableRead, readOnly: true,
            settings: [("app.practice", String(practice.id))]
        ) { session in
            try await !withdrawals(of: [id.uuid], practice, session).isEmpty
        }
    }

    /// The revision of the withdrawal of each report that has one.
    func withdrawals(
        of ids: [UUID], _ practice: PracticeKey, _ session: any Session
    ) async throws -> [UUID: Int] {
        let rows = try await session.query(
            """
            SELECT report_id, revision FROM report_withdrawal
            WHERE practice_id = \(practice.id)::integer AND report_id = ANY (\(ids)::uuid[])
            """, as: (UUID, Int).self)
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
