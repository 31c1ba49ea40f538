import CLibCrypto

/// The private EC P-256 key that opens what was sealed to its certificate.
public struct SealingKey: Sendable {
    /// Rounds of PBKDF2 with HMAC-SHA-256 behind an encrypted key file; about a fifth of a second.
    static let rounds: Int32 = 600_000

    /// The EVP_PKEY object.
    let pkey: LibCryptoObject

    /// Takes over an EVP_PKEY object.
    init(owning pointer: OpaquePointer) {
        pkey = LibCryptoObject(owning: pointer, free: EVP_PKEY_free)
    }

    /// Reads a PKCS#8 key from PEM; a passphrase given for a key that is not encrypted is ignored.
    public init(pem: String, passphrase: String?) throws(SealingError) {
        var text = Array(pem.utf8)
        defer { LibCrypto.cleanse(&text) }
        let key = try LibCrypto.run { () throws(SealingError) in
            let info = try Self.read(text, passphrase)
            defer { PKCS8_PRIV_KEY_INFO_free(info) }
            guard let key = EVP_PKCS82PKEY(info) else { throw .malformedKey }
            guard LibCrypto.isP256(key) else {
                EVP_PKEY_free(key)
                throw .unsuitableKey
            }
            return key
        }
        self.init(owning: key)
    }

    /// PKCS#8 in PEM, under a passphrase encrypted with AES-256-CBC and PBKDF2 with HMAC-SHA-256.
    public func pem(passphrase: String?) throws(SealingError) -> String {
        guard passphrase != "" else { throw .emptyPassphrase }
        return try LibCrypto.run { () throws(SealingError) in
            let exported = try pkey.use { key throws(SealingError) in EVP_PKEY2PKCS8(key) }
            guard let info = exported else { throw .keyWritingFailed }
            defer { PKCS8_PRIV_KEY_INFO_free(info) }
            guard let passphrase else {
                return try LibCrypto.text(orThrow: .keyWritingFailed) {
                    PEM_write_bio_PKCS8_PRIV_KEY_INFO($0, info) == 1
                }
            }
            guard let sealed = Self.encrypted(info, passphrase) else { throw .keyWritingFailed }
            defer { X509_SIG_free(sealed) }
            return try LibCrypto.text(orThrow: .keyWritingFailed) { PEM_write_bio_PKCS8($0, sealed) == 1 }
        }
    }

    /// The key of an `ENCRYPTED PRIVATE KEY` block, else of a `PRIVATE KEY` block.
    private static func read(_ text: [UInt8], _ passphrase: String?) throws(SealingError) -> OpaquePointer {
        let block = try LibCrypto.reading(text, orThrow: .malformedKey) { bio throws(SealingError) in
            PEM_read_bio_PKCS8(bio, nil, neverPrompt, nil)
        }
        guard let block else { return try plain(text) }
        defer { X509_SIG_free(block) }
        guard let passphrase else { throw .passphraseNeeded }
        guard let info = withBytes(of: passphrase, { PKCS8_decrypt(block, $0, $1) }) else { throw .wrongPassphrase }
        return info
    }

    private static func plain(_ text: [UInt8]) throws(SealingError) -> OpaquePointer {
        try LibCrypto.reading(text, orThrow: .malformedKey) { bio throws(SealingError) in
            guard let info = PEM_read_bio_PKCS8_PRIV_KEY_INFO(bio, nil, neverPrompt, nil)
            else { throw .malformedKey }
            return info
        }
    }

    /// OpenSSL's shorter calls take 2,048 rounds, too few for a key file that may be copied.
    private static func encrypted(_ info: OpaquePointer, _ passphrase: String) -> OpaquePointer? {
        let scheme = PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), rounds, nil, 16, nil, NID_hmacWithSHA256)
        guard let scheme else { return nil }
        // On success the new block owns the scheme.
        let block = withBytes(of: passphrase) { PKCS8_set0_pbe($0, $1, info, scheme) }
        if block == nil { X509_ALGOR_free(scheme) }
        return block
    }

    private static func withBytes<Value>(
        of passphrase: String, _ body: (UnsafePointer<CChar>?, Int32) -> Value?
    ) -> Value? {
        var bytes = Array(passphrase.utf8)
        defer { LibCrypto.cleanse(&bytes) }
        guard let count = Int32(exactly: bytes.count) else { return nil }
        return bytes.withUnsafeBytes { body($0.bindMemory(to: CChar.self).baseAddress, count) }
    }
}
