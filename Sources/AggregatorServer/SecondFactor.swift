import Crypto
import Foundation

/// Time-based one-time passwords (RFC 6238): SHA-1, six digits, 30 seconds, as every authenticator knows them.
struct SecondFactor: Sendable {
    /// 160 random bits, as RFC 4226 section 4 wants them.
    let secret: Data

    private static let period = 30
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    /// A new one.
    init() { secret = SymmetricKey(size: .init(bitCount: 160)).withUnsafeBytes { Data($0) } }

    init(secret: Data) { self.secret = secret }

    /// The step that a typed code belongs to: now, or one before or after, for clocks that differ.
    func step(of code: String, at time: Date) -> Int? {
        let now = Int(time.timeIntervalSince1970) / Self.period
        return (now - 1...now + 1).first { self.code(step: $0) == code }
    }

    /// The six digits of a step.
    func code(step: Int) -> String {
        let counter = withUnsafeBytes(of: UInt64(step).bigEndian) { Data($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        return String(String(number % 1_000_000 + 1_000_000).dropFirst())
    }

    /// The secret as it is typed into an authenticator.
    var base32: String {
        var text = ""
        var buffer = 0
        var bits = 0
        for byte in secret {
            buffer = (buffer << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(Self.alphabet[buffer >> bits & 31])
            }
        }
        return text
    }

    /// Encrypts the secret for one account.
    func sealed(for account: UUID, key: SymmetricKey) throws -> Data {
        try AES.GCM.seal(secret, using: key, authenticating: Data(account.uuidString.utf8)).combined ?? Data()
    }

    /// Opens a secret that was encrypted for that account.
    init(sealed: Data, for account: UUID, key: SymmetricKey) throws {
        secret = try AES.GCM.open(
            AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Data(account.uuidString.utf8))
    }
}
