import Foundation
@_spi(Deidentifier) import IncidentReports
import IncidentSpec
import Testing

@testable import Deidentification

@Suite struct DeidentifierTests {
    let specification = Specification.v2012
    let practice: TestPractice

    init() throws { practice = try TestPractice() }

    private func report(_ change: (inout Answers) -> Void = { _ in }) -> IdentifiedReport {
        let planted = PlantedReport(seed: 7).report
        var answers = planted.answers
        change(&answers)
        return IdentifiedReport(
            localID: planted.localID, id: planted.id, revision: planted.revision, specification: "2012",
            forms: planted.forms, notAsked: [], answers: answers)
    }

    private func number(_ text: String) -> ElementNumber { ElementNumber(text)! }

    @Test func everyElementGoesWhereTheSpecificationSends() throws {
        let report = report()
        let (outgoing, trail) = try practice.deidentifier.deidentify(report)
        let sealed = try open(outgoing, report.id).elements
        for element in specification.allElements where report.answers[element.number] != nil {
            let readable = outgoing.answers[element.number] != nil
            #expect(readable == element.leavesReadable, "element \(element.number)")
            #expect((sealed[element.number.description] != nil) == (element.edge == .seal), "element \(element.number)")
            #expect(trail.entries(for: element.number).allSatisfy { $0.action == element.edge })
            #expect(!trail.entries(for: element.number).isEmpty, "element \(element.number)")
            if element.edge == .keep { #expect(outgoing.answers[element.number] == report.answers[element.number]) }
        }
    }

    @Test(arguments: [
        (0, "1"), (17, "1"), (18, "2"), (39, "2"), (40, "3"), (49, "3"), (50, "4"), (59, "4"), (60, "5"), (69, "5"),
        (70, "6"), (79, "6"), (80, "7"), (89, "7"), (90, "8"), (104, "8"), (130, "8"),
    ])
    func agesLeaveInBands(age: Int, band: String) throws {
        let (outgoing, _) = try practice.deidentifier.deidentify(report { $0[number("2.3")] = .integer(age) })
        let list = specification.lists["ageBand"]!
        #expect(outgoing.answers[number("X.3")] == .option(list[code: band]!.storage))
        #expect(outgoing.answers[number("2.3")] == nil)
    }

    @Test func anAgeOverridesATypedBandAndABandAloneStays() throws {
        let both = report {
            $0[number("2.3")] = .integer(93)
            $0[number("X.3")] = .option(1)
        }
        #expect(try practice.deidentifier.deidentify(both).0.answers[number("X.3")] == .option(8))
        let alone = report {
            $0[number("2.3")] = nil
            $0[number("X.3")] = .option(2)
        }
        #expect(try practice.deidentifier.deidentify(alone).0.answers[number("X.3")] == .option(2))
        let neither = report { $0[number("2.3")] = nil }
        #expect(try practice.deidentifier.deidentify(neither).0.answers[number("X.3")] == nil)
    }

    @Test func sendingIsReporting() throws {
        #expect(try practice.deidentifier.deidentify(report()).0.answers[PSES.status] == .option(PSES.reported))
        let entered = report { $0[PSES.status] = .option(1) }
        #expect(try practice.deidentifier.deidentify(entered).0.answers[PSES.status] == .option(PSES.reported))
        let removed = report { $0[PSES.status] = .option(PSES.removed) }
        #expect(throws: DeidentificationError.removedBeforeReporting) { try practice.deidentifier.prepare(removed) }
    }

    @Test func aReportWithoutFlaggedAnswersHasNoEnvelope() throws {
        let bare = report { answers in
            for element in specification.allElements where element.edge == .seal { answers[element.number] = nil }
        }
        #expect(try practice.deidentifier.deidentify(bare).0.sealed == nil)
    }

    @Test func anEnvelopeOpensUnderItsOwnReportOnly() throws {
        let report = report()
        let (outgoing, _) = try practice.deidentifier.deidentify(report)
        #expect(throws: SealingError.boundToAnotherReport) { try open(outgoing, ReportID()) }
        let unsealer = try Unsealer(key: practice.key, certificate: practice.certificate)
        let later = practice.deidentifier.binding(of: report.id, revision: 2)
        #expect(throws: SealingError.boundToAnotherReport) { try unsealer.open(outgoing.sealed!, expecting: later) }
    }

    @Test func aTrailComesBackFromStorage() throws {
        let (_, trail) = try practice.deidentifier.deidentify(report())
        let stored = try JSONEncoder().encode(trail)
        #expect(try JSONDecoder().decode(RedactionTrail.self, from: stored) == trail)
    }

    @Test func aReportDescribesItselfByItsIds() {
        let planted = PlantedReport(seed: 3)
        let texts = ["\(planted.report)", String(reflecting: planted.report), dumped(planted.report)]
        for text in texts { #expect(!planted.parts.contains { text.lowercased().contains($0) }) }
    }

    private func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    private func open(_ report: DeidentifiedReport, _ id: ReportID) throws -> SealedContents {
        try Unsealer(key: practice.key, certificate: practice.certificate)
            .open(report.sealed!, expecting: practice.deidentifier.binding(of: id, revision: 1))
    }
}

@Suite struct PacketGuardTests {
    private func pass(_ narrative: String, element: String = "1.8") throws -> Data {
        let planted = PlantedReport(seed: 5).report
        var answers: Answers = [:]
        for text in ["1.1", "1.5", "1.6", "1.7", "2.37", "2.38", "2.44"] {
            answers[ElementNumber(text)!] = planted.answers[ElementNumber(text)!]
        }
        let held = IdentifiedReport(
            localID: "1", id: planted.id, revision: 1, specification: "2012", forms: [.report, .analysis],
            notAsked: [],
            answers: [
                ElementNumber("1.11")!: .text("Multiple"), ElementNumber("1.12")!: .text("Müllerova"),
                ElementNumber("1.13")!: .text("4471902"), ElementNumber("2.7")!: .text("Prof. Ann Hollis"),
            ])
        answers[ElementNumber(element)!] = .text(narrative)
        let outgoing = DeidentifiedReport(
            specification: "2012", id: held.id, revision: 1, forms: held.forms, notAsked: [], answers: answers,
            sealed: nil)
        let known = KnownValues(held, .v2012, practice: .none)
        return try PacketGuard(.v2012, known).pass(outgoing)
    }

    @Test(arguments: [
        "seen by mullerova", "MÜLLEROVA", "xmüllerovax", "record 4471902", "record E4471902", "told Hollis",
    ])
    func aKnownValueThatIsLeftKeepsTheReport(text: String) {
        #expect(throws: DeidentificationError.notCleanable(rule: "guard-known-value", element: ElementNumber("1.8")!)) {
            try pass(text)
        }
        #expect(throws: DeidentificationError.notCleanable(rule: "guard-known-value", element: ElementNumber("2.23")!))
        {
            try pass(text, element: "2.23")
        }
    }

    @Test(arguments: ["call 509-555-0142", "mail a.b@mail.example", "SSN 078-05-1120"])
    func aPlainIdentifierThatIsLeftKeepsTheReport(text: String) {
        let error = #expect(throws: DeidentificationError.self) { try pass(text) }
        #expect(error?.element == ElementNumber("1.8"))
    }

    @Test(arguments: ["the profile was shifted", "multiple fields", "[PATIENT] told [STAFF-1] at [AGE 90+]"])
    func innocentWordsPass(text: String) throws {
        #expect(try !pass(text).isEmpty)
    }

    @Test func anOverlongTextIsNoPacket() {
        let error = #expect(throws: DeidentificationError.self) { try pass(String(repeating: "word ", count: 2_000)) }
        #expect(error == .notAPacket(rule: BuiltInRule.length.rawValue, element: ElementNumber("1.8")))
    }
}
