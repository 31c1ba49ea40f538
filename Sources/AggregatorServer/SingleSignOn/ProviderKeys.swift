import IncidentReports
import JWTKit

/// The provider's public keys that sign ID tokens, read from its JWK set (RFC 7517).
struct ProviderKeys: Sendable {
    /// Signature algorithms that are taken, and the type of key that each needs: none without a public key, so that
    /// neither `none` nor a MAC with a public key as its secret is ever tried.
    static let keyTypes: [String: String] = [
        "RS256": "RSA", "RS384": "RSA", "RS512": "RSA", "PS256": "RSA", "PS384": "RSA", "PS512": "RSA",
        "ES256": "EC", "ES384": "EC", "ES512": "EC", "EdDSA": "OKP",
    ]

    /// Members that make up a public key.
    private static let publicMembers: Set<String> = ["kty", "crv", "x", "y", "n", "e"]

    private struct Key {
        let kid, type, algorithm: String?
        let members: [String: JSONValue]
    }

    private let keys: [Key]

    var count: Int { keys.count }

    /// Takes what signs and leaves the rest: other uses and types do not make a set unusable.
    init(_ document: JSONValue) throws {
        guard let found = document["keys"]?.array else { throw SignOnFault.malformed }
        keys = found.compactMap { key in
            guard let members = key.object, let type = members["kty"]?.string, Self.keyTypes.values.contains(type),
                (members["use"]?.string ?? "sig") == "sig"
            else { return nil }
            return Key(
                kid: members["kid"]?.string, type: type, algorithm: members["alg"]?.string,
                members: members.filter { Self.publicMembers.contains($0.key) })
        }
    }

    /// The one key that a token's header means, bound to the header's algorithm; `nil` when there is none or several.
    func key(kid: String?, algorithm: String) -> JWK? {
        let fitting = keys.filter {
            (kid == nil || $0.kid == kid) && $0.type == Self.keyTypes[algorithm]
                && ($0.algorithm == nil || $0.algorithm == algorithm)
        }
        guard fitting.count == 1 else { return nil }
        var members = fitting[0].members
        members["kid"] = .string(kid ?? "")
        members["alg"] = .string(algorithm)
        return try? JWK(json: String(decoding: JSONValue.object(members).canonicalData, as: UTF8.self))
    }
}
