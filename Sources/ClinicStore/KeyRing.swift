public import Deidentification
public import Foundation
public import Submission

/// The practice's keys: pairs to seal and open with, of which the last made is in use, and the key it signs with.
///
/// Files of the keys folder: `sealing-ID.cert.pem` and `sealing-ID.key.pem` for each pair, `recovery.cert.pem`,
/// `signing-ID.key.pem`, and the ids in use in `current-sealing`, `current-signing` and, while a new key is being made
/// known, `next-signing`.
public struct KeyRing: Sendable {
    /// Lasts for ten years: old reports must be opened long after, and the date is a reminder only.
    private static let validity = 3650

    private let folder: URL
    private let passphrase: String?

    /// - Parameter passphrase: of the private keys, if they are encrypted.
    public init(_ directory: PracticeDirectory, passphrase: String?) {
        folder = directory.keysFolder
        self.passphrase = passphrase
    }

    /// Makes the first keys of a practice, and the recovery pair, whose private half is returned and not kept.
    func create(now: Date) throws -> (recoveryKey: String, recoveryKeyID: String) {
        try addSealingKey(now: now)
        let (key, certificate) = try SealingKey.generate(
            commonName: "recovery-" + Self.random, validFrom: now, validForDays: Self.validity)
        try write(certificate.pem, "recovery.cert.pem")
        try promote(try makeSigningKey())
        return (try key.pem(passphrase: passphrase), certificate.keyID)
    }

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
        let (key, certificate) = try SealingKey.generate(
            commonName: "practice-" + Self.random, validFrom: now, validForDays: Self.validity)
        let id = certificate.keyID
        try write(try key.pem(passphrase: passphrase), "sealing-\(id).key.pem")
        try write(certificate.pem, "sealing-\(id).cert.pem")
        try write(id, "current-sealing")
        return id
    }

    /// Opens an envelope with whichever pair it was sealed to, the one in use first.
    public func open(_ envelope: Data, expecting binding: SealedBinding) throws -> SealedContents {
        let inUse = try current("current-sealing")
        let others = try names().compactMap { name in
            name.wholeMatch(of: /sealing-([0-9a-f]+)\.cert\.pem/).map { String($0.1) }
        }.filter { $0 != inUse }
        for id in [inUse] + others.sorted() {
            let certificate = try certificate("sealing-\(id).cert.pem")
            let key = try SealingKey(pem: try read("sealing-\(id).key.pem"), passphrase: passphrase)
            do {
                return try Unsealer(key: key, certificate: certificate).open(envelope, expecting: binding)
            } catch SealingError.notARecipient {
                continue
            }
        }
        throw PracticeError.noKeyOpens
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
        let pem = try SealingKey(pem: key.pem, passphrase: nil).pem(passphrase: passphrase)
        try write(pem, "signing-\(key.id).key.pem")
        return key
    }

    private func signingKey(_ id: String) throws -> SigningKey {
        let key = try SealingKey(pem: try read("signing-\(id).key.pem"), passphrase: passphrase)
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

/// The passphrase of the practice's private keys.
public enum Passphrase {
    /// The environment variable that may hold it.
    public static let variable = "GOODCATCH_PASSPHRASE"

    /// From a file, of which the first line counts, else from the environment, else none.
    public static func find(file: String?, environment: [String: String]) throws(PracticeError) -> String? {
        guard let file else { return environment[variable].flatMap { $0.isEmpty ? nil : $0 } }
        guard let data = FileManager.default.contents(atPath: file), let text = String(validating: data, as: UTF8.self),
            let line = text.split(whereSeparator: \.isNewline).first, !line.isEmpty
        else { throw .passphraseFile }
        return String(line)
    }
}
