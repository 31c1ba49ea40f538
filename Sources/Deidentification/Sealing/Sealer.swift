import CLibCrypto
public import Foundation

/// Seals a report's elements so that only the holders of the recipients' private keys can read them.
public struct Sealer: Sendable {
    private let recipients: [SealingCertificate]
    private let recipientKeyIDs: Set<[UInt8]>

    /// The key id of the current certificate, which every envelope names inside.
    public let keyID: String

    /// Seals to the current certificate, which stands first, and to the others, such as the recovery certificate.
    public init(recipients: [SealingCertificate]) throws(SealingError) {
        guard let current = recipients.first else { throw .noRecipients }
        recipientKeyIDs = Set(recipients.map(\.subjectKeyID))
        guard recipientKeyIDs.count == recipients.count else { throw .repeatedRecipient }
        self.recipients = recipients
        keyID = current.keyID
    }

    /// Seals values by element number into the DER of a CMS AuthEnvelopedData (RFC 5083).
    public func seal(
        _ elements: [String: [String]], localID: String? = nil, for binding: SealedBinding
    ) throws(SealingError) -> Data {
        let contents = SealedContents(binding: binding, keyID: keyID, elements: elements, localID: localID)
        var plaintext = try contents.paddedJSON()
        defer { LibCrypto.cleanse(&plaintext) }
        return try seal(plaintext)
    }

    /// Seals bytes as they are.
    func seal(_ plaintext: [UInt8]) throws(SealingError) -> Data {
        try LibCrypto.run { () throws(SealingError) in
            guard let envelope = CMS_AuthEnvelopedData_create(EVP_aes_256_gcm()) else { throw .sealingFailed }
            defer { CMS_ContentInfo_free(envelope) }
            // Else the ciphertext would stay outside of the envelope.
            guard CMS_set_detached(envelope, 0) == 1 else { throw .sealingFailed }
            for recipient in recipients { try Self.add(recipient, to: envelope) }
            try LibCrypto.reading(plaintext, orThrow: .sealingFailed) { bio throws(SealingError) in
                guard CMS_final(envelope, bio, nil, UInt32(CMS_BINARY)) == 1 else { throw .sealingFailed }
            }
            let sealed = try LibCrypto.writing(orThrow: .sealingFailed, { i2d_CMS_bio($0, envelope) == 1 }) {
                bytes throws(SealingError) in Data(bytes)
            }
            // Nothing leaves that `Unsealer` would refuse for its form, whatever OpenSSL's version writes.
            guard (try? SealedEnvelope(sealed))?.recipients == recipientKeyIDs else { throw .sealingFailed }
            return sealed
        }
    }

    private static func add(_ recipient: SealingCertificate, to envelope: OpaquePointer) throws(SealingError) {
        // By key identifier, so that the envelope does not carry the name of the certificate's issuer.
        let flags = UInt32(CMS_KEY_PARAM | CMS_USE_KEYID)
        try recipient.x509.use { x509 throws(SealingError) in
            // The key derivation would otherwise be over SHA-1.
            guard let info = CMS_add1_recipient_cert(envelope, x509, flags),
                let parameters = CMS_RecipientInfo_get0_pkey_ctx(info),
                EVP_PKEY_CTX_set_ecdh_kdf_md(parameters, EVP_sha256()) == 1
            else { throw .sealingFailed }
        }
    }
}
