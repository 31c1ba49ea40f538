import Crypto
import Foundation
import IncidentReports
public import Postgres

/// A row of the audit log.
public struct AuditRow: Sendable, Hashable, Encodable {
    public let chain: Int
    public let sequence: Int
    /// ISO 8601 in UTC with microseconds.
    public let time: String
    /// The database role that wrote it.
    public let role: String
    public let actorKind: String
    public let actor: String
    public let action: String
    public let practice: String?
    public let subject: String?
    /// Canonical JSON of counts and ids.
    public let detail: String
    let previous: String
    let hash: String

    private enum CodingKeys: String, CodingKey {
        case chain, sequence, time, role, actorKind, actor, action, practice, subject, detail
    }

    /// The hash the row must have, computed here so that a changed function of the database deceives nobody.
    var computedHash: String {
        let fields: [String?] = [
            "goodcatch-audit/1", String(chain), String(sequence), time, role, actorKind, actor, action, practice,
            subject,
            detail, previous,
        ]
        let text = fields.map { $0.map { "\($0.utf8.count):\($0)," } ?? "-," }.joined()
        return SHA256.hash(data: Data(text.utf8)).hexadecimal
    }
}

/// The end of one chain of the audit log.
public struct AuditHead: Sendable, Hashable, Codable {
    public let chain: Int
    /// Number of the last row; 0 for an empty chain.
    public let sequence: Int
    /// In hex.
    public let hash: String
}

/// What a row of the audit log, or its absence, gives away.
public struct AuditFault: Sendable, Hashable, Encodable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: String, Sendable, Encodable { case changed, removed, reordered, added, rewritten }

    public let kind: Kind
    public let chain: Int
    public let sequence: Int

    public var description: String {
        let place = "chain \(chain), row \(sequence)"
        return switch kind {
        case .changed: "\(place): its contents are not those it was written with"
        case .removed: "\(place): it is missing"
        case .reordered: "\(place): it does not follow the row before it"
        case .added: "\(place): it was added behind the end of its chain"
        case .rewritten: "\(place): it is not what the checkpoint signed, or is missing; the log was rewritten"
        }
    }
}

/// What a look through the whole audit log found.
public struct AuditVerification: Sendable {
    public let rows: Int
    /// The first fault; `nil` when every row is as it was written.
    public let fault: AuditFault?
    public let heads: [AuditHead]
}

/// Which rows of the audit log are asked for.
public struct AuditQuery: Sendable {
    /// ISO 8601 days or times, UTC; `to` is excluded.
    public var from: String?
    public var to: String?
    /// Id of a client or an account, or the name of an operating-system account.
    public var actor: String?
    public var practice: String?
    /// Only rows by which somebody was given work product.
    public var readsOnly = false

    public init() {}
}

/// Reads by one actor of one practice's work product.
public struct AuditReads: Sendable, Hashable, Encodable {
    /// `nil`: reports of all practices, counted.
    public let practice: String?
    public let actorKind: String
    public let actor: String
    public let action: String
    public let times: Int
    public let first: String
    public let last: String
}

/// Reads the audit log, as the owner of the database; no other role can.
public struct AuditTrail: Sendable {
    private let pool: Pool

    public init(_ pool: Pool) { self.pool = pool }

    /// Recomputes every chain in one snapshot.
    ///
    /// - Parameter signed: ends that a checkpoint signed; each must still be a row of its chain.
    public func verify(signed: [AuditHead] = []) async throws -> AuditVerification {
        try await pool.withTransaction(name: "verify_audit", isolation: .repeatableRead, readOnly: true) { session in
            let heads = try await Self.heads(session)
            let known = Set(heads.map(\.chain))
            let marks = Dictionary(signed.map { ($0.chain, $0) }, uniquingKeysWith: { first, _ in first })
            var rows = 0
            var fault: AuditFault?
            for head in heads where fault == nil {
                fault = try await Self.fault(in: head, signed: marks[head.chain], &rows, session)
            }
            if fault == nil {
                fault =
                    signed.first { !known.contains($0.chain) }
                    .map { AuditFault(kind: .rewritten, chain: $0.chain, sequence: $0.sequence) }
            }
            if fault == nil {
                fault = try await session.query(
                    "SELECT chain, sequence FROM audit_event WHERE NOT chain IN (SELECT chain FROM audit_chain) LIMIT 1",
                    as: (Int, Int).self
                ).first.map { AuditFault(kind: .added, chain: $0.0, sequence: $0.1) }
            }
            return AuditVerification(rows: rows, fault: fault, heads: heads)
        }
    }

    /// The ends of all chains.
    public func heads() async throws -> [AuditHead] {
        try await pool.withTransaction(name: "audit_heads", readOnly: true) { try await Self.heads($0) }
    }

