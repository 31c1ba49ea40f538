import Crypto
import Foundation
import IncidentReports
import JWTKit

/// How this service shows the identity provider who it is.
struct ClientCredentials: Sendable {
    private enum Kind {
        case secret(String)
        case key(ES256PrivateKey, kid: String)
    }

    private let clientID: String
    private let kind: Kind

    /// - Throws: ``ConfigurationError`` for a file that cannot be used.
    init(_ settings: SignOnConfiguration) throws {
        clientID = settings.clientID
        if let file = settings.clientSecret {
            let line = try Self.text(of: file, "oidc.clientSecret").split(whereSeparator: \.isNewline).first
            guard let line else { throw ConfigurationError.unusable("oidc.clientSecret", reason: "it is empty") }
            kind = .secret(String(line))
        } else {
            let text = try Self.text(of: settings.clientKey ?? "", "oidc.clientKey")
            guard let key = try? ES256PrivateKey(pem: text), let point = key.publicKey.parameters else {
                throw ConfigurationError.unusable("oidc.clientKey", reason: "it holds no EC P-256 private key in PEM")
            }
            kind = .key(key, kid: Self.thumbprint(x: point.x, y: point.y))
        }
    }

    private static func text(of file: String, _ key: String) throws -> String {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw ConfigurationError.unusable(key, reason: "it cannot be read")
        }
        return text
    }

    private struct Assertion: JWTPayload {
        let iss, sub, aud, jti: String
        let iat, exp: Int
        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    /// What is added to a request of the token endpoint: members of its form and a header.
    func proof(for endpoint: String, at now: Date) async throws -> (form: [(String, String)], authorization: String?) {
        switch kind {
        case .secret(let secret):
            // RFC 6749 section 2.3.1: both parts are form-encoded first.
            let pair = FormText.encoded(clientID) + ":" + FormText.encoded(secret)
            return ([], "Basic " + Data(pair.utf8).base64EncodedString())
        case .key(let key, let kid):
            let keys = JWTKeyCollection()
            let identifier = JWKIdentifier(string: kid)
            await keys.add(ecdsa: key, kid: identifier)
            let seconds = Int(now.timeIntervalSince1970)
            let assertion = try await keys.sign(
                Assertion(
                    iss: clientID, sub: clientID, aud: endpoint, jti: SymmetricKey(size: .bits256).base64URL,
                    iat: seconds, exp: seconds + 60), kid: identifier)
            return (
                [
                    ("client_id", clientID),
                    ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                    ("client_assertion", assertion),
                ], nil
            )
        }
    }

    /// The public half to register at the provider, as a JWK set; `nil` with a secret.
    var publicKeys: JSONValue? {
        guard case .key(let key, let kid) = kind, let point = key.publicKey.parameters else { return nil }
        let jwk: JSONValue = [
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": .string(kid), "x": .string(point.x),
            "y": .string(point.y),
        ]
        return ["keys": [jwk]]
    }

    /// RFC 7638: the same key has the same name everywhere.
    private static func thumbprint(x: String, y: String) -> String {
        let members: JSONValue = ["crv": "P-256", "kty": "EC", "x": .string(x), "y": .string(y)]
        return Data(SHA256.hash(data: members.canonicalData)).base64URL
    }
}

extension Data {
    /// RFC 4648 section 5, without padding.
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    init?(base64URL text: String) {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        self.init(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
    }
}

extension SymmetricKey {
    /// Its bytes as text.
    var base64URL: String { withUnsafeBytes { Data($0) }.base64URL }
}
