import Deidentification
import Foundation
import IncidentReports
import Submission
import Testing

@testable import ClinicStore

/// Keys are changed without losing a report, and never lie about unencrypted by accident.
@Suite struct KeyTests {
    private static let words = "four words at least"

    private func keyFiles(_ store: TestStore) throws -> [String] {
        let keys = store.practice.directory.keysFolder
        return try FileManager.default.contentsOfDirectory(atPath: keys.path).filter { $0.hasSuffix(".key.pem") }
            .map { try String(contentsOf: keys.appending(path: $0), encoding: .utf8) }
    }

    @Test func everyKeyFileIsEncryptedAndAPersonIsAskedOnce() async throws {
        let store = try TestStore(passphrase: Self.words)
        try store.practice.keys.addSealingKey(now: Date())
        let recovery = store.folder.appending(path: "second-recovery.pem")
        _ = try store.practice.rotateRecoveryKey(to: recovery)
        let files = try keyFiles(store) + [try String(contentsOf: recovery, encoding: .utf8)]
        #expect(files.count == 4)
        #expect(files.allSatisfy { $0.contains("BEGIN ENCRYPTED PRIVATE KEY") })

        // Without the passphrase nothing new is made, least of all unencrypted.
        let locked = try Practice(opening: store.url)
        #expect(throws: SealingError.passphraseNeeded) { try locked.keys.addSealingKey(now: Date()) }
        #expect(throws: SealingError.passphraseNeeded) { try locked.keys.stageSigningKey() }
        let wrong = try Practice(opening: store.url, passphrase: "another one")
        #expect(throws: SealingError.wrongPassphrase) { try wrong.keys.addSealingKey(now: Date()) }
        #expect(try keyFiles(store).count == 3)

        try await store.add(line("a"))
        let key = try #require(try store.practice.outbox.waiting().first)
        let packet = try #require(try store.practice.outbox.entry(key)).packet
        try await confirmation { asked in
            let practice = try Practice(
                opening: store.url,
                ask: {
                    asked()
                    return Self.words
                })
            #expect(try practice.open(packet, expecting: key).elements["2.3"] == ["58"])
            _ = try practice.keys.signingKey()
            try practice.keys.addSealingKey(now: Date())
        }
        #expect(try keyFiles(store).allSatisfy { $0.contains("BEGIN ENCRYPTED PRIVATE KEY") })
    }

    @Test func aNewStoreNeedsAPassphraseOrARefusalOfOne() throws {
        #expect(throws: PracticeError.passphraseNeeded) { try Passphrase.new(given: nil, none: false) { nil } }
        #expect(throws: PracticeError.passphraseTooShort) { try Passphrase.new(given: "short", none: false) { nil } }
        #expect(throws: PracticeError.passphraseTooShort) { try Passphrase.new(given: nil, none: false) { "short" } }
        #expect(try Passphrase.new(given: nil, none: false) { Self.words } == Self.words)
        #expect(try Passphrase.new(given: Self.words, none: true) { nil } == nil)
    }

    @Test func theListTellsWhatEachKeyOpens() async throws {
        let store = try TestStore()
        try await store.add(line("a"), line("b"))
        let first = try store.practice.keys.sealingKeyID()
        let second = try store.practice.keys.addSealingKey(now: Date())
        try await store.add(line("c"))
        let records = try store.practice.keyRecords()
        #expect(records.map(\.role) == [.current, .recovery, .earlier])
        #expect(records.map(\.packets) == [1, 3, 2])
        #expect(records[0].certificate.keyID == second)
        #expect(records[2].certificate.keyID == first)
    }

    @Test func whatWasNotSentIsSealedAnewAndWhatWasSentIsKept() async throws {
        let store = try TestStore()
        let practice = store.practice
        try await store.add(line("a"), line("b"))
        let sent = try #require(
            try practice.outbox.claim(after: 0, now: Date(), maximumCount: 1, maximumBytes: 1 << 20).first)
        let waiting = try #require(try practice.outbox.waiting().first { $0 != sent.key })
        let before = try #require(try practice.outbox.entry(waiting))
        #expect(try practice.rewrap().current == 2)

        let old = try practice.keys.sealingKeyID()
        let recovery = store.folder.appending(path: "second-recovery.pem")
        try practice.keys.addSealingKey(now: Date())
        let newRecovery = try practice.rotateRecoveryKey(to: recovery)
        let result = try practice.rewrap()
        #expect(result.resealed == 1)
        #expect(result.sent == 1)
        #expect(try practice.outbox.entry(sent.key)?.packet == sent.packet)
        let after = try #require(try practice.outbox.entry(waiting))
        #expect(after.state == .ready)
        #expect(after.packet != before.packet)
        #expect(after.contentHash == ReportCodec.contentHash(of: after.packet))
        #expect(
            try practice.open(after.packet, expecting: waiting).elements
                == practice.open(before.packet, expecting: waiting).elements)
        let records = try practice.keyRecords()
        #expect(records.map(\.role) == [.current, .recovery, .earlier, .earlierRecovery])
        #expect(records.map(\.packets) == [1, 1, 1, 1])
        #expect(records[1].certificate.keyID == newRecovery)
        #expect(records[2].certificate.keyID == old)
        #expect(try practice.rewrap().resealed == 0)
    }

    @Test func theRecoveryKeyIsTold() throws {
        let store = try TestStore(passphrase: Self.words)
        let reader = KeyLock(passphrase: Self.words, ask: nil)
        let first = store.folder.appending(path: "recovery.pem")
        try store.practice.checkRecoveryKey(reader.recoveryKey(first))
        #expect(throws: SealingError.passphraseNeeded) {
            try KeyLock(passphrase: nil, ask: nil).recoveryKey(first)
        }
        #expect(throws: PracticeError.recoveryKeyUnreadable) {
            try reader.recoveryKey(store.folder.appending(path: "nothing.pem"))
        }
        #expect(throws: PracticeError.recoveryFileExists) { try store.practice.rotateRecoveryKey(to: first) }
        let second = store.folder.appending(path: "second.pem")
        let id = try store.practice.rotateRecoveryKey(to: second)
        #expect(throws: PracticeError.otherRecoveryKey) {
            try store.practice.checkRecoveryKey(reader.recoveryKey(first))
        }
        try store.practice.checkRecoveryKey(reader.recoveryKey(second))

        let sheet = try store.practice.recoverySheet()
        #expect(sheet.contains(id))
        #expect(!sheet.contains("PRIVATE"))
        #expect(try SealingCertificate(pem: sheet).keyID == id)
    }

    @Test func aRestoredStoreGoesOnSealingToTheSameRecoveryKey() async throws {
        let store = try TestStore()
        let key = try KeyLock(passphrase: nil, ask: nil).recoveryKey(store.folder.appending(path: "recovery.pem"))
        let url = store.folder.appending(path: "again")
        _ = try Practice.create(at: url, passphrase: nil, recovery: .known(key))
        let again = try Practice(opening: url)
        try again.checkRecoveryKey(key)
        try await store.add(line("a"))
        let entry = try #require(
            try store.practice.outbox.waiting().first.flatMap { try store.practice.outbox.entry($0) })
        let envelope = try #require(try store.practice.decode(entry.packet).sealed)
        #expect(try SealedEnvelope(envelope).isSealed(to: again.keys.recoveryCertificate()))
        #expect(try !SealedEnvelope(envelope).isSealed(to: again.keys.certificates()[0].certificate))
    }
}
