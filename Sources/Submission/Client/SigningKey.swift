import Foundation
import IncidentReports
import JWTKit

/// The practice's P-256 key, which proves to the aggregator who sends (RFC 7523, ES256).
public struct SigningKey: Sendable {
    /// The id under which the aggregator knows the public key.
    public let id: String
    private let key: ES256PrivateKey

    /// A new key under a new random id.
    public init() {
        key = ES256PrivateKey()
        id = UUID().uuidString.lowercased()
    }

    /// Reads an unencrypted PKCS#8 key.
    public init(id: String, pem: String) throws(SubmissionError) {
        guard let key = try? ES256PrivateKey(pem: pem) else { throw .signing }
        self.key = key
        self.id = id
    }

    /// PKCS#8, not encrypted.
    public var pem: String { key.pemRepresentation }

    /// The public half as a JSON Web Key (RFC 7517).
    var publicJWK: JSONValue {
        guard let point = key.parameters else { preconditionFailure("a P-256 key always has a public point") }
        return [
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": .string(id),
            "x": .string(Self.unpadded(point.x)), "y": .string(Self.unpadded(point.y)),
        ]
    }

    /// A short-lived statement, for one use, that the sender is this client.
    func assertion(client: String, audience: String, now: Date) async throws(SubmissionError) -> String {
        let statement = ClientAssertion(
            iss: client, sub: client, aud: audience, iat: Int(now.timeIntervalSince1970),
            exp: Int(now.timeIntervalSince1970) + ClientAssertion.lifetime, jti: UUID().uuidString.lowercased())
        do {
            let keys = await JWTKeyCollection().add(ecdsa: key, kid: JWKIdentifier(string: id))
            return try await keys.sign(statement, kid: JWKIdentifier(string: id))
        } catch {
            throw .signing
        }
    }

    private static func unpadded(_ base64: String) -> String {
        base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

/// The claims of a client assertion (RFC 7523 section 3).
private struct ClientAssertion: JWTPayload {
    /// Seconds; the aggregator takes none that lives longer than 300.
    static let lifetime = 240

    let iss: String
    let sub: String
    let aud: String
    let iat: Int
    let exp: Int
    let jti: String

    func verify(using algorithm: some JWTAlgorithm) throws {}
}
