import Crypto
public import Foundation
import IncidentReports
import Postgres

/// What became of a person whom the identity provider named.
public enum SignOnOutcome: Sendable {
    /// A session began; the token is the cookie's value.
    case opened(Person, token: String)
    /// There is no account for them: `unlinked`, or it is `locked` or `disabled`.
    case refused(reason: String, account: UUID?)
}

extension AccountSessions {
    /// Marks the state of a login at the identity provider as used; false when it was used before.
    ///
    /// - Parameter expiresAt: from when on the state is refused in any case.
    public func useState(_ state: String, expiresAt: Date) async throws -> Bool {
        let expires = PracticeAdministration.timestamp(expiresAt.addingTimeInterval(60))
        return try await store.access.withTransaction(name: "use_state") { session in
            try await session.execute("DELETE FROM sign_on_use WHERE expires_at < \(time())::timestamptz")
            let inserted = try await session.execute(
                """
                INSERT INTO sign_on_use (state_hash, expires_at) VALUES (\(Self.hash(state)), \(expires)::timestamptz)
                ON CONFLICT ON CONSTRAINT sign_on_use_pkey DO NOTHING
                """)
            return inserted == 1
        }
    }

    /// Opens a session for the account that is linked to a person, and tells the audit log either way.
    ///
    /// - Parameter verifiedEmail: the address that may claim a link made out to it; `nil` where none may.
    public func signOn(issuer: String, subject: String, verifiedEmail: String?) async throws -> SignOnOutcome {
        try await store.access.withTransaction(name: "sign_on") { session in
            let outcome = try await outcome(issuer, subject, verifiedEmail, session)
            switch outcome {
            case .opened(let person, let token):
                try await insert(token, of: person.id, signedOn: true, session)
                try await AuditLog.append(
                    AuditEvent(.signOn, by: .account(person.id), practice: person.practice?.code), in: session)
            case .refused(let reason, let account):
                try await AuditLog.append(Self.refusal(reason, account), in: session)
            }
            return outcome
        }
    }

    /// Tells the audit log of a login at the identity provider that was refused before it named anybody.
    public func refusedSignOn(reason: String) async throws {
        try await AuditLog.append(Self.refusal(reason, nil), to: store.access)
    }

    private static func refusal(_ reason: String, _ account: UUID?) -> AuditEvent {
        AuditEvent(.refuseSignOn, by: account.map { .account($0) } ?? .system("unauthenticated"), reason: reason)
    }

    private func outcome(
        _ issuer: String, _ subject: String, _ email: String?, _ session: any Session
    ) async throws -> SignOnOutcome {
        var row = try await find(issuer, subject, session)
        if row == nil { row = try await claim(issuer, subject, email, session) }
        // Once more under the lock: the link may have been taken away while it was waited for.
        if row != nil { row = try await find(issuer, subject, session) }
        guard let row else { return .refused(reason: "unlinked", account: nil) }
        guard !row.isDisabled else { return .refused(reason: "disabled", account: row.person.id) }
        guard !row.isLocked else { return .refused(reason: "locked", account: row.person.id) }
        return .opened(row.person, token: Self.random())
    }

    /// Fills in the subject of a link that an administrator made out to the address.
    private func claim(
        _ issuer: String, _ subject: String, _ email: String?, _ session: any Session
    ) async throws -> Row? {
        guard let email else { return nil }
        let claimed = try await session.query(
            "SELECT account_link_claim(\(issuer), \(email), \(subject))", as: (UUID?).self)
        guard let id = claimed.first ?? nil else { return nil }
        try await AuditLog.append(
            AuditEvent(.linkAccount, by: .account(id), subject: id.uuidString.lowercased()), in: session)
        return try await find(issuer, subject, session)
    }

    private struct Row {
        let person: Person
        let isDisabled, isLocked: Bool
    }

    /// Locked against being disabled or unlinked until the session is there, which either then finds and ends.
    private func find(_ issuer: String, _ subject: String, _ session: any Session) async throws -> Row? {
        let rows = try await session.query(
            """
            SELECT a.account_id, a.name, a.role, a.practice_id,
                   (SELECT p.code FROM practice p WHERE p.practice_id = a.practice_id), a.disabled_at IS NOT NULL,
                   coalesce(a.locked_until > \(time())::timestamptz, false)
            FROM account_link l JOIN account a USING (account_id)
            WHERE l.issuer = \(issuer) AND l.subject = \(subject)
            FOR NO KEY UPDATE OF a
            """, as: (UUID, String, String, Int?, String?, Bool, Bool).self)
        guard let row = rows.first, let role = AccountRole(rawValue: row.2) else { return nil }
        return Row(person: Self.person(row.0, row.1, role, row.3, row.4), isDisabled: row.5, isLocked: row.6)
    }
}
