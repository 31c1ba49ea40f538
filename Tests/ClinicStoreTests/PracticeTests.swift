import Deidentification
import Foundation
import GRDB
import IncidentReports
import IncidentSpec
import Submission
import Testing

@testable import ClinicStore

/// A practice's store in a folder that goes with the last reference to it.
final class TestStore: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "goodcatch-\(UUID().uuidString)")
    let practice: Practice

    var url: URL { folder.appending(path: "store") }

    init(enrolled: Bool = true, passphrase: String? = nil) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store = folder.appending(path: "store")
        _ = try Practice.create(
            at: store, passphrase: passphrase, recovery: .new(folder.appending(path: "recovery.pem")))
        practice = try Practice(opening: store, passphrase: passphrase)
        if enrolled {
            try practice.reports.enrol(server: "https://localhost", practice: PracticeCode("P001")!, clientID: "c")
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func file(_ lines: [String], ending: String = "jsonl") throws -> ReportFile {
        let url = folder.appending(path: "\(UUID().uuidString).\(ending)")
        try Data(lines.joined(separator: "\n").utf8).write(to: url)
        return try ReportFile(contentsOf: url, specification: .v2012, today: CalendarDate("2025-12-31")!)
    }

    @discardableResult
    func add(_ lines: String...) async throws -> ImportResult { try await practice.importReports(try file(lines)) }
}

/// One line of JSON with every required element.
func line(_ localID: String?, narrative: String = "the shift was wrong", more: String = "") -> String {
    let id = localID.map { "\"localId\":\"\($0)\"," } ?? ""
    return "{\(id)\"1.1\":\"2025-03-14\",\"1.5\":1,\"1.6\":1,\"1.7\":2,\"1.8\":\"\(narrative)\",\"1.12\":\"Plinthor\","
        + "\"2.3\":58,\"2.37\":3,\"2.38\":2,\"2.44\":[\"1.a.i\"]\(more)}"
}

