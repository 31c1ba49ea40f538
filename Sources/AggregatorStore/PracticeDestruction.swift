public import Foundation
public import IncidentReports
import Postgres

/// What the destruction of a practice's work product left behind: nothing but this.
public struct DestructionCertificate: Sendable {
    /// Canonical JSON.
    public let json: Data
    /// The same for people.
    public let text: String
}

extension PracticeAdministration {
    /// Records that a practice leaves: from here on nothing is taken from it, and its submitters are revoked.
    ///
    /// - Parameters:
    ///   - receivingPSO: the organization its work product goes to; `nil` takes the one other that is recorded.
    ///   - approver: who approved the transfer for the practice (42 USC 299b-24(g)).
    /// - Returns: the receiving organization.
    public func transfer(
        _ code: PracticeCode, to receivingPSO: String?, approvedBy approver: String, clock: Clock
    ) async throws -> String {
        try await act("transfer_practice", as: .transferPractice, on: code) { session, practiceID in
            let known = try await session.query(
                "SELECT name FROM other_pso WHERE practice_id = \(practiceID)::integer", as: (String).self)
            guard let receiver = receivingPSO ?? (known.count == 1 ? known[0] : nil) else {
                throw AdministrationError.receivingPSO
            }
            guard try await standing(of: practiceID, session) != .left else { throw AdministrationError.hasLeft }
            try await depart(practiceID, receiver, approver, clock, session)
            return receiver
        }
    }

    private func depart(
        _ practiceID: Int, _ receiver: String?, _ approver: String?, _ clock: Clock, _ session: any Session
    ) async throws {
        _ = try await revoke(practiceID, clock, session)
        try await AccountAdministration.closeAll(of: practiceID, by: who, clock, session)
        try await session.execute(
            """
            INSERT INTO practice_departure (practice_id, receiving_pso, approved_by, recorded_by)
            VALUES (\(practiceID)::integer, \(receiver), \(approver), \(actor))
            ON CONFLICT ON CONSTRAINT practice_departure_pkey DO NOTHING
            """)
    }

    /// Tables of work product in the order in which they can be emptied, and whether their rows carry a content hash.
    private static let workProduct: [(table: String, isHashed: Bool)] = [
        ("attachment_content", false), ("report_attachment", true), ("report_withdrawal", true),
        ("sealed_envelope", false), ("report", true), ("publication", true),
    ]

    /// Destroys the work product of a practice in one transaction, which also writes the certificate.
    ///
    /// Publications that aggregate many practices stay: they hold none. Agreements, contacts and the like stay too: they
    /// are the PSO's own records and no work product.
    ///
    /// - Parameters:
    ///   - withoutExport: do not ask whether everything was exported before.
    ///   - retention: days for which backups made until now are kept.
    public func destroy(
        _ code: PracticeCode, withoutExport: Bool = false, backupRetentionDays retention: Int, clock: Clock
    ) async throws -> DestructionCertificate {
        let certificate = try await act("destroy_practice", as: .destroyPractice, on: code) { session, practiceID in
            let done = try await session.query(
                "SELECT 1 FROM practice_destruction WHERE practice_id = \(practiceID)::integer", as: (Int).self)
            guard done.isEmpty else { throw AdministrationError.isDestroyed }
            let exported = try await export(of: practiceID, session)
            if !withoutExport {
                guard let exported else { throw AdministrationError.notExported }
                guard exported.later == 0 else { throw AdministrationError.exportOutdated(receipts: exported.later) }
            }
            try await depart(practiceID, nil, nil, clock, session)
            try await session.query("SELECT set_config('app.destroyed_practice', \(String(practiceID)), true)")
            var destroyed: [JSONValue] = []
            for (table, isHashed) in Self.workProduct {
                destroyed.append(try await empty(table, isHashed, practiceID, session))
            }
            let left = try await rows(of: practiceID, session)
            if let table = left.first(where: { $0.isWorkProduct && $0.rows > 0 }) {
                throw AdministrationError.remains(table: table.table)
            }
            let receiver = try await session.query(
                "SELECT receiving_pso FROM practice_departure WHERE practice_id = \(practiceID)::integer",
                as: (String?).self)[0]
            let certificate: JSONValue = .object([
                "format": "goodcatch-destruction/1", "practice": .string(code.description),
                "destroyedAt": .string(Self.timestamp(clock.now)), "destroyedBy": .string(actor),
                "transferredTo": receiver.map { .string($0) } ?? .null, "export": exported?.json ?? .null,
                "destroyed": .array(destroyed),
                "remaining": .array(left.filter(\.isWorkProduct).map(\.json)),
                "kept": .array(left.filter { !$0.isWorkProduct && $0.rows > 0 }.map(\.json)),
                "backups": [
                    "retentionDays": .integer(retention),
                    "goneAfter": .string(
                        CalendarDate(daysSince1970: clock.today.daysSince1970 + retention).description),
                ],
            ])
            try await session.execute(
                """
                INSERT INTO practice_destruction (practice_id, destroyed_by, certificate, certificate_hash)
                VALUES (\(practiceID)::integer, \(actor), \(String(decoding: certificate.canonicalData, as: UTF8.self)),
                        \(ReportCodec.contentHash(of: certificate.canonicalData)))
                """)
            return certificate
        }
        try await forget()
        return DestructionCertificate(json: certificate.canonicalData, text: Self.text(certificate))
    }

