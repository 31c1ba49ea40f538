import Crypto
public import Foundation
public import IncidentReports
public import Postgres

/// A practice under contract and what has arrived from it.
public struct PracticeRow: Sendable {
    public let code: String
    public let name: String
    public let enrolledAt: String
    public let submitters: Int
    public let reports: Int
}

/// Administration of practices, as the owner of the database.
public struct PracticeAdministration: Sendable {
    private let pool: Pool

    public init(_ pool: Pool) { self.pool = pool }

    /// Adds a practice, or finds it when it exists, and issues a one-time enrolment code.
    ///
    /// - Returns: the code, to be handed to the practice; only its hash is kept.
    public func add(code: PracticeCode, name: String, codeValidFor seconds: Int, clock: Clock) async throws -> String {
        let enrolment = EnrolmentCode()
        let expires = Self.timestamp(clock.now.addingTimeInterval(Double(seconds)))
        return try await pool.withTransaction(name: "add_practice") { session in
            try await session.execute(
                """
                INSERT INTO practice (code, name) VALUES (\(code.description), \(name))
                ON CONFLICT ON CONSTRAINT practice_code_key DO NOTHING
                """)
            try await session.execute(
                """
                INSERT INTO enrolment_code (code_hash, practice_id, expires_at)
                SELECT \(enrolment.hash), practice_id, \(expires)::timestamptz
                FROM practice WHERE code = \(code.description)
                """)
            return enrolment.text
        }
    }

    /// Trusts none of a practice's submitters and open enrolment codes any more.
    ///
    /// - Returns: how many submitters were trusted until now.
    public func revokeSubmitters(of code: PracticeCode, clock: Clock) async throws -> Int {
        let now = Self.timestamp(clock.now)
        return try await pool.withTransaction(name: "revoke_submitters") { session in
            try await session.execute(
                """
                UPDATE enrolment_code SET expires_at = \(now)::timestamptz
                FROM practice p
                WHERE enrolment_code.practice_id = p.practice_id AND p.code = \(code.description)
                  AND redeemed_at IS NULL AND expires_at > \(now)::timestamptz
                """)
            return try await session.execute(
                """
                UPDATE submitter SET revoked_at = \(now)::timestamptz
                FROM practice p
                WHERE submitter.practice_id = p.practice_id AND p.code = \(code.description) AND revoked_at IS NULL
                """)
        }
    }

    /// All practices, by code.
    public func list() async throws -> [PracticeRow] {
        let rows = try await pool.query(
            """
            SELECT p.code, p.name, to_char(p.enrolled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
                   (SELECT count(*) FROM submitter s WHERE s.practice_id = p.practice_id AND s.revoked_at IS NULL),
                   (SELECT count(*) FROM current_report r WHERE r.practice_id = p.practice_id)
            FROM practice p ORDER BY p.code
            """, as: (String, String, String, Int, Int).self)
        return rows.map { PracticeRow(code: $0.0, name: $0.1, enrolledAt: $0.2, submitters: $0.3, reports: $0.4) }
    }

    static func timestamp(_ date: Date) -> String { date.ISO8601Format() }
}

/// A one-time code of 128 random bits, written in groups that are easy to read out.
public struct EnrolmentCode: Sendable {
    public let text: String

    /// A new random code.
    public init() {
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        var generator = SystemRandomNumberGenerator()
        let characters = (0..<26).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] }
        text = stride(from: 0, to: 26, by: 5).map { String(characters[$0..<min($0 + 5, 26)]) }.joined(separator: "-")
    }

    /// A code as somebody typed it.
    public init(typed: String) { text = typed }

    /// SHA-256 of the code without its separators, in capitals.
    public var hash: Data {
        let plain = text.uppercased().filter { $0.isLetter || $0.isNumber }
        return Data(SHA256.hash(data: Data(plain.utf8)))
    }
}
