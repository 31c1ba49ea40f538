public import Deidentification
public import Foundation
public import Submission

/// The practice's keys: pairs to seal and open with, of which the last made is in use, and the key it signs with.
///
/// Files of the keys folder: `sealing-ID.cert.pem` and `sealing-ID.key.pem` for each pair, `recovery.cert.pem` and, for
/// each recovery pair that was replaced, `recovery-ID.cert.pem`, `signing-ID.key.pem`, and the ids in use in
/// `current-sealing`, `current-signing` and, while a new key is being made known, `next-signing`.
public struct KeyRing: Sendable {
    /// Lasts for ten years: old reports must be opened long after, and the date is a reminder only.
    private static let validity = 3650

    private let folder: URL
    private let lock: KeyLock

    /// - Parameters:
    ///   - passphrase: of the private keys, if they are encrypted.
    ///   - ask: asks a person for it, the first time that an encrypted key is read and no passphrase was given.
    public init(_ directory: PracticeDirectory, passphrase: String?, ask: (@Sendable () -> String?)? = nil) {
        folder = directory.keysFolder
        lock = KeyLock(passphrase: passphrase, ask: ask)
    }

    /// Makes the first keys of a practice: a sealing pair and a signing key.
    func create(now: Date) throws {
        try makeSealingKey(now: now)
        try promote(try makeSigningKey())
    }

    // MARK: - Recovery

    /// Makes a recovery key and the text of its file, which is for elsewhere; nothing of it is kept here.
    func makeRecoveryKey(now: Date) throws -> (key: SealingKey, pem: String) {
        try unlock()
        let key = try SealingKey.generate(commonName: "unused", validFrom: now, validForDays: 1).key
        return (key, try lock.write(key))
    }

    /// Seals to this recovery key from now on.
    func adoptRecoveryKey(_ key: SealingKey, now: Date) throws {
        let new = try key.certificate(
            commonName: "recovery-" + Self.random, validFrom: now, validForDays: Self.validity)
        if try hasRecoveryCertificate() {
            let old = try recoveryCertificate()
            try write(old.pem, "recovery-\(old.keyID).cert.pem")
        }
        try write(new.pem, "recovery.cert.pem")
    }

    /// The certificate of the recovery key that is in use.
    public func recoveryCertificate() throws -> SealingCertificate { try certificate("recovery.cert.pem") }

    private func hasRecoveryCertificate() throws -> Bool { try names().contains("recovery.cert.pem") }

    // MARK: - Sealing

    /// Seals to the pair in use and to the recovery certificate; needs no passphrase.
    public func sealer() throws -> Sealer {
        try Sealer(recipients: [
            try certificate("sealing-\(try current("current-sealing")).cert.pem"),
            try certificate("recovery.cert.pem"),
        ])
    }

    /// The key id of the pair in use.
    public func sealingKeyID() throws -> String { try current("current-sealing") }

    /// Makes a new pair for reports from now on; old pairs stay for old reports.
    @discardableResult
    public func addSealingKey(now: Date) throws -> String {
        try unlock()
        return try makeSealingKey(now: now)
    }

    @discardableResult
    private func makeSealingKey(now: Date) throws -> String {
        let (key, certificate) = try SealingKey.generate(
            commonName: "practice-" + Self.random, validFrom: now, validForDays: Self.validity)
        let id = certificate.keyID
        try write(try lock.write(key), "sealing-\(id).key.pem")
        try write(certificate.pem, "sealing-\(id).cert.pem")
        try write(id, "current-sealing")
        return id
    }

    /// Reads the key in use, so that a new one is encrypted as it is, and never under a passphrase that was mistyped.
    private func unlock() throws { _ = try lock.open(try read("sealing-\(try current("current-sealing")).key.pem")) }

    /// Opens an envelope with whichever pair it was sealed to.
    public func open(_ envelope: Data, expecting binding: SealedBinding) throws -> SealedContents {
        try unsealer(of: envelope).open(envelope, expecting: binding)
    }

