import Foundation
public import IncidentReports
import Postgres

/// The person at an identity provider to whom an account is linked.
public enum LinkedPerson: Sendable, Hashable {
    /// The provider's own id of the person (claim `sub`).
    case subject(String)
    /// Whoever first logs in with this address, verified by the provider; from then on their subject alone counts.
    case verifiedEmail(String)

    fileprivate var subject: String? { if case .subject(let text) = self { text } else { nil } }
    fileprivate var email: String? { if case .verifiedEmail(let text) = self { text.lowercased() } else { nil } }
}

extension AccountAdministration {
    /// Lets a person of an identity provider log in to an account, and ends its sessions.
    ///
    /// An open one-time code is void from then on: who logs in at the provider needs none.
    ///
    /// - Throws: ``AccountLinkError/notLinked`` when there is no open account of this name without a link, or the person
    ///   is linked to another.
    public func link(name: String, issuer: String, to person: LinkedPerson, clock: Clock) async throws {
        let now = PracticeAdministration.timestamp(clock.now)
        try await pool.withTransaction(name: "link_account") { session in
            let linked = try await session.query(
                """
                INSERT INTO account_link (account_id, issuer, subject, email, linked_at)
                SELECT account_id, \(issuer), \(person.subject)::text, \(person.email)::text, \(now)::timestamptz FROM account
                WHERE name = \(name) AND disabled_at IS NULL
                ON CONFLICT DO NOTHING RETURNING account_id
                """, as: (UUID).self)
            guard let id = linked.first else { throw AccountLinkError.notLinked }
            try await session.execute(
                "UPDATE account SET code_hash = NULL, code_expires_at = NULL WHERE account_id = \(id)")
            try await session.execute("DELETE FROM account_session WHERE account_id = \(id)")
            try await Self.audit(.linkAccount, id, nil, session)
        }
    }

    /// Takes an account from its identity provider and ends its sessions; works for closed accounts as well.
    ///
    /// - Throws: ``AccountLinkError/notUnlinked`` when there was no link.
    public func unlink(name: String) async throws {
        try await pool.withTransaction(name: "unlink_account") { session in
            // A login under way holds this lock until its session is there to be ended.
            try await session.execute("SELECT FROM account WHERE name = \(name) FOR NO KEY UPDATE")
            let unlinked = try await session.query(
                """
                DELETE FROM account_link WHERE account_id = (SELECT account_id FROM account WHERE name = \(name))
                RETURNING account_id
                """, as: (UUID).self)
            guard let id = unlinked.first else { throw AccountLinkError.notUnlinked }
            try await session.execute("DELETE FROM account_session WHERE account_id = \(id)")
            try await Self.audit(.unlinkAccount, id, nil, session)
        }
    }
}

/// Why a link could not be made or taken away.
public enum AccountLinkError: Error, CustomStringConvertible {
    case notLinked
    case notUnlinked

    public var description: String {
        switch self {
        case .notLinked:
            "nothing was linked: there is no open account of this name, it is linked already, or the person is linked "
                + "to another account; list them with goodcatch-pso account list --json, and unlink first"
        case .notUnlinked:
            "there is no linked account of this name; list them with goodcatch-pso account list --json"
        }
    }
}
