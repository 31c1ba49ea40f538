import Deidentification
import Foundation
import Testing

@Suite struct SealingKeyTests {
    let pair: (key: SealingKey, certificate: SealingCertificate)
    let openssl: OpenSSLCommand

    init() throws {
        pair = try SealingFixture.pair()
        openssl = try OpenSSLCommand()
    }

    @Test(arguments: [nil, "correct horse", "pass \"with\" ünïcode 🙂", String(repeating: "long ", count: 200)])
    func keyReturnsFromPEM(_ passphrase: String?) throws {
        let pem = try pair.key.pem(passphrase: passphrase)
        let block = passphrase == nil ? "PRIVATE KEY" : "ENCRYPTED PRIVATE KEY"
        #expect(pem.hasPrefix("-----BEGIN \(block)-----\n"))
        let key = try SealingKey(pem: pem, passphrase: passphrase)
        _ = try Unsealer(key: key, certificate: pair.certificate)
        #expect(try key.pem(passphrase: nil) == pair.key.pem(passphrase: nil))
    }

    @Test func wrongOrMissingPassphraseIsRefused() throws {
        let pem = try pair.key.pem(passphrase: "correct horse")
        #expect(throws: SealingError.wrongPassphrase) { try SealingKey(pem: pem, passphrase: "correct horsf") }
        #expect(throws: SealingError.wrongPassphrase) { try SealingKey(pem: pem, passphrase: "") }
        #expect(throws: SealingError.passphraseNeeded) { try SealingKey(pem: pem, passphrase: nil) }
        #expect(throws: SealingError.emptyPassphrase) { try pair.key.pem(passphrase: "") }
    }

    @Test func encryptedKeyNamesItsAlgorithms() throws {
        try openssl.write("key.pem", pair.key.pem(passphrase: "correct horse"))
        let structure = String(decoding: try openssl.run("asn1parse", "-in", "key.pem"), as: UTF8.self)
        for expected in ["PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", ":0927C0"] {
            #expect(structure.contains(expected))
        }
        try openssl.write("plain.pem", openssl.run("pkey", "-in", "key.pem", "-passin", "pass:correct horse"))
        #expect(try openssl.text("plain.pem") == pair.key.pem(passphrase: nil))
    }

    @Test func otherKeyFilesAreRefusedWithoutAPrompt() throws {
        try openssl.write("key.pem", pair.key.pem(passphrase: nil))
        try openssl.run("ec", "-in", "key.pem", "-aes256", "-passout", "pass:x", "-out", "old.pem")
        let old = try openssl.text("old.pem")
        #expect(old.contains("Proc-Type"))
        let relabelled = ["ENCRYPTED PRIVATE KEY", "PRIVATE KEY"].map {
            old.replacingOccurrences(of: "EC PRIVATE KEY", with: $0)
        }
        for text in [old, "", "x", pair.certificate.pem] + relabelled {
            #expect(throws: SealingError.malformedKey) { try SealingKey(pem: text, passphrase: "x") }
            #expect(throws: SealingError.malformedKey) { try SealingKey(pem: text, passphrase: nil) }
        }
        try openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", "p384.pem")
        try openssl.run("genpkey", "-algorithm", "ED25519", "-out", "ed.pem")
        for name in ["p384.pem", "ed.pem"] {
            let text = try openssl.text(name)
            #expect(throws: SealingError.unsuitableKey) { try SealingKey(pem: text, passphrase: nil) }
        }
    }

