import CLibCrypto
import Foundation

/// What the sealing code shares in its use of OpenSSL.
enum LibCrypto {
    /// Runs one operation and leaves the thread's error queue empty: its texts may quote input.
    static func run<Value>(_ body: () throws(SealingError) -> Value) throws(SealingError) -> Value {
        defer { ERR_clear_error() }
        return try body()
    }

    /// Hands `body` a read-only BIO over `bytes`.
    static func reading<Value>(
        _ bytes: [UInt8], orThrow error: SealingError,
        _ body: (_ bio: OpaquePointer) throws(SealingError) -> Value
    ) throws(SealingError) -> Value {
        try bytes.withUnsafeBufferPointer { buffer throws(SealingError) in
            guard let count = Int32(exactly: buffer.count), let bio = BIO_new_mem_buf(buffer.baseAddress, count)
            else { throw error }
            defer { BIO_free(bio) }
            return try body(bio)
        }
    }

    /// Hands `read` what `write` put into a memory BIO; OpenSSL cleanses that memory when it frees or grows it.
    static func writing<Value>(
        orThrow error: SealingError,
        _ write: (_ bio: OpaquePointer) -> Bool,
        _ read: (UnsafeRawBufferPointer) throws(SealingError) -> Value
    ) throws(SealingError) -> Value {
        guard let bio = BIO_new(BIO_s_mem()) else { throw error }
        defer { BIO_free(bio) }
        var start: UnsafeMutableRawPointer?
        guard write(bio) else { throw error }
        let count = BIO_ctrl(bio, BIO_CTRL_INFO, 0, &start)
        return try read(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The text that `write` put into a memory BIO.
    static func text(
        orThrow error: SealingError, _ write: (_ bio: OpaquePointer) -> Bool
    ) throws(SealingError) -> String {
        try writing(orThrow: error, write) { bytes throws(SealingError) in String(decoding: bytes, as: UTF8.self) }
    }

    /// Overwrites bytes of ours in a way no optimiser removes.
    static func cleanse(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    }

    /// Overwrites bytes of ours in a way no optimiser removes.
    static func cleanse(_ bytes: inout Data) {
        bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    }

    /// The one curve of our keys, by OpenSSL's name.
    static let curve = "prime256v1"

    /// Tells whether a key is an EC key on P-256.
    static func isP256(_ key: OpaquePointer) -> Bool {
        var name = [CChar](repeating: 0, count: 64)
        var length = 0
        guard EVP_PKEY_is_a(key, "EC") == 1, EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1
        else { return false }
        return name.prefix(length).elementsEqual(curve.utf8.lazy.map { CChar(bitPattern: $0) })
    }
}

/// An OpenSSL certificate or key, freed with its last reference.
///
/// Unchecked: nothing changes the object after it was read, and OpenSSL locks the caches it keeps inside.
final class LibCryptoObject: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let free: @Sendable (OpaquePointer?) -> Void

    /// Takes over `pointer`, to be freed by `free`.
    init(owning pointer: OpaquePointer, free: @escaping @Sendable (OpaquePointer?) -> Void) {
        self.pointer = pointer
        self.free = free
    }

    deinit { free(pointer) }

    /// Lends the object to `body`.
    func use<Value>(_ body: (OpaquePointer) throws(SealingError) -> Value) throws(SealingError) -> Value {
        defer { withExtendedLifetime(self) {} }
        return try body(pointer)
    }
}

/// Answers OpenSSL's question for a PEM passphrase with a refusal; without it OpenSSL asks on the terminal.
func neverPrompt(_: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32, _: UnsafeMutableRawPointer?) -> Int32 { -1 }