    /// What opens an envelope, whichever pair it was sealed to.
    func unsealer(of envelope: Data) throws -> Unsealer {
        let outside = try SealedEnvelope(envelope)
        guard let certificate = try sealingCertificates().first(where: { outside.isSealed(to: $0) }) else {
            throw PracticeError.noKeyOpens
        }
        let key = try lock.open(try read("sealing-\(certificate.keyID).key.pem"))
        return try Unsealer(key: key, certificate: certificate)
    }

    /// What a certificate of the ring is for.
    public enum Role: String, Sendable {
        /// Reports are sealed to it.
        case current
        /// Earlier reports were sealed to it, and it opens them.
        case earlier
        /// Reports are sealed to it as well; its key lies offline.
        case recovery
        /// Earlier reports were sealed to it; its key lies offline.
        case earlierRecovery = "earlier-recovery"
    }

    /// Every certificate that reports were or are sealed to, those in use first.
    public func certificates() throws -> [(role: Role, certificate: SealingCertificate)] {
        let inUse = try sealingKeyID()
        let sealing = try sealingCertificates().sorted { $0.notBefore > $1.notBefore }
        let recovery = try names().filter { $0.wholeMatch(of: /recovery-[0-9a-f]+\.cert\.pem/) != nil }
            .map { try certificate($0) }.sorted { $0.notBefore > $1.notBefore }
        return sealing.filter { $0.keyID == inUse }.map { (.current, $0) }
            + [(.recovery, try recoveryCertificate())]
            + sealing.filter { $0.keyID != inUse }.map { (.earlier, $0) } + recovery.map { (.earlierRecovery, $0) }
    }

    /// The certificates that everything new is sealed to.
    func certificatesInUse() throws -> [SealingCertificate] {
        try certificates().filter { $0.role == .current || $0.role == .recovery }.map(\.certificate)
    }

    private func sealingCertificates() throws -> [SealingCertificate] {
        try names().filter { $0.wholeMatch(of: /sealing-[0-9a-f]+\.cert\.pem/) != nil }.sorted()
            .map { try certificate($0) }
    }

    // MARK: - Signing

    /// The key that the aggregator knows.
    public func signingKey() throws -> SigningKey { try signingKey(try current("current-signing")) }

    /// A new key that was perhaps made known to the aggregator, but is not in use yet.
    public func nextSigningKey() throws -> SigningKey? {
        guard try names().contains("next-signing") else { return nil }
        return try signingKey(try current("next-signing"))
    }

    /// Makes a new key, to be made known to the aggregator before it is put in use by ``promote(_:)``.
    public func stageSigningKey() throws -> SigningKey {
        try unlock()
        let key = try makeSigningKey()
        try write(key.id, "next-signing")
        return key
    }

    /// Puts a signing key in use.
    public func promote(_ key: SigningKey) throws {
        try write(key.id, "current-signing")
        try? FileManager.default.removeItem(at: folder.appending(path: "next-signing"))
    }

    private func makeSigningKey() throws -> SigningKey {
        let key = SigningKey()
        // Through the sealing key's reader, which knows how to encrypt a key file.
        let pem = try lock.write(try SealingKey(pem: key.pem, passphrase: nil))
        try write(pem, "signing-\(key.id).key.pem")
        return key
    }

    private func signingKey(_ id: String) throws -> SigningKey {
        let key = try lock.open(try read("signing-\(id).key.pem"))
        return try SigningKey(id: id, pem: try key.pem(passphrase: nil))
    }

    // MARK: - Files

    private static var random: String { String(UUID().uuidString.lowercased().prefix(8)) }

    private func certificate(_ name: String) throws -> SealingCertificate {
        try SealingCertificate(pem: try read(name))
    }

    /// An id in use; whatever is no id would lead out of the folder.
    private func current(_ name: String) throws -> String {
        let id = try read(name)
        guard id.wholeMatch(of: /[0-9a-f-]{8,64}/) != nil else { throw PracticeError.keyMissing }
        return id
    }

    private func names() throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw PracticeError.keyMissing
        }
        return names
    }

    private func read(_ name: String) throws -> String {
        guard let data = try? Data(contentsOf: folder.appending(path: name)),
            let text = String(validating: data, as: UTF8.self)
        else { throw PracticeError.keyMissing }
        return text
    }

    private func write(_ text: String, _ name: String) throws {
        try PrivateFile.write(Data(text.utf8), to: folder.appending(path: name))
    }
}
