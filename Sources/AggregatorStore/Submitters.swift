public import Foundation
public import IncidentReports
import Postgres

/// A submitter's public key with what it may be used for.
public struct SubmitterKey: Sendable {
    public let practice: PracticeKey
    /// The public key as a JSON Web Key.
    public let jwk: String
    /// To be told to nobody but the holder of the key.
    public let standing: Standing
}

extension AggregatorStore {
    /// Redeems a one-time code: registers a submitter with its first key.
    ///
    /// The same code with the same key gives the same submitter again, since the first answer may have been lost.
    ///
    /// - Returns: the practice and the client id; `nil` when the code is unknown, expired or used for another key.
    public func redeem(
        code: EnrolmentCode, kid: String, jwk: String, clock: Clock
    ) async throws -> (practice: PracticeKey, clientID: UUID)? {
        let clientID = UUID()
        let now = PracticeAdministration.timestamp(clock.now)
        return try await access.withTransaction(name: "redeem_enrolment_code") { session in
            let redeemed = try await session.query(
                """
                UPDATE enrolment_code SET redeemed_at = \(now)::timestamptz, client_id = \(clientID)
                WHERE code_hash = \(code.hash) AND redeemed_at IS NULL AND expires_at > \(now)::timestamptz
                RETURNING practice_id, facility, key_days
                """, as: (Int, String?, Int).self)
            guard let (practiceID, facility, keyDays) = redeemed.first else {
                return try await session.query(
                    """
                    SELECT p.practice_id, p.code, s.client_id
                    FROM enrolment_code e JOIN submitter s USING (client_id) JOIN submitter_key k USING (client_id)
                    JOIN practice p ON p.practice_id = s.practice_id
                    WHERE e.code_hash = \(code.hash) AND e.expires_at > \(now)::timestamptz AND k.kid = \(kid)
                      AND k.jwk = \(jwk) AND s.revoked_at IS NULL
                    """, as: (Int, String, UUID).self
                ).first.map { (PracticeKey(id: $0.0, code: $0.1), $0.2) }
            }
            let codes = try await session.query(
                "SELECT code FROM practice WHERE practice_id = \(practiceID)", as: (String).self)
            guard let practiceCode = codes.first else { return nil }
            try await session.execute(
                """
                INSERT INTO submitter (client_id, practice_id, facility, key_days)
                VALUES (\(clientID), \(practiceID)::integer, \(facility), \(keyDays)::smallint)
                """)
            try await insertKey(clientID: clientID, kid: kid, jwk: jwk, now, session)
            return (PracticeKey(id: practiceID, code: practiceCode), clientID)
        }
    }

    private func insertKey(
        clientID: UUID, kid: String, jwk: String, _ now: String, _ session: any Session
    ) async throws {
        try await session.execute(
            """
            INSERT INTO submitter_key (client_id, kid, jwk, expires_at)
            SELECT client_id, \(kid), \(jwk), \(now)::timestamptz + key_days * interval '1 day'
            FROM submitter WHERE client_id = \(clientID)
            ON CONFLICT ON CONSTRAINT submitter_key_pkey DO NOTHING
            """)
    }

    /// A submitter's key, if it is trusted now, and where submitter and practice stand.
    public func submitterKey(clientID: UUID, kid: String, clock: Clock) async throws -> SubmitterKey? {
        let now = PracticeAdministration.timestamp(clock.now)
        let rows = try await access.query(
            """
            SELECT p.practice_id, p.code, k.jwk,
                   CASE WHEN s.revoked_at IS NULL OR t.standing = 'left' THEN t.standing ELSE 'revoked' END
            FROM submitter_key k JOIN submitter s USING (client_id) JOIN practice p USING (practice_id)
            JOIN practice_standing t USING (practice_id)
            WHERE k.client_id = \(clientID) AND k.kid = \(kid)
              AND (k.expires_at IS NULL OR k.expires_at > \(now)::timestamptz)
            """, as: (Int, String, String, Standing).self)
        return rows.first.map {
            SubmitterKey(practice: PracticeKey(id: $0.0, code: $0.1), jwk: $0.2, standing: $0.3)
        }
    }

    /// Marks an assertion as used; false when it was used before.
    public func useAssertion(clientID: UUID, id: String, expiresAt: Date, clock: Clock) async throws -> Bool {
        let now = PracticeAdministration.timestamp(clock.now)
        let expires = PracticeAdministration.timestamp(expiresAt.addingTimeInterval(60))
        return try await access.withTransaction(name: "use_assertion") { session in
            try await session.execute("DELETE FROM assertion_use WHERE expires_at < \(now)::timestamptz")
            let inserted = try await session.execute(
                """
                INSERT INTO assertion_use (client_id, jti, expires_at) VALUES (\(clientID), \(id), \(expires)::timestamptz)
                ON CONFLICT ON CONSTRAINT assertion_use_pkey DO NOTHING
                """)
            return inserted == 1
        }
    }

    /// Registers a further key of a submitter; its earlier keys expire a day later.
    ///
    /// - Returns: when the earlier keys expire.
    public func registerKey(clientID: UUID, kid: String, jwk: String, clock: Clock) async throws -> Date {
        let expires = clock.now.addingTimeInterval(86_400)
        let expiry = PracticeAdministration.timestamp(expires)
        let now = PracticeAdministration.timestamp(clock.now)
        try await access.withTransaction(name: "register_key") { session in
            try await session.execute(
                """
                UPDATE submitter_key SET expires_at = \(expiry)::timestamptz
                WHERE client_id = \(clientID) AND kid <> \(kid)
                  AND (expires_at IS NULL OR expires_at > \(expiry)::timestamptz)
                """)
            try await insertKey(clientID: clientID, kid: kid, jwk: jwk, now, session)
        }
        return expires
    }
}
