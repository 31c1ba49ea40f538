import Deidentification
import Foundation
import GRDB
import IncidentReports
import IncidentSpec
import Submission
import Testing

@testable import ClinicStore

/// Doubtful words, a person's answers about them, the practice's lists and the trail of who did what.
@Suite struct ReviewTests {
    /// "Quorvex" and "Zemlinq" are on no list.
    private static let doubtful = "the Quorvex console hung, then the quorvex one; the zemlinq arm too"

    private func packet(_ store: TestStore, _ localID: String) throws -> String {
        let key = try self.key(store, localID)
        return String(decoding: try #require(try store.practice.outbox.entry(key)).packet, as: UTF8.self)
    }

    private func key(_ store: TestStore, _ localID: String) throws -> PacketKey {
        let report = try #require(try store.practice.reports.revisions(of: localID).first).report
        return PacketKey(report.id, revision: report.revision)
    }

    private func state(_ store: TestStore, _ localID: String) throws -> RevisionState {
        try #require(try store.practice.reports.revisions(of: localID).first).state
    }

    @Test func aReportWithOpenQuestionsIsNotSentUntilEachIsAnswered() async throws {
        let store = try TestStore()
        let result = try await store.add(line("a", narrative: Self.doubtful), line("b"))
        #expect(result.preparation.inReview == 1)
        #expect(result.preparation.queued == 1)
        #expect(try state(store, "a") == .review)
        let key = try key(store, "a")
        #expect(try store.practice.reportsToReview() == [key])
        let questions = try store.practice.questions(key)
        #expect(questions.map(\.written) == ["Quorvex", "quorvex", "zemlinq"])
        #expect(questions.map(\.word) == ["quorvex", "quorvex", "zemlinq"])
        #expect(questions.allSatisfy { $0.before + $0.written + $0.after == Self.doubtful })

        try store.practice.answer("Quorvex", isKept: true, of: key.reportID)
        #expect(try await store.practice.prepareWaiting().inReview == 1)
        try store.practice.answer("zemlinq", isKept: false, of: key.reportID)
        #expect(try await store.practice.prepareWaiting().queued == 1)
        let sent = try packet(store, "a")
        #expect(sent.contains("the Quorvex console hung, then the quorvex one; the [REMOVED] arm too"))
    }

    @Test func whatIsAnsweredForAllReportsIsNotAskedAgain() async throws {
        let store = try TestStore()
        try await store.add(line("a", narrative: Self.doubtful))
        try store.practice.answer("quorvex", isKept: true, of: nil)
        try store.practice.answer("zemlinq", isKept: false, of: nil)
        #expect(try await store.practice.prepareWaiting().queued == 1)
        #expect(try await store.add(line("b", narrative: Self.doubtful)).preparation.queued == 1)
        #expect(try packet(store, "b").contains("the [REMOVED] arm"))
        #expect(try store.practice.reviewedWords() == ReviewedWords(kept: ["quorvex"], removed: ["zemlinq"]))
        #expect(try store.practice.forget("Zemlinq"))
        #expect(try !store.practice.forget("zemlinq"))
        #expect(try await store.add(line("c", narrative: Self.doubtful)).preparation.inReview == 1)
    }

    @Test func anAnswerForOneReportHoldsForItAlone() async throws {
        let store = try TestStore()
        try await store.add(line("a", narrative: Self.doubtful), line("b", narrative: Self.doubtful))
        let key = try key(store, "a")
        for word in ["quorvex", "zemlinq"] { try store.practice.answer(word, isKept: true, of: key.reportID) }
        let preparation = try await store.practice.prepareWaiting()
        #expect(preparation.queued == 1)
        #expect(try state(store, "b") == .review)
        // A practice-wide answer does not undo what was said about one report.
        try store.practice.answer("quorvex", isKept: false, of: nil)
        try store.practice.answer("zemlinq", isKept: false, of: nil)
        #expect(try await store.practice.prepareWaiting().queued == 1)
        #expect(try packet(store, "a").contains("zemlinq"))
        #expect(!(try packet(store, "b").lowercased().contains("zemlinq")))
    }

    @Test func noAnswerKeepsWhatIsKnownToIdentify() async throws {
        let store = try TestStore()
        for word in ["plinthor", "Plinthor", "hargreave"] { try store.practice.answer(word, isKept: true, of: nil) }
        _ = try store.practice.importList(
            .roster, from: Data("First,Last\nRowena,Hargreave\n".utf8), replacing: false)
        try await store.add(line("a", narrative: "Plinthor met Hargreave"))
        let sent = try packet(store, "a")
        #expect(!sent.contains("Plinthor met"))
        #expect(!sent.contains("Hargreave"))
    }

    @Test func aPracticeMayChooseNotToBeAsked() async throws {
        let store = try TestStore()
        let file = store.practice.directory.configurationFile
        try (ClinicConfiguration.initialText + "review: remove\n").write(to: file, atomically: true, encoding: .utf8)
        let practice = try store.practice.reconfigured()
        let result = try await practice.importReports(try store.file([line("a", narrative: Self.doubtful)]))
        #expect(result.preparation.queued == 1)
        #expect(try packet(store, "a").contains("the [REMOVED] console hung"))
    }

    @Test func draftsAreReviewedBeforeTheEnrolmentToo() async throws {
        let store = try TestStore(enrolled: false)
        try await store.add(line("a", narrative: Self.doubtful))
        let key = try #require(try store.practice.reportsToReview().first)
        #expect(try store.practice.questions(key).count == 3)
        for word in ["quorvex", "zemlinq"] { try store.practice.answer(word, isKept: true, of: key.reportID) }
        #expect(try store.practice.questions(key).isEmpty)
        try store.practice.reports.enrol(server: "https://localhost", practice: PracticeCode("P001")!, clientID: "c")
        #expect(try await store.practice.prepareWaiting().queued == 1)
    }

    @Test func aListThatGrowsAnswersQuestions() async throws {
        let store = try TestStore()
        let result = try await store.add(line("a", narrative: "Zemlinq came at once, S/N free text QX-77131"))
        #expect(result.preparation.inReview == 1)
        let counts = try store.practice.importList(
            .roster, from: Data("name;role\r\nOda Zemlinq;RTT\r\n".utf8), replacing: false)
        #expect(counts == (new: 1, all: 1))
        #expect(try await store.practice.prepareWaiting().queued == 1)
        #expect(!(try packet(store, "a").contains("zemlinq")))
    }

    @Test func aListIsAddedToAndReplaced() throws {
        let store = try TestStore()
        func add(_ text: String, replacing: Bool = false) throws -> (new: Int, all: Int) {
            try store.practice.importList(.devices, from: Data(text.utf8), replacing: replacing)
        }
        #expect(try add("\u{FEFF}Model,Serial,Room\nTrueBeam,H192345,2\nXVI,151999,\n") == (new: 2, all: 2))
        #expect(try add("model,serial\nTrueBeam,H192345\nEdge,99871\n") == (new: 1, all: 3))
        #expect(try add("serial\n99871\n", replacing: true) == (new: 1, all: 1))
        #expect(try store.practice.reports.entries(of: .devices).map(\.values) == [["serial": "99871"]])
    }

    @Test(arguments: [
        (PracticeList.roster, "given,family\nAnn,Lee\n", PracticeListError.columns(["last", "name"])),
        (.roster, "first,last\nAnn,Lee\nBob,\n", .row(3, ["last", "name"])),
        (.devices, "model,serial\nEdge,\n", .row(2, ["serial"])),
    ])
    func aListThatIsNotUsableChangesNothing(list: PracticeList, text: String, error: PracticeListError) throws {
        let store = try TestStore()
        #expect(throws: error) { try store.practice.importList(list, from: Data(text.utf8), replacing: true) }
        #expect(throws: PracticeListError.notUTF8) {
            try store.practice.importList(list, from: Data([0x6E, 0xE9]), replacing: true)
        }
        #expect(try store.practice.reports.entries(of: list).isEmpty)
    }

