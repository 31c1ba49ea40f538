import AggregatorStore
import Foundation
import IncidentReports
import JWTKit

/// Checks submitters' assertions (OAuth 2 client credentials with `private_key_jwt`, RFC 7523) and issues access tokens.
struct Tokens: Sendable {
    let store: AggregatorStore
    let clock: IncidentReports.Clock
    let publicURL: String
    let lifetime: Int
    private let keys: JWTKeyCollection
    private let standings: StandingCheck
    private let verified = VerifiedTokens()

    /// - Parameter signingKey: EC P-256 private key, PEM.
    init(
        store: AggregatorStore, clock: IncidentReports.Clock, publicURL: String, lifetime: Int, signingKey: String
    ) async throws {
        self.store = store
        self.clock = clock
        self.publicURL = publicURL
        self.lifetime = lifetime
        standings = StandingCheck(store)
        keys = JWTKeyCollection()
        await keys.add(ecdsa: try ES256PrivateKey(pem: signingKey))
    }

    private struct Assertion: JWTPayload {
        let iss, sub, jti: String
        let aud: ClaimValues
        let exp: ExpirationClaim

        /// Times are judged by our own clock, after the signature.
        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    private struct AccessToken: JWTPayload {
        let iss: String
        /// Client id.
        let sub: String
        let practice: String
        let practiceID: Int
        let exp: ExpirationClaim

        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    /// The longest a submitter's assertion may be valid, in seconds.
    private static let assertionLifetime = 300.0
    /// How far a clinic's clock may be off, in seconds.
    private static let skew = 60.0

    /// Exchanges an assertion for an access token; `nil` when the assertion is not acceptable, whatever the reason.
    ///
    /// - Throws: ``Problem`` for a good assertion of a submitter that may not come in any more.
    func exchange(assertion: String) async throws -> String? {
        guard let parsed = try? DefaultJWTParser().parse(Data(assertion.utf8), as: Assertion.self),
            let kid = parsed.header.kid, let clientID = UUID(uuidString: parsed.payload.sub),
            let key = try await store.submitterKey(clientID: clientID, kid: kid, clock: clock),
            let jwk = try? JWK(json: key.jwk)
        else { return nil }
        let submitterKeys = JWTKeyCollection()
        guard (try? await submitterKeys.add(jwk: jwk)) != nil,
            let claims = try? await submitterKeys.verify(assertion, as: Assertion.self)
        else { return nil }
        let remaining = claims.exp.value.timeIntervalSince(clock.now)
        guard claims.iss == claims.sub, claims.aud.values == [publicURL + "/v1/token"],
            remaining > -Self.skew, remaining <= Self.assertionLifetime + Self.skew,
            (1...255).contains(claims.jti.utf8.count),
            try await store.useAssertion(
                clientID: clientID, id: claims.jti, expiresAt: claims.exp.value.addingTimeInterval(Self.skew),
                clock: clock)
        else { return nil }
        if let problem = Problem(key.standing) { throw problem }
        let token = AccessToken(
            iss: publicURL, sub: clientID.uuidString, practice: key.practice.code, practiceID: key.practice.id,
            exp: ExpirationClaim(value: clock.now.addingTimeInterval(Double(lifetime))))
        return try await keys.sign(token)
    }

    /// Who an access token speaks for; `nil` when it is not ours or has expired.
    ///
    /// - Throws: ``Problem`` when its submitter or practice may not come in any more, from the moment that was recorded.
    func caller(accessToken: String) async throws -> Caller? {
        if let known = verified.caller(accessToken, at: clock.now) { return try await admitted(known) }
        guard let token = try? await keys.verify(accessToken, as: AccessToken.self), token.iss == publicURL,
            token.exp.value > clock.now, let clientID = UUID(uuidString: token.sub)
        else { return nil }
        let caller = Caller(practice: PracticeKey(id: token.practiceID, code: token.practice), clientID: clientID)
        verified.note(accessToken, caller, until: token.exp.value)
        return try await admitted(caller)
    }

    /// Looked up at each request, so that a revocation holds from the moment that it was recorded.
    private func admitted(_ caller: Caller) async throws -> Caller {
        if let problem = Problem(try await standings.standing(of: caller.clientID)) { throw problem }
        return caller
    }

    /// A submitter's public key as it will be kept: an EC P-256 signing key with an id, and nothing private.
    static func publicKey(_ jwk: JSONValue) -> (kid: String, jwk: String)? {
        guard let members = jwk.object, Set(members.keys).isSubset(of: ["kty", "crv", "kid", "x", "y", "alg", "use"]),
            members["kty"] == "EC", members["crv"] == "P-256", [nil, "ES256"].contains(members["alg"]),
            [nil, "sig"].contains(members["use"]), let kid = members["kid"]?.string,
            kid.wholeMatch(of: /[!-~]{1,255}/) != nil,
            let x = members["x"]?.string, let y = members["y"]?.string,
            (try? ES256PublicKey(parameters: (x, y))) != nil
        else { return nil }
        let kept: JSONValue = [
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": .string(kid), "x": .string(x),
            "y": .string(y),
        ]
        return (kid, String(decoding: kept.canonicalData, as: UTF8.self))
    }
}
