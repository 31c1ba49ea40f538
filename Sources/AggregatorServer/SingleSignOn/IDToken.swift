import Foundation
import JWTKit

/// What an identity provider says of a person who logged in (OpenID Connect Core section 2), as far as it is asked.
struct IDToken: JWTPayload {
    let issuer, subject: String
    let audience: ClaimValues
    let authorizedParty, nonce, contextClass: String?
    let methods: ClaimValues?
    /// Seconds since 1970.
    let expiresAt, issuedAt: Double
    let notBefore, authenticatedAt: Double?
    let email: String?
    let emailVerified: Flag?

    /// Some providers write booleans as text.
    struct Flag: Codable, Sendable {
        let isTrue: Bool

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            isTrue = (try? container.decode(Bool.self)) ?? ((try? container.decode(String.self)) == "true")
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(isTrue)
        }
    }

    enum CodingKeys: String, CodingKey {
        case issuer = "iss"
        case subject = "sub"
        case audience = "aud"
        case authorizedParty = "azp"
        case nonce
        case contextClass = "acr"
        case methods = "amr"
        case expiresAt = "exp"
        case issuedAt = "iat"
        case notBefore = "nbf"
        case authenticatedAt = "auth_time"
        case email
        case emailVerified = "email_verified"
    }

    /// Claims are judged by ``check(_:)``, after the signature.
    func verify(using algorithm: some JWTAlgorithm) throws {}

    /// What a token must say.
    struct Expectation {
        let issuer, clientID, nonce: String
        let acr, amr: [String]
        let maxAge: Int?
        let now: Date
    }

    /// How far the provider's clock may be off, in seconds.
    private static let skew = 60.0
    /// How long ago a token may have been issued that belongs to a login under way, in seconds.
    private static let oldest = 600.0

    /// Checks signature and claims of a token.
    ///
    /// - Parameter key: finds the provider's key that a header means, which is bound to the header's algorithm.
    /// - Throws: ``SignOnFault`` for the first thing that is wrong.
    static func verified(
        _ token: String, _ expectation: Expectation, key: (_ kid: String?, _ algorithm: String) async throws -> JWK
    ) async throws -> IDToken {
        guard let header = try? DefaultJWTParser().parse(Data(token.utf8), as: IDToken.self).header,
            header.fields["crit"] == nil
        else { throw SignOnFault.token }
        guard let algorithm = header.alg, ProviderKeys.keyTypes[algorithm] != nil else { throw SignOnFault.algorithm }
        let keys = JWTKeyCollection()
        let jwk = try await key(header.kid, algorithm)
        guard (try? await keys.add(jwk: jwk)) != nil, let claims = try? await keys.verify(token, as: IDToken.self)
        else {
            throw SignOnFault.signature
        }
        try claims.check(expectation)
        return claims
    }

    /// OpenID Connect Core section 3.1.3.7.
    private func check(_ expectation: Expectation) throws {
        let now = expectation.now.timeIntervalSince1970
        guard issuer == expectation.issuer else { throw SignOnFault.issuer }
        guard audience.values.contains(expectation.clientID),
            authorizedParty.map({ $0 == expectation.clientID }) ?? (audience.values.count == 1)
        else { throw SignOnFault.audience }
        guard expiresAt > now - Self.skew else { throw SignOnFault.expired }
        guard issuedAt <= now + Self.skew, issuedAt > now - Self.oldest, (notBefore ?? 0) <= now + Self.skew else {
            throw SignOnFault.issuedAt
        }
        guard nonce == expectation.nonce else { throw SignOnFault.nonce }
        guard (1...255).contains(subject.utf8.count), subject.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw SignOnFault.subject
        }
        if let maxAge = expectation.maxAge {
            guard let authenticatedAt, authenticatedAt >= now - Double(maxAge) - Self.skew else {
                throw SignOnFault.age
            }
        }
        guard expectation.acr.isEmpty || contextClass.map({ expectation.acr.contains($0) }) ?? false,
            expectation.amr.isEmpty || !Set(methods?.values ?? []).isDisjoint(with: expectation.amr)
        else { throw SignOnFault.secondFactor }
    }

    /// The address that the provider vouches for.
    var verifiedEmail: String? { emailVerified?.isTrue == true ? email : nil }
}
