import CLibCrypto
public import Foundation

extension SealingKey {
    /// Makes a key and its self-signed certificate.
    ///
    /// The common name stands in clear in the certificate: an opaque practice code, never a name.
    public static func generate(
        commonName: String, validFrom: Date, validForDays: Int
    ) throws(SealingError) -> (key: SealingKey, certificate: SealingCertificate) {
        let key = try LibCrypto.run { () throws(SealingError) in
            guard let pointer = CLibCrypto_EVP_EC_gen(LibCrypto.curve) else { throw .generationFailed }
            return SealingKey(owning: pointer)
        }
        return (
            key, try key.certificate(commonName: commonName, validFrom: validFrom, validForDays: validForDays)
        )
    }

    /// A new self-signed certificate of this key; it opens what was sealed to any earlier one.
    public func certificate(
        commonName: String, validFrom: Date, validForDays: Int
    ) throws(SealingError) -> SealingCertificate {
        guard commonName.wholeMatch(of: /[A-Za-z0-9-]{1,64}/) != nil else { throw .unsuitableCommonName }
        guard (1...36500).contains(validForDays), let from = time_t(exactly: validFrom.timeIntervalSince1970.rounded())
        else { throw .unsuitableValidity }
        return try LibCrypto.run { () throws(SealingError) in
            try pkey.use { pkey throws(SealingError) in
                try Self.selfSigned(pkey, commonName: Array(commonName.utf8), from: from, days: Int32(validForDays))
            }
        }
    }

    private static func selfSigned(
        _ key: OpaquePointer, commonName: [UInt8], from: time_t, days: Int32
    ) throws(SealingError) -> SealingCertificate {
        guard let x509 = X509_new() else { throw .generationFailed }
        let name = X509_get_subject_name(x509)
        let made =
            X509_set_version(x509, Int(X509_VERSION_3)) == 1
            && setRandomSerial(x509)
            && ASN1_TIME_set(X509_getm_notBefore(x509), from) != nil
            && ASN1_TIME_adj(X509_getm_notAfter(x509), from, days, 0) != nil
            && X509_NAME_add_entry_by_NID(
                name, NID_commonName, MBSTRING_ASC, commonName, Int32(commonName.count), -1, 0) == 1
            && X509_set_issuer_name(x509, name) == 1
            && X509_set_pubkey(x509, key) == 1
            && addExtension(x509, NID_basic_constraints, "critical,CA:FALSE")
            && addExtension(x509, NID_key_usage, "critical,keyAgreement")
            && addKeyIdentifier(x509)
            && X509_sign(x509, key, EVP_sha256()) > 0
        guard made else {
            X509_free(x509)
            throw .generationFailed
        }
        return try SealingCertificate(owning: x509)
    }

    private static func setRandomSerial(_ x509: OpaquePointer) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard RAND_bytes(&bytes, Int32(bytes.count)) == 1, let number = BN_bin2bn(bytes, Int32(bytes.count), nil)
        else { return false }
        defer { BN_free(number) }
        return BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != nil
    }

    private static func addExtension(_ x509: OpaquePointer, _ kind: Int32, _ value: String) -> Bool {
        guard let made = X509V3_EXT_conf_nid(nil, nil, kind, value) else { return false }
        defer { X509_EXTENSION_free(made) }
        return X509_add_ext(x509, made, -1) == 1
    }

    /// The leftmost 160 bits of the public key's SHA-256 (RFC 7093 section 2, method 1), for OpenSSL's own is SHA-1.
    private static func addKeyIdentifier(_ x509: OpaquePointer) -> Bool {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        guard X509_pubkey_digest(x509, EVP_sha256(), &digest, nil) == 1, let identifier = ASN1_OCTET_STRING_new()
        else { return false }
        defer { ASN1_OCTET_STRING_free(identifier) }
        return ASN1_OCTET_STRING_set(identifier, digest, 20) == 1
            && X509_add1_ext_i2d(x509, NID_subject_key_identifier, identifier, 0, 0) == 1
    }
}
