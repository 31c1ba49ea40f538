/// Why sealing or opening was refused; a fixed list of texts, so no case can carry contents, keys or file text.
public enum SealingError: String, Error, Sendable, CaseIterable {
    /// Neither PEM nor DER of an X.509 certificate.
    case malformedCertificate = "sealing certificate is not a readable X.509 certificate: check the file"
    /// The public key is of another kind.
    case unsuitableCertificateKey = "sealing certificate does not hold an EC P-256 key: make a new one"
    /// Its key usage leaves out key agreement.
    case unsuitableKeyUsage = "sealing certificate does not allow key agreement: make a new one"
    /// Without it an envelope would have to name the issuer.
    case missingKeyIdentifier = "sealing certificate has no subject key identifier: make a new one"
    /// The subject of a new certificate travels in clear wherever the certificate goes.
    case unsuitableCommonName =
        "subject of a sealing certificate must be an opaque code of 1 to 64 letters, digits and hyphens"
    /// Zero, negative, or past what a certificate can state.
    case unsuitableValidity = "sealing certificate needs a validity of 1 to 36500 days"
    /// Not PKCS#8 in PEM.
    case malformedKey = "private key is not a readable PKCS#8 PEM key: convert it with 'openssl pkcs8 -topk8'"
    /// The key is of another kind.
    case unsuitableKey = "private key is not an EC P-256 key"
    /// The key is encrypted and no passphrase was given.
    case passphraseNeeded = "private key is encrypted: give its passphrase"
    /// An empty passphrase protects nothing.
    case emptyPassphrase = "passphrase of a private key must not be empty"
    /// The passphrase does not open the key.
    case wrongPassphrase = "passphrase does not open the private key, or the key file is damaged"
    /// Key and certificate are not a pair.
    case keyOfAnotherCertificate = "private key does not belong to the certificate given with it"
    /// A sealer without recipients would lose the contents.
    case noRecipients = "sealing needs at least one certificate"
    /// The recovery certificate must have a key of its own.
    case repeatedRecipient = "sealing certificates must differ in key: the recovery certificate needs a key of its own"
    /// OpenSSL failed while it made a key or certificate.
    case generationFailed = "could not make a key and certificate: check the OpenSSL configuration"
    /// OpenSSL failed while it wrote a key.
    case keyWritingFailed = "could not write the private key: check the OpenSSL configuration"
    /// OpenSSL failed while it sealed.
    case sealingFailed = "could not seal: check the OpenSSL configuration"
    /// Not an envelope of our profile, or its opened contents are not ours.
    case malformed = "sealed envelope is damaged or not of the form this program writes"
    /// The envelope was sealed for other certificates.
    case notARecipient = "sealed envelope was not made for this certificate: use the key that was current then"
    /// The authentication tag or a wrapped key does not verify.
    case tampered = "sealed envelope was altered after it was sealed"
    /// Opened, but its report, revision, practice or format version is not the one asked for.
    case boundToAnotherReport = "sealed envelope belongs to another report, revision or practice"
}

extension SealingError: CustomStringConvertible {
    /// The text of the refusal.
    public var description: String { rawValue }
}
