import Crypto
public import Foundation
public import IncidentReports
import Postgres

/// A person with a session.
public struct Person: Sendable, Hashable {
    public let id: UUID
    public let name: String
    public let role: AccountRole
    /// The practice the role is bound to; `nil` for the PSO's own people.
    public let practice: PracticeKey?
}

/// What an attempt to log in is judged by.
public struct LoginAttempt: Sendable {
    public let person: Person
    /// As it was stored when the account was activated.
    public let password: String
    /// Encrypted secret of the second factor.
    public let secondFactor: Data
    /// Whether the account is locked now unless this attempt succeeds.
    public let isLast: Bool
}

/// Sessions of people, in the database, so that any of several servers knows them and they can be ended at once.
public struct AccountSessions: Sendable {
    let store: AggregatorStore
    private let clock: Clock
    private let takesPasswordsOfLinked: Bool

    /// Refused attempts until an account is locked.
    static let mostFailures = 5
    /// How long it is locked, in seconds.
    static let lockTime = 900.0
    /// A session ends when it was not used for this long, in seconds.
    public static let idleTime = 1800.0
    /// And in any case after this long, in seconds.
    public static let longest = 43_200.0

    /// - Parameter takesPasswordsOfLinked: whether an account linked to an identity provider has a password as well.
    public init(_ store: AggregatorStore, clock: Clock, takesPasswordsOfLinked: Bool = true) {
        self.store = store
        self.clock = clock
        self.takesPasswordsOfLinked = takesPasswordsOfLinked
    }

    /// Now, or so many seconds later, as the database reads it.
    func time(_ offset: Double = 0) -> String {
        PracticeAdministration.timestamp(clock.now.addingTimeInterval(offset))
    }

    /// The account that has this open one-time code.
    public func account(name: String, code: EnrolmentCode) async throws -> UUID? {
        try await store.access.query(
            """
            SELECT account_id FROM account
            WHERE name = \(name) AND code_hash = \(code.hash) AND code_expires_at > \(time())::timestamptz
              AND disabled_at IS NULL
            """, as: (UUID).self
        ).first
    }

    /// Sets password and second factor and uses the code up; false when it was used meanwhile.
    public func activate(_ id: UUID, code: EnrolmentCode, password: String, secondFactor: Data) async throws -> Bool {
        try await store.access.withTransaction(name: "activate_account") { session in
            let changed = try await session.execute(
                """
                UPDATE account SET code_hash = NULL, code_expires_at = NULL, password = \(password),
                                   second_factor = \(secondFactor), failures = 0, locked_until = NULL
                WHERE account_id = \(id) AND code_hash = \(code.hash) AND disabled_at IS NULL
                """)
            guard changed == 1 else { return false }
            try await AuditLog.append(AuditEvent(.activateAccount, by: .account(id)), in: session)
            return true
        }
    }

    /// Begins an attempt, counted as a failure until ``open(_:step:)`` takes that back: so many at once gain nothing.
    ///
    /// - Returns: `nil` for an account that is unknown, disabled, not activated, locked, or linked where that ends
    ///   passwords.
    public func attempt(name: String) async throws -> LoginAttempt? {
        let rows = try await store.access.query(
            """
            UPDATE account SET
                failures = CASE WHEN failures >= \(Self.mostFailures)::smallint THEN 1 ELSE failures + 1 END,
                locked_until = CASE WHEN failures + 1 = \(Self.mostFailures)::smallint THEN \(time(Self.lockTime))::timestamptz END
            WHERE name = \(name) AND disabled_at IS NULL AND password IS NOT NULL
              AND coalesce(locked_until <= \(time())::timestamptz, true)
              AND (\(takesPasswordsOfLinked)::boolean
                   OR NOT EXISTS (SELECT FROM account_link l WHERE l.account_id = account.account_id))
            RETURNING account_id, role, practice_id, (SELECT code FROM practice p WHERE p.practice_id = account.practice_id),
                      password, second_factor, locked_until IS NOT NULL
            """, as: (UUID, String, Int?, String?, String, Data, Bool).self)
        guard let row = rows.first, let role = AccountRole(rawValue: row.1) else { return nil }
        return LoginAttempt(
            person: Self.person(row.0, name, role, row.2, row.3), password: row.4, secondFactor: row.5, isLast: row.6)
    }