    private static func heads(_ session: any Session) async throws -> [AuditHead] {
        try await session.query(
            "SELECT chain, sequence, encode(hash, 'hex') FROM audit_chain ORDER BY chain", as: (Int, Int, String).self
        ).map { AuditHead(chain: $0.0, sequence: $0.1, hash: $0.2) }
    }

    /// Rows fetched at a time.
    private static let page = 5000

    private static func fault(
        in head: AuditHead, signed: AuditHead?, _ rows: inout Int, _ session: any Session
    ) async throws -> AuditFault? {
        var last = AuditHead(chain: head.chain, sequence: 0, hash: String(repeating: "0", count: 64))
        func fault(_ kind: AuditFault.Kind, _ sequence: Int) -> AuditFault {
            AuditFault(kind: kind, chain: head.chain, sequence: sequence)
        }
        var page: [AuditRow]
        repeat {
            page = try await Self.rows(
                "WHERE chain = \(head.chain)::smallint AND sequence > \(last.sequence)::bigint ORDER BY sequence",
                limit: Self.page, session)
            for row in page {
                if row.sequence != last.sequence + 1 { return fault(.removed, last.sequence + 1) }
                if row.hash != row.computedHash { return fault(.changed, row.sequence) }
                if row.previous != last.hash { return fault(.reordered, row.sequence) }
                if row.sequence > head.sequence { return fault(.added, row.sequence) }
                if row.sequence == signed?.sequence, row.hash != signed?.hash { return fault(.rewritten, row.sequence) }
                last = AuditHead(chain: row.chain, sequence: row.sequence, hash: row.hash)
                rows += 1
            }
        } while page.count == Self.page
        if last.sequence < head.sequence { return fault(.removed, last.sequence + 1) }
        if last.hash != head.hash { return fault(.changed, last.sequence) }
        if let signed, signed.sequence > last.sequence { return fault(.rewritten, signed.sequence) }
        return nil
    }

    /// The rows that a query asks for, the oldest first.
    public func list(_ query: AuditQuery, limit: Int) async throws -> [AuditRow] {
        try await pool.withTransaction(name: "list_audit", readOnly: true) { session in
            try await Self.rows(
                "WHERE \(Self.condition(query)) ORDER BY occurred_at, chain, sequence", limit: limit, session)
        }
    }

    /// The breach query: which practices' work product was read, by whom, how often and when.
    public func reads(_ query: AuditQuery) async throws -> [AuditReads] {
        var query = query
        query.readsOnly = true
        let condition = Self.condition(query)
        return try await pool.withTransaction(name: "audit_reads", readOnly: true) { session in
            try await session.query(
                """
                SELECT practice, actor_kind, actor, action, count(*), \(Self.time("min(occurred_at)")),
                       \(Self.time("max(occurred_at)"))
                FROM audit_event WHERE \(condition)
                GROUP BY practice, actor_kind, actor, action ORDER BY practice, actor_kind, actor, action
                """, as: (String?, String, String, String, Int, String, String).self
            ).map {
                AuditReads(
                    practice: $0.0, actorKind: $0.1, actor: $0.2, action: $0.3, times: $0.4, first: $0.5, last: $0.6)
            }
        }
    }

    private static func condition(_ query: AuditQuery) -> SQL {
        """
        coalesce(occurred_at >= (\(query.from)::timestamp AT TIME ZONE 'UTC'), true)
        AND coalesce(occurred_at < (\(query.to)::timestamp AT TIME ZONE 'UTC'), true)
        AND coalesce(actor = \(query.actor), true)
        AND coalesce(practice = \(query.practice) OR (practice IS NULL AND action = 'count-reports'), true)
        AND (NOT \(query.readsOnly)::boolean OR action IN (SELECT action FROM audit_action WHERE reads_work_product))
        """
    }

    private static func time(_ expression: String) -> SQL {
        "to_char(\(unescaped: expression) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    }

    private static func rows(_ clauses: SQL, limit: Int, _ session: any Session) async throws -> [AuditRow] {
        try await session.query(
            """
            SELECT chain, sequence, \(time("occurred_at")), role, actor_kind, actor, action, practice, subject, detail::text,
                   encode(previous, 'hex'), encode(hash, 'hex')
            FROM audit_event \(clauses) LIMIT \(limit)::integer
            """,
            as: (
                Int, Int, String, String, String, String, String, String?, String?, String, String, String
            ).self
        ).map {
            AuditRow(
                chain: $0.0, sequence: $0.1, time: $0.2, role: $0.3, actorKind: $0.4, actor: $0.5, action: $0.6,
                practice: $0.7, subject: $0.8, detail: $0.9, previous: $0.10, hash: $0.11)
        }
    }
}
