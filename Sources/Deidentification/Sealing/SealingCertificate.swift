import CLibCrypto
public import Foundation

/// An X.509 certificate with an EC P-256 key, to which reports are sealed.
public struct SealingCertificate: Sendable {
    /// The first 32 hexadecimal digits, in lower case, of the SHA-256 of the certificate's DER.
    public let keyID: String
    /// The certificate alone, even if it was read from a file that holds more.
    public let pem: String
    /// The first moment of its validity.
    public let notBefore: Date
    /// The last moment of its validity.
    public let notAfter: Date

    /// By this an envelope names its recipients, instead of by issuer and serial number.
    let subjectKeyID: [UInt8]
    /// The X509 object.
    let x509: LibCryptoObject

    /// Reads the first certificate of a PEM text.
    public init(pem: String) throws(SealingError) {
        try self.init(bytes: Array(pem.utf8)) { PEM_read_bio_X509($0, nil, neverPrompt, nil) }
    }

    /// Reads a certificate in DER.
    public init(der: Data) throws(SealingError) {
        try self.init(bytes: Array(der)) { d2i_X509_bio($0, nil) }
    }

    private init(bytes: [UInt8], read: (OpaquePointer) -> OpaquePointer?) throws(SealingError) {
        let x509 = try LibCrypto.run { () throws(SealingError) in
            try LibCrypto.reading(bytes, orThrow: .malformedCertificate) { bio throws(SealingError) in
                guard let x509 = read(bio) else { throw .malformedCertificate }
                return x509
            }
        }
        try self.init(owning: x509)
    }

    /// Takes over an X509 object after checking that it can be sealed to.
    init(owning pointer: OpaquePointer) throws(SealingError) {
        x509 = LibCryptoObject(owning: pointer, free: X509_free)
        (keyID, pem, notBefore, notAfter, subjectKeyID) = try LibCrypto.run { () throws(SealingError) in
            guard let key = X509_get0_pubkey(pointer), LibCrypto.isP256(key) else { throw .unsuitableCertificateKey }
            // Without the extension every usage is allowed, and OpenSSL answers with all bits set.
            guard X509_get_key_usage(pointer) & UInt32(KU_KEY_AGREEMENT) != 0 else { throw .unsuitableKeyUsage }
            guard let identifier = X509_get0_subject_key_id(pointer) else { throw .missingKeyIdentifier }
            guard let digest = Self.digest(pointer), let from = Self.date(X509_get0_notBefore(pointer)),
                let until = Self.date(X509_get0_notAfter(pointer))
            else { throw .malformedCertificate }
            return (
                digest.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
                try LibCrypto.text(orThrow: .malformedCertificate) { PEM_write_bio_X509($0, pointer) == 1 },
                from, until,
                Array(UnsafeBufferPointer(start: ASN1_STRING_get0_data(identifier), count: length(of: identifier)))
            )
        }
    }

    private static func digest(_ x509: OpaquePointer) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard X509_digest(x509, EVP_sha256(), &digest, &count) == 1 else { return nil }
        return Array(digest.prefix(Int(count)))
    }

    private static func date(_ time: UnsafePointer<ASN1_TIME>?) -> Date? {
        var parts = tm()
        guard ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Date(timeIntervalSince1970: TimeInterval(timegm(&parts)))
    }
}

private func length(of string: UnsafePointer<ASN1_OCTET_STRING>) -> Int { Int(ASN1_STRING_length(string)) }