    /// Opens a session after both factors were found right.
    ///
    /// - Parameter step: time step of the second factor, which is not taken twice.
    /// - Returns: the cookie's value; `nil` when the second factor was used before.
    public func open(_ attempt: LoginAttempt, step: Int) async throws -> String? {
        let token = Self.random()
        return try await store.access.withTransaction(name: "open_session") { session in
            let taken = try await session.execute(
                """
                UPDATE account SET failures = 0, locked_until = NULL, last_step = \(step)::bigint
                WHERE account_id = \(attempt.person.id) AND last_step < \(step)::bigint AND disabled_at IS NULL
                  AND password = \(attempt.password)
                """)
            guard taken == 1 else { return nil }
            try await insert(token, of: attempt.person.id, signedOn: false, session)
            try await AuditLog.append(
                AuditEvent(.logIn, by: .account(attempt.person.id), practice: attempt.person.practice?.code),
                in: session)
            return token
        }
    }

    /// The same session whichever way it began; and old ones go.
    func insert(_ token: String, of account: UUID, signedOn: Bool, _ session: any Session) async throws {
        try await session.execute("DELETE FROM account_session WHERE created_at < \(time(-Self.longest))::timestamptz")
        try await session.execute(
            """
            INSERT INTO account_session (token_hash, account_id, created_at, last_used_at, signed_on)
            VALUES (\(Self.hash(token)), \(account), \(time())::timestamptz, \(time())::timestamptz, \(signedOn)::boolean)
            """)
    }

    /// Tells the audit log of a refused attempt.
    public func refused(_ attempt: LoginAttempt?) async throws {
        guard let attempt else {
            return try await AuditLog.append(AuditEvent(.refuseLogIn, by: .system("unauthenticated")), to: store.access)
        }
        let id = attempt.person.id
        try await AuditLog.append(
            AuditEvent(attempt.isLast ? .lockAccount : .refuseLogIn, by: .account(id)), to: store.access)
    }

    /// Whose session a cookie names, and that it was used now.
    public func person(token: String) async throws -> Person? {
        let rows = try await store.access.query(
            """
            UPDATE account_session s SET last_used_at = \(time())::timestamptz
            FROM account a LEFT JOIN practice p ON p.practice_id = a.practice_id
            WHERE s.token_hash = \(Self.hash(token)) AND a.account_id = s.account_id AND a.disabled_at IS NULL
              AND s.created_at > \(time(-Self.longest))::timestamptz
              AND s.last_used_at > \(time(-Self.idleTime))::timestamptz
            RETURNING a.account_id, a.name, a.role, a.practice_id, p.code
            """, as: (UUID, String, String, Int?, String?).self)
        guard let row = rows.first, let role = AccountRole(rawValue: row.2) else { return nil }
        return Self.person(row.0, row.1, role, row.3, row.4)
    }

    /// Ends a session.
    ///
    /// - Returns: whether it began at the identity provider.
    public func close(token: String, of person: Person) async throws -> Bool {
        try await store.access.withTransaction(name: "close_session") { session in
            let closed = try await session.query(
                "DELETE FROM account_session WHERE token_hash = \(Self.hash(token)) RETURNING signed_on",
                as: (Bool).self)
            try await AuditLog.append(AuditEvent(.logOut, by: .account(person.id)), in: session)
            return closed.first ?? false
        }
    }

    static func person(
        _ id: UUID, _ name: String, _ role: AccountRole, _ practice: Int?, _ code: String?
    ) -> Person {
        Person(
            id: id, name: name, role: role,
            practice: practice.flatMap { id in code.map { PracticeKey(id: id, code: $0) } })
    }

    /// What is kept of a random text that its holder shows.
    static func hash(_ token: String) -> Data { Data(SHA256.hash(data: Data(token.utf8))) }

    /// 256 random bits in hex.
    static func random() -> String { SymmetricKey(size: .bits256).withUnsafeBytes { $0.hexadecimal } }
}
