import Crypto
import Foundation
import IncidentReports

/// One login under way at the identity provider: what ties the answer to this browser and to this login.
///
/// It lies sealed in a cookie of the browser and nowhere else, so that a login that is begun costs the service nothing.
struct SignOnTicket: Sendable {
    /// Comes back with the answer, which ties it to the browser that has the cookie.
    let state: String
    /// Comes back in the ID token, which ties that to this login.
    let nonce: String
    /// Shown when the code is exchanged (RFC 7636), which ties the code to this login.
    let verifier: String
    let expiresAt: Date

    /// Bound to this host and to HTTPS by its prefix. Lax, since the answer comes from the provider's site.
    static let cookie = "__Host-sign-on"
    /// How long somebody may take at the provider, in seconds.
    static let lifetime = 600

    /// A new one: each text has 256 random bits.
    init(at now: Date) {
        state = SymmetricKey(size: .bits256).base64URL
        nonce = SymmetricKey(size: .bits256).base64URL
        verifier = SymmetricKey(size: .bits256).base64URL
        expiresAt = now.addingTimeInterval(Double(Self.lifetime))
    }

    /// What the provider is told of the verifier (S256).
    var challenge: String { Data(SHA256.hash(data: Data(verifier.utf8))).base64URL }

    /// The key that seals tickets, derived from the one that encrypts second factors.
    static func key(from accountKey: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: accountKey, info: Data("goodcatch sign-on 1".utf8), outputByteCount: 32)
    }

    /// The cookie's value.
    func sealed(with key: SymmetricKey) throws -> String {
        let members: JSONValue = [
            "state": .string(state), "nonce": .string(nonce), "verifier": .string(verifier),
            "expires": .integer(Int(expiresAt.timeIntervalSince1970)),
        ]
        return (try AES.GCM.seal(members.canonicalData, using: key).combined ?? Data()).base64URL
    }

    /// Opens a cookie's value; `nil` when it was not sealed here or has expired.
    init?(sealed: String, with key: SymmetricKey, at now: Date) {
        guard let bytes = Data(base64URL: sealed), let box = try? AES.GCM.SealedBox(combined: bytes),
            let opened = try? AES.GCM.open(box, using: key), let members = try? JSONValue(parsing: opened),
            let state = members["state"]?.string, let nonce = members["nonce"]?.string,
            let verifier = members["verifier"]?.string, let expires = members["expires"]?.integer
        else { return nil }
        self.state = state
        self.nonce = nonce
        self.verifier = verifier
        expiresAt = Date(timeIntervalSince1970: Double(expires))
        guard expiresAt > now else { return nil }
    }
}
