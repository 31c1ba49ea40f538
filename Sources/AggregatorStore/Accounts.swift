import Foundation
public import IncidentReports
public import Postgres

/// What a person may be.
public enum AccountRole: String, Sendable, CaseIterable {
    case psoAdministrator = "pso-administrator"
    case psoAnalyst = "pso-analyst"
    case practiceAdministrator = "practice-administrator"
    case practiceReviewer = "practice-reviewer"
    case practiceReader = "practice-reader"

    /// Whether the role is bound to one practice.
    public var needsPractice: Bool { rawValue.hasPrefix("practice-") }
}

/// A person's account as an administrator sees it.
public struct AccountRow: Sendable, Encodable {
    public let id: String
    public let name: String
    public let role: String
    public let practice: String?
    /// "active", "waits for its code", "locked" or "disabled".
    public let state: String
}

/// Administration of people's accounts, as the owner of the database.
public struct AccountAdministration: Sendable {
    private let pool: Pool

    public init(_ pool: Pool) { self.pool = pool }

    /// Adds an account and issues the one-time code with which its owner sets password and second factor.
    public func add(
        name: String, role: AccountRole, practice: PracticeCode?, codeValidFor seconds: Int, clock: Clock
    ) async throws -> String {
        let code = EnrolmentCode()
        let expires = PracticeAdministration.timestamp(clock.now.addingTimeInterval(Double(seconds)))
        try await pool.withTransaction(name: "add_account") { session in
            let added = try await session.query(
                """
                INSERT INTO account (name, role, practice_id, code_hash, code_expires_at)
                SELECT \(name), \(role.rawValue), p.practice_id, \(code.hash), \(expires)::timestamptz
                FROM (SELECT \(practice?.description)::text AS code) AS wanted LEFT JOIN practice p USING (code)
                WHERE wanted.code IS NULL OR p.code IS NOT NULL
                ON CONFLICT ON CONSTRAINT account_name_key DO NOTHING
                RETURNING account_id
                """, as: (UUID).self)
            guard let id = added.first else { throw AccountError.notAdded }
            try await Self.audit(.addAccount, id, practice?.description, session)
        }
        return code.text
    }

    /// Takes password, second factor and sessions from an account and issues a new one-time code.
    public func reset(name: String, codeValidFor seconds: Int, clock: Clock) async throws -> String {
        let code = EnrolmentCode()
        let expires = PracticeAdministration.timestamp(clock.now.addingTimeInterval(Double(seconds)))
        try await change(
            name, .resetAccount,
            """
            code_hash = \(code.hash), code_expires_at = \(expires)::timestamptz, password = NULL, second_factor = NULL,
            failures = 0, locked_until = NULL
            """)
        return code.text
    }

    /// Closes an account and ends its sessions, at once.
    public func disable(name: String, clock: Clock) async throws {
        let now = PracticeAdministration.timestamp(clock.now)
        try await change(
            name, .disableAccount, "disabled_at = \(now)::timestamptz, code_hash = NULL, code_expires_at = NULL")
    }

    /// Closes every account of a practice and ends their sessions, in the transaction in which it leaves.
    static func closeAll(
        of practiceID: Int, by actor: AuditEvent.Actor, _ clock: Clock, _ session: any Session
    ) async throws {
        let closed = try await session.query(
            """
            UPDATE account SET disabled_at = \(PracticeAdministration.timestamp(clock.now))::timestamptz,
                               code_hash = NULL, code_expires_at = NULL
            WHERE practice_id = \(practiceID)::integer AND disabled_at IS NULL
            RETURNING account_id
            """, as: (UUID).self)
        try await session.execute("DELETE FROM account_session WHERE account_id = ANY (\(closed)::uuid[])")
        for id in closed {
            try await AuditLog.append(
                AuditEvent(.disableAccount, by: actor, subject: id.uuidString.lowercased()), in: session)
        }
    }

    private func change(_ name: String, _ action: AuditEvent.Action, _ assignments: SQL) async throws {
        try await pool.withTransaction(name: "change_account") { session in
            let changed = try await session.query(
                "UPDATE account SET \(assignments) WHERE name = \(name) AND disabled_at IS NULL RETURNING account_id",
                as: (UUID).self)
            guard let id = changed.first else { throw AccountError.unknown }
            try await session.execute("DELETE FROM account_session WHERE account_id = \(id)")
            try await Self.audit(action, id, nil, session)
        }
    }

    private static func audit(
        _ action: AuditEvent.Action, _ id: UUID, _ practice: String?, _ session: any Session
    ) async throws {
        try await AuditLog.append(
            AuditEvent(action, by: .currentOperator, practice: practice, subject: id.uuidString.lowercased()),
            in: session)
    }

    /// All accounts, by name.
    public func list(clock: Clock) async throws -> [AccountRow] {
        let now = PracticeAdministration.timestamp(clock.now)
        return try await pool.query(
            """
            SELECT a.account_id, a.name, a.role, p.code,
                   CASE WHEN a.disabled_at IS NOT NULL THEN 'disabled' WHEN a.password IS NULL THEN 'waits for its code'
                        WHEN a.locked_until > \(now)::timestamptz THEN 'locked' ELSE 'active' END
            FROM account a LEFT JOIN practice p USING (practice_id) ORDER BY a.name
            """, as: (UUID, String, String, String?, String).self
        ).map {
            AccountRow(id: $0.0.uuidString.lowercased(), name: $0.1, role: $0.2, practice: $0.3, state: $0.4)
        }
    }
}

/// Why an account could not be changed.
public enum AccountError: Error, CustomStringConvertible {
    case notAdded
    case unknown

    public var description: String {
        switch self {
        case .notAdded: "nothing was added: an account of this name exists, or there is no practice with this code"
        case .unknown: "there is no open account of this name; list them with goodcatch-pso account list"
        }
    }
}
