import Crypto
import CryptoExtras
import Dispatch
import Foundation

/// What scrypt (RFC 7914) costs: rounds * blockSize * 128 bytes of memory, once for each of `parallelism` passes.
public struct PasswordCost: Sendable {
    let rounds, blockSize, parallelism: Int

    /// 32 MiB and three passes, which takes a good tenth of a second.
    public static let standard = PasswordCost(rounds: 1 << 15, blockSize: 8, parallelism: 3)
}

/// Passwords as they are kept.
enum PasswordHash {
    private static let length = 32

    /// What a password may have, in characters: no rules but length (NIST SP 800-63B).
    static let lengths = 12...128

    /// The text to keep: scheme, parameters, salt and key.
    static func make(_ password: String, _ cost: PasswordCost) async throws -> String {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let key = try await derive(password, salt, cost)
        return
            "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$\(salt.base64EncodedString())$\(key.base64EncodedString())"
    }

    /// Whether a password is the one kept, in the same time whatever differs.
    ///
    /// Without anything kept, it takes as long and says no, so that nobody learns which names there are.
    static func matches(_ password: String, _ kept: String?, _ cost: PasswordCost) async throws -> Bool {
        let parts = kept?.split(separator: "$") ?? []
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let blockSize = Int(parts[2]),
            let parallelism = Int(parts[3]), let salt = Data(base64Encoded: String(parts[4])),
            let key = Data(base64Encoded: String(parts[5]))
        else {
            _ = try await derive(password, Data(count: 16), cost)
            return false
        }
        let found = try await derive(
            password, salt, PasswordCost(rounds: rounds, blockSize: blockSize, parallelism: parallelism))
        return key.count == found.count && zip(key, found).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Two at a time: more would take memory and processors from everything else.
    private static let queues = [DispatchQueue(label: "scrypt 1"), DispatchQueue(label: "scrypt 2")]

    private static func derive(
        _ password: String, _ salt: Data, _ cost: PasswordCost
    ) async throws -> Data {
        // The same characters typed on another keyboard are the same password.
        let bytes = Data(password.precomposedStringWithCompatibilityMapping.utf8)
        return try await withCheckedThrowingContinuation { continuation in
            queues[Int.random(in: 0..<queues.count)].async {
                continuation.resume(
                    with: Result {
                        try KDF.Scrypt.deriveKey(
                            from: bytes, salt: salt, outputByteCount: length, rounds: cost.rounds,
                            blockSize: cost.blockSize, parallelism: cost.parallelism
                        ).withUnsafeBytes { Data($0) }
                    })
            }
        }
    }
}