@Suite struct PracticeTests {
    private func mode(_ url: URL) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int)
    }

    @Test func everythingIsPrivate() async throws {
        let store = try TestStore()
        try await store.add(line("a"), "{}")
        #expect(try mode(store.url) == 0o700)
        let names = try FileManager.default.subpathsOfDirectory(atPath: store.url.path)
        #expect(names.contains { $0.hasPrefix("rejects/") })
        for name in names {
            var isFolder: ObjCBool = false
            let file = store.url.appending(path: name)
            _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
            #expect(try mode(file) == (isFolder.boolValue ? 0o700 : 0o600), "\(name)")
        }
        #expect(try mode(store.folder.appending(path: "recovery.pem")) == 0o600)
    }

    @Test func aStoreIsMadeOnceAndWhole() throws {
        let store = try TestStore()
        let recovery = store.folder.appending(path: "other.pem")
        #expect(throws: PracticeError.storeExists) {
            try Practice.create(at: store.url, passphrase: nil, recovery: .new(recovery))
        }
        #expect(!FileManager.default.fileExists(atPath: recovery.path))
        let second = store.folder.appending(path: "second")
        #expect(throws: PracticeError.recoveryFileExists) {
            try Practice.create(
                at: second, passphrase: nil, recovery: .new(store.folder.appending(path: "recovery.pem")))
        }
        #expect(throws: (any Error).self) {
            try Practice.create(at: second, passphrase: nil, recovery: .new(URL(filePath: "/nowhere/recovery.pem")))
        }
        #expect(!FileManager.default.fileExists(atPath: second.path))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: store.folder.path).sorted() == [
                "recovery.pem", "store",
            ])
    }

    @Test func aStoreOpenToOthersIsRefused() throws {
        let store = try TestStore()
        chmod(store.url.path, 0o750)
        #expect(throws: PracticeError.openToOthers) { try Practice(opening: store.url) }
        #expect(throws: PracticeError.noStore) { try Practice(opening: store.folder) }
    }

    @Test func aReportEntersOnceAndAChangeIsAnAmendment() async throws {
        let store = try TestStore()
        #expect(try await store.add(line("a"), line("b")).new == 2)
        #expect(try await store.add(line("a"), line("b", narrative: "it was right")).amended == 1)
        let revisions = try store.practice.reports.revisions(of: "b")
        #expect(revisions.map(\.report.revision) == [2, 1])
        #expect(Set(revisions.map(\.report.id)).count == 1)
        // The first version was never sent and must not leave any more.
        #expect(try store.practice.outbox.states().count == 2)
        #expect(try store.practice.outbox.entry(PacketKey(revisions[1].report.id, revision: 1)) == nil)
        #expect(try await store.add(line("b", narrative: "it was right")).unchanged == 1)
    }

    @Test func aFileThatHoldsAnAmendmentMayBeImportedAgain() async throws {
        let store = try TestStore()
        let (first, second) = (line("a"), line("a", narrative: "it was right"))
        #expect(try await store.add(first, line("b"), second).amended == 1)
        let again = try await store.add(first, line("b"), second)
        #expect(again.unchanged == 3)
        #expect(again.amended == 0)
        #expect(try await store.add(line("b"), second).unchanged == 2)
        // An old export imported again by mistake undoes nothing, unless somebody says that it shall.
        let old = try await store.add(first)
        #expect(old.amended == 0)
        #expect(old.older == 1)
        let reverted = try await store.practice.importReports(store.file([first]), reverting: true)
        #expect(reverted.amended == 1)
        #expect(try store.practice.reports.revisions(of: "a").map(\.report.revision) == [3, 2, 1])
    }

    @Test func withoutALocalIdTheSameWordsAreTheSameReport() async throws {
        let store = try TestStore()
        #expect(try await store.add(line(nil), line(nil, narrative: "another")).new == 2)
        #expect(try await store.add(line(nil)).unchanged == 1)
        #expect(try store.practice.reports.summaries().map(\.localID) == ["auto-000001", "auto-000002"])
    }

    @Test func badRowsAreGivenBackWithTheirFindings() async throws {
        let store = try TestStore()
        let result = try await store.add(line("a"), "{\"localId\":\"b\",\"1.1\":\"never\"}")
        #expect(result.new == 1)
        #expect(result.rejected == 1)
        let rejects = try #require(result.rejectsFile)
        #expect(try String(contentsOf: rejects, encoding: .utf8).contains("never"))
        let findings = rejects.deletingPathExtension().appendingPathExtension("findings.jsonl")
        #expect(try String(contentsOf: findings, encoding: .utf8).contains("V-TYPE"))
        #expect(try !String(contentsOf: findings, encoding: .utf8).contains("never"))

        try Data(line("b").utf8).write(to: rejects)
        let mended = try ReportFile(contentsOf: rejects, specification: .v2012, today: CalendarDate("2025-12-31")!)
        #expect(try await store.practice.importReports(mended).new == 1)

        // What the import wrote may go, once it is in; what anybody else wrote stays.
        #expect(try !store.practice.discardRejects(findings))
        #expect(try !store.practice.discardRejects(URL(filePath: #filePath)))
        #expect(try store.practice.discardRejects(rejects))
        #expect(!FileManager.default.fileExists(atPath: rejects.path))
        #expect(!FileManager.default.fileExists(atPath: findings.path))
    }

    @Test func aTrialChangesNothing() async throws {
        let store = try TestStore(enrolled: false)
        let result = try store.practice.tryImport(try store.file([line("a"), "{}"]))
        #expect(result.rows == 2)
        #expect(result.rejected == 1)
        #expect(try store.practice.reports.summaries().isEmpty)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: store.practice.directory.rejectsFolder.path).isEmpty)
    }

    @Test func reportsWaitForTheEnrolment() async throws {
        let store = try TestStore(enrolled: false)
        #expect(try await store.add(line("a")).preparation.awaitsEnrolment)
        #expect(try store.practice.outbox.states().isEmpty)
        let waiting = try #require(try store.practice.reports.revisions(of: "a").first)
        #expect(try store.practice.preview(waiting).packet.contains("goodcatch-report/1"))
        #expect(throws: PracticeError.notEnrolled) { try store.practice.client() }
        try store.practice.reports.enrol(server: "https://localhost", practice: PracticeCode("P001")!, clientID: "c")
        #expect(try await store.practice.prepareWaiting().queued == 1)
    }

    @Test func aReportRemovedBeforeReportingIsTakenOutOfTheOutbox() async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        #expect(try store.practice.outbox.states().count == 1)
        #expect(try await store.add(line("a", more: ",\"X.2\":2")).preparation.removed == 1)
        #expect(try store.practice.outbox.states().isEmpty)
    }

    @Test func aPreparationThatWasKilledIsTakenUp() async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        let key = try #require(try store.practice.outbox.waiting().first)
        let before = try #require(try store.practice.outbox.entry(key))
        // Killed after the outbox was written and before the practice's database was.
        try await store.add(line("b"))
        try await store.practice.reports.database.write { db in
            try db.execute(
                sql: """
                    UPDATE revision SET state = 'waiting', trail = NULL
                    WHERE report = (SELECT id FROM report WHERE local_id = 'b')
                    """)
        }
        #expect(try await store.practice.prepareWaiting().queued == 1)
        #expect(try store.practice.outbox.states().count == 2)
        #expect(try store.practice.outbox.entry(key)?.contentHash == before.contentHash)
    }

    @Test func previewShowsTheBytesThatLeave() async throws {
        let store = try TestStore()
        try await store.add(line("a", narrative: "told Mr. Plinthor on 3/14/2025"))
        let stored = try #require(try store.practice.reports.revisions(of: "a").first)
        let preview = try store.practice.preview(stored)
        let entry = try #require(
            try store.practice.outbox.waiting().first.flatMap { try store.practice.outbox.entry($0) })
        #expect(Data(preview.packet.utf8) == entry.packet)
        #expect(preview.contentHash == entry.contentHash.hexadecimal)
        let narrative = try #require(preview.lines.first { $0.element == "1.8" })
        #expect(narrative.marks == ["[PATIENT]", "[DATE]"])
        #expect(preview.lines.first { $0.element == "1.12" }?.action == .seal)
        let text = preview.text(width: 80) { $0.kind == .plain ? $0.text : "<\($0.text)>" }
        #expect(text.contains("told Mr. <Plinthor> on <3/14/2025>"))
        #expect(text.contains("told Mr. <[PATIENT]> on <[DATE]>"))
        #expect(text.split(separator: "\n").filter { $0.contains("│") }.allSatisfy { $0.count <= 80 })
        let json = String(decoding: try JSONEncoder().encode(preview), as: UTF8.self)
        #expect(!json.contains("Plinthor"))
    }

    @Test func envelopesOpenAfterTheKeysChanged() async throws {
        let store = try TestStore(passphrase: "open sesame")
        try await store.add(line("a"))
        let key = try #require(try store.practice.outbox.waiting().first)
        let packet = try #require(try store.practice.outbox.entry(key)?.packet)
        let old = try store.practice.keys.sealingKeyID()
        #expect(try store.practice.keys.addSealingKey(now: Date()) != old)
        let contents = try store.practice.open(packet, expecting: key)
        #expect(contents.elements == ["1.12": ["Plinthor"], "2.3": ["58"]])
        #expect(contents.keyID == old)
        #expect(throws: SealingError.boundToAnotherReport) {
            try store.practice.open(packet, expecting: PacketKey(ReportID(), revision: 1))
        }
        let locked = try Practice(opening: store.url)
        #expect(throws: SealingError.passphraseNeeded) { try locked.open(packet, expecting: key) }
        #expect(throws: SealingError.passphraseNeeded) { try locked.keys.signingKey() }
    }

    @Test func twoAtOnceDoNotChangeOneStore() async throws {
        let store = try TestStore()
        try await store.practice.directory.locked {
            await #expect(throws: PracticeError.busy) { try await store.practice.directory.locked {} }
        }
        try await store.practice.directory.locked {}
    }

    @Test func reportsAreFoundByLocalIdOrTheBeginningOfTheirId() async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        let id = try #require(try store.practice.reports.summaries().first).id
        #expect(try store.practice.reports.revisions(of: String(id.description.prefix(8))).first?.report.localID == "a")
        #expect(throws: PracticeError.noSuchReport) { try store.practice.reports.revisions(of: "zz") }
        #expect(throws: PracticeError.noSuchReport) { try store.practice.reports.revisions(of: "%") }
    }

    @Test(arguments: [
        "server: {caFiel: x}", "sever: {}", "server: {minimumTLS: \"1.1\"}", "push: {batchReports: 501}",
        "push: {attempts: many}", "review: maybe", "server: [", "- a",
    ])
    func configurationsThatAreRefused(text: String) {
        #expect(throws: PracticeError.self) { try ClinicConfiguration(text) }
    }

    @Test func theSampleShowsEveryDocumentedKey() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Config")
        let sample = try String(contentsOf: folder.appending(path: "clinic.sample.yaml"), encoding: .utf8)
        #expect(try ClinicConfiguration(sample).transport.minimumTLS == .tls13)
        let page = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        let keys = try #require(page.split(separator: "## goodcatch-clinic").last)
            .matches(of: /(?m)^\| `(?:[a-z]+\.)?([A-Za-z]+)` \|/).map(\.1)
        let shown = sample.matches(of: /(?m)^(?:  ([A-Za-z]+):|([A-Za-z]+): .)/).compactMap { $0.1 ?? $0.2 }
        #expect(Set(keys) == Set(shown) && keys.count == shown.count)
    }

    @Test func aConfiguration() throws {
        let text = "server: {minimumTLS: \"1.3\", proxy: \"http://p:3128\"}\npush: {batchReports: 50}\n"
        let configuration = try ClinicConfiguration(text)
        #expect(configuration.transport.minimumTLS == .tls13)
        #expect(configuration.transport.proxy == "http://p:3128")
        #expect(configuration.limits.reports == 50)
        #expect(try ClinicConfiguration("").retry.attempts == RetryPolicy().attempts)
        #expect(try ClinicConfiguration(ClinicConfiguration.initialText).limits == Push.Limits())
    }
}