    @Test func certificateStatesWhatWasAsked() throws {
        let certificate = pair.certificate
        #expect(certificate.notBefore == Date(timeIntervalSince1970: 1_767_225_600))
        #expect(certificate.notAfter == Date(timeIntervalSince1970: 1_767_225_600 + 730 * 86_400))
        try openssl.write("made.crt", certificate.pem)
        let text = String(
            decoding: try openssl.run("x509", "-in", "made.crt", "-noout", "-subject", "-issuer", "-text"),
            as: UTF8.self)
        for expected in [
            "subject=CN = practice-7", "issuer=CN = practice-7", "prime256v1", "ecdsa-with-SHA256", "Key Agreement",
            "CA:FALSE",
        ] {
            #expect(text.contains(expected))
        }
        try openssl.run("verify", "-CAfile", "made.crt", "-attime", "1767312000", "made.crt")

        try openssl.run("x509", "-in", "made.crt", "-outform", "DER", "-out", "made.der")
        let digest = String(decoding: try openssl.run("dgst", "-sha256", "-r", "made.der"), as: UTF8.self)
        #expect(certificate.keyID == String(digest.prefix(32)))
        #expect(certificate.keyID.count == 32)
    }

    @Test func certificateReturnsFromPEMAndDER() throws {
        let text = "a remark\n" + (try pair.key.pem(passphrase: nil)) + pair.certificate.pem
        let fromPEM = try SealingCertificate(pem: text)
        #expect(fromPEM.pem == pair.certificate.pem)
        try openssl.write("made.crt", fromPEM.pem)
        let der = try openssl.run("x509", "-in", "made.crt", "-outform", "DER")
        #expect(try SealingCertificate(der: der).keyID == pair.certificate.keyID)
        #expect(throws: SealingError.malformedCertificate) { try SealingCertificate(der: der.dropLast(1)) }
        #expect(throws: SealingError.malformedCertificate) { try SealingCertificate(pem: "x") }
    }

    @Test(arguments: [
        ("P-256", "keyUsage=critical,digitalSignature", SealingError.unsuitableKeyUsage),
        ("P-384", "keyUsage=critical,keyAgreement", .unsuitableCertificateKey),
        ("P-256", "subjectKeyIdentifier=none", .missingKeyIdentifier),
    ])
    func otherCertificatesAreRefused(_ curve: String, _ ext: String, _ error: SealingError) throws {
        try openssl.run(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:\(curve)", "-nodes", "-keyout", "o.key",
            "-out", "o.crt", "-subj", "/CN=other", "-days", "9", "-addext", ext)
        let text = try openssl.text("o.crt")
        #expect(throws: error) { try SealingCertificate(pem: text) }
    }

    @Test func certificateOfAnotherToolServes() throws {
        try openssl.run(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "o.key",
            "-out", "o.crt", "-subj", "/CN=other", "-days", "9")
        let certificate = try SealingCertificate(pem: openssl.text("o.crt"))
        let key = try SealingKey(pem: openssl.text("o.key"), passphrase: nil)
        let binding = SealedBinding(practice: "p", reportID: "0b5c6a52-7d0e-4c3f-9c57-2f1f0a6f4b11", revision: 1)
        let sealed = try Sealer(recipients: [certificate]).seal(["2.3": ["64"]], for: binding)
        let opened = try Unsealer(key: key, certificate: certificate).open(sealed, expecting: binding)
        #expect(opened.elements == ["2.3": ["64"]])
    }

    @Test(arguments: ["", "Dr Jane Example", "Zoë", "a_b", String(repeating: "x", count: 65)])
    func namesAreNoCommonName(_ name: String) {
        #expect(throws: SealingError.unsuitableCommonName) {
            try SealingKey.generate(commonName: name, validFrom: .now, validForDays: 1)
        }
    }

    @Test(arguments: [0, -1, 36_501])
    func validityHasLimits(_ days: Int) {
        #expect(throws: SealingError.unsuitableValidity) {
            try SealingKey.generate(commonName: "p", validFrom: .now, validForDays: days)
        }
    }

    @Test func datesOutOfRangeAreRefused() {
        for date in [Date(timeIntervalSince1970: .infinity), Date(timeIntervalSince1970: 1e15)] {
            #expect(throws: SealingError.self) {
                try SealingKey.generate(commonName: "p", validFrom: date, validForDays: 1)
            }
        }
    }
}