    @Test func columnsThatIdentifyAreLookedForAndStayHere() async throws {
        let store = try TestStore()
        let mapping = try ColumnMapping(
            """
            columns:
              Who saw it: {identifies: staff, separator: "/"}
              Room: {identifies: location}
              Case: {localId: true}
            """, specification: .v2012)
        let file = store.folder.appending(path: "export.csv")
        try Data(
            """
            Case,1.1,1.5,1.6,1.7,1.8,1.12,2.3,2.37,2.38,2.44,Who saw it,Room
            c1,2025-03-14,1,1,2,beam and frame were seen by steele in Vault Sirius,Plinthor,58,3,2,1.a.i,Ida Steele/Jo Beam,Vault Sirius
            """.utf8
        ).write(to: file)
        let reports = try ReportFile(
            contentsOf: file, mapping: mapping, specification: .v2012, today: CalendarDate("2025-12-31")!)
        let result = try await store.practice.importReports(reports)
        #expect(result.rejected == 0)
        #expect(result.preparation.queued == 1)
        let sent = try packet(store, "c1")
        for name in ["steele", "Steele", "Sirius", "Who saw it"] { #expect(!sent.contains(name)) }
        // What the file said beside the elements is still known when the report is made ready anew.
        try store.practice.reports.requeue(try key(store, "c1"))
        _ = try await store.practice.prepareWaiting()
        #expect(!(try packet(store, "c1").contains("steele")))
    }

    @Test func theTrailTellsWhoDidWhatAndNoAnswer() async throws {
        let store = try TestStore()
        try await store.add(line("a", narrative: Self.doubtful))
        let key = try key(store, "a")
        try store.practice.answer("quorvex", isKept: true, of: key.reportID)
        try store.practice.answer("zemlinq", isKept: false, of: nil)
        _ = try await store.practice.prepareWaiting()
        let entry = try #require(
            try store.practice.outbox.claim(after: 0, now: Date(), maximumCount: 1, maximumBytes: 1 << 20).first)
        try store.practice.outbox.record([
            SubmissionOutcome(
                key: key, kind: .stored,
                receipt: try JSONDecoder().decode(
                    Receipt.self,
                    from: Data(
                        "{\"id\":\"r-1\",\"receivedAt\":\"now\",\"contentHash\":\"\(entry.contentHash.hexadecimal)\"}"
                            .utf8)),
                findings: [])
        ])
        var entries: [AuditEntry] = []
        try store.practice.auditTrail { entries.append($0) }
        // Of what happened within a thousandth of a second the order is not told.
        #expect(
            entries.map(\.act).sorted() == [
                "draft", "draft", "imported", "needs-review", "prepared", "ready", "reviewed", "reviewed", "sending",
                "stored",
            ])
        #expect(entries.allSatisfy { $0.by == Operator.name && !$0.by.isEmpty })
        #expect(entries.last?.detail == "receipt r-1")
        #expect(entries.last?.localID == "a")
        #expect(!entries.contains { "\($0)".lowercased().contains("zemlinq") })
        #expect(entries.map(\.at) == entries.map(\.at).sorted())
        var none = 0
        try store.practice.auditTrail(since: "2999") { _ in none += 1 }
        #expect(none == 0)
        // What happened is not rewritten, not even by this program.
        #expect(throws: (any Error).self) {
            try store.practice.reports.database.write { try $0.execute(sql: "DELETE FROM act") }
        }
    }
}
