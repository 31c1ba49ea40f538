import CLibCrypto
public import Foundation

/// Opens what was sealed to one certificate.
public struct Unsealer: Sendable {
    private let key: SealingKey
    private let certificate: SealingCertificate

    /// Takes a private key and its certificate.
    public init(key: SealingKey, certificate: SealingCertificate) throws(SealingError) {
        try LibCrypto.run { () throws(SealingError) in
            try certificate.x509.use { x509 throws(SealingError) in
                try key.pkey.use { pkey throws(SealingError) in
                    guard X509_check_private_key(x509, pkey) == 1 else { throw .keyOfAnotherCertificate }
                }
            }
        }
        self.key = key
        self.certificate = certificate
    }

    /// Opens an envelope whose tag verifies and which belongs to the report revision that is expected.
    public func open(_ sealed: Data, expecting binding: SealedBinding) throws(SealingError) -> SealedContents {
        let contents = try open(sealed) { bytes throws(SealingError) in try SealedContents(paddedJSON: bytes) }
        guard contents.binding == binding else { throw .boundToAnotherReport }
        return contents
    }

    /// Opens an envelope whose tag verifies and reads what was in it.
    func open<Value>(
        _ sealed: Data, _ read: (UnsafeRawBufferPointer) throws(SealingError) -> Value
    ) throws(SealingError) -> Value {
        // Checked before OpenSSL reads it: OpenSSL would take a tag of four bytes for good, for one.
        let envelope = try SealedEnvelope(sealed)
        guard envelope.recipients.contains(certificate.subjectKeyID) else { throw .notARecipient }
        return try LibCrypto.run { () throws(SealingError) in try decrypt(Array(sealed), read) }
    }

    private func decrypt<Value>(
        _ sealed: [UInt8], _ read: (UnsafeRawBufferPointer) throws(SealingError) -> Value
    ) throws(SealingError) -> Value {
        let parsed = try LibCrypto.reading(sealed, orThrow: .malformed) { bio throws(SealingError) in
            d2i_CMS_bio(bio, nil)
        }
        guard let envelope = parsed else { throw .malformed }
        defer { CMS_ContentInfo_free(envelope) }
        return try certificate.x509.use { x509 throws(SealingError) in
            try key.pkey.use { pkey throws(SealingError) in
                // OpenSSL answers 1 only after the tag verified; until then nothing reads what it wrote.
                try LibCrypto.writing(
                    orThrow: .tampered,
                    { CMS_decrypt(envelope, pkey, x509, nil, $0, UInt32(CMS_BINARY)) == 1 }, read)
            }
        }
    }
}