    /// Deletes a practice's rows of one table; the hash is of all their content hashes, in ascending order.
    private func empty(
        _ table: String, _ isHashed: Bool, _ practiceID: Int, _ session: any Session
    ) async throws -> JSONValue {
        let hash: SQL = isHashed ? "content_hash" : "NULL::bytea"
        let gone = try await session.query(
            """
            WITH gone AS (
                DELETE FROM \(identifier: table) WHERE practice_id = \(practiceID)::integer RETURNING \(hash) AS hash
            )
            SELECT count(*), encode(sha256(string_agg(hash, ''::bytea ORDER BY hash)), 'hex') FROM gone
            """, as: (Int, String?).self)[0]
        return .object(
            ["table": .string(table), "rows": .integer(gone.0)].merging(
                gone.1.map { ["contentHashes": .string($0)] } ?? [:]
            ) { $1 })
    }

    private struct Held {
        let table: String
        let rows: Int
        /// Under row-level security, as every table of work product is.
        let isWorkProduct: Bool

        var json: JSONValue { ["table": .string(table), "rows": .integer(rows)] }
    }

    /// How many rows each table that knows practices holds of this one, counted anew.
    private func rows(of practiceID: Int, _ session: any Session) async throws -> [Held] {
        let tables = try await session.query(
            """
            SELECT c.relname::text, c.relrowsecurity
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'practice_id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            ORDER BY c.relname
            """, as: (String, Bool).self)
        var held: [Held] = []
        for (table, isWorkProduct) in tables {
            let count = try await session.query(
                "SELECT count(*) FROM \(identifier: table) WHERE practice_id = \(practiceID)::integer", as: (Int).self)
            held.append(Held(table: table, rows: count[0], isWorkProduct: isWorkProduct))
        }
        return held
    }

    /// Rows of work product that the database still holds of a practice, by table; read in a transaction of its own.
    public func workProductRows(of code: PracticeCode) async throws -> [String: Int] {
        try await act("count_work_product", as: nil, on: code) { session, practiceID in
            Dictionary(
                uniqueKeysWithValues: try await rows(of: practiceID, session).filter(\.isWorkProduct).map {
                    ($0.table, $0.rows)
                })
        }
    }

    /// Lets PostgreSQL reuse the space of deleted rows and take new samples for its planner.
    private func forget() async throws {
        try await pool.withConnection { connection in
            for (table, _) in Self.workProduct {
                try await connection.execute("VACUUM (ANALYZE) \(identifier: table)")
            }
        }
    }

    private struct Exported {
        let at: String
        let manifestHash: String
        /// Receipts given since.
        let later: Int

        var json: JSONValue {
            ["exportedAt": .string(at), "manifestHash": .string(manifestHash), "laterReceipts": .integer(later)]
        }
    }

    private func export(of practiceID: Int, _ session: any Session) async throws -> Exported? {
        try await session.query(
            """
            SELECT to_char(exported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), encode(manifest_hash, 'hex'),
                   (SELECT count(*) FROM report WHERE practice_id = \(practiceID)::integer)
                       + (SELECT count(*) FROM report_withdrawal WHERE practice_id = \(practiceID)::integer)
                       + (SELECT count(*) FROM report_attachment WHERE practice_id = \(practiceID)::integer) - receipts
            FROM practice_export WHERE practice_id = \(practiceID)::integer
            ORDER BY exported_at DESC LIMIT 1
            """, as: (String, String, Int).self
        ).first.map { Exported(at: $0.0, manifestHash: $0.1, later: $0.2) }
    }

    private static func text(_ certificate: JSONValue) -> String {
        func text(_ value: JSONValue?, _ key: String) -> String {
            value?[key]?.string ?? value?[key]?.integer.map { String($0) } ?? "none"
        }
        func tables(_ key: String) -> String {
            (certificate[key]?.array ?? []).map { row in
                "  \(text(row, "rows")) \(text(row, "table"))"
                    + (row["contentHashes"]?.string.map { "\n    SHA-256 of the content hashes \($0)" } ?? "") + "\n"
            }.joined()
        }
        let backups = certificate["backups"]
        return """
            CERTIFICATE OF DESTRUCTION
            of the patient safety work product of practice \(text(certificate, "practice"))

            destroyed at       \(text(certificate, "destroyedAt")) (UTC), in one transaction
            by                 \(text(certificate, "destroyedBy"))
            transferred to     \(text(certificate, "transferredTo"))
            exported before    \(text(certificate["export"], "exportedAt"))
            export's checksum  \(text(certificate["export"], "manifestHash")) (SHA-256 of SHA256SUMS)

            Rows destroyed, by table
            \(tables("destroyed"))
            Rows of work product counted afterwards
            \(tables("remaining"))
            Rows kept, which are the organization's own records and no work product
            \(tables("kept"))
            Backups made before are kept for \(text(backups, "retentionDays")) days and are gone after \
            \(text(backups, "goneAfter")). Until then they are
            protected as work product and are used for nothing but to restore the whole, after which the destruction is
            done again. What the practice sealed, nobody but the practice can open. Aggregate reports that were published
            stay; they hold no practice.

            SHA-256 of this certificate as JSON: \
            \(ReportCodec.contentHash(of: certificate.canonicalData).hexadecimal)

            """
    }
}
