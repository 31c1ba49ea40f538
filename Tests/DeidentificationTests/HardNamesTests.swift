import Foundation
@_spi(Deidentifier) import IncidentReports
import IncidentSpec
import Testing

@testable import Deidentification

/// Names and numbers as people really write them, in the fields and in the texts.
@Suite struct HardNamesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let field: String
        let value: String
        let text: String
        /// What may not remain.
        let gone: [String]
        var testDescription: String { "\(field) \(value)" }
    }

    static let cases = [
        Case(
            field: "1.11", value: "William (Billy)", text: "Pt Billy arrived; William came too",
            gone: ["Billy", "William"]),
        Case(field: "1.12", value: "Smith (Kowalczyk)", text: "filed under Kowalczyk", gone: ["Kowal", "czyk"]),
        Case(field: "1.12", value: "(Tworkowski", text: "Tworkowski was set up wrong", gone: ["Tworkowski"]),
        Case(
            field: "2.7", value: "Dr. Fennimore (covering for Brindlewood)", text: "asked brindlewood",
            gone: ["brindlewood"]),
        Case(field: "2.1", value: "Springfield (Ravenshoe)", text: "the Ravenshoe site", gone: ["Ravenshoe"]),
        Case(field: "1.16", value: "Quill [Stonebridge]", text: "Stonebridge noticed", gone: ["Stonebridge"]),
        Case(field: "1.12", value: "Kowalczyk", text: "Kowal-\nczyk was late", gone: ["Kowal", "czyk"]),
        Case(field: "1.12", value: "Kowalczyk", text: "Kowal\nczyk was late", gone: ["Kowal", "czyk"]),
        Case(field: "1.12", value: "Kowalczyk", text: "Kowal czyk was late", gone: ["Kowal", "czyk"]),
        Case(field: "1.12", value: "Kowalczyk", text: "K o w a l c z y k was late", gone: ["K o w", "c z y"]),
        Case(field: "1.12", value: "Kowalczyk", text: "K.o.w.a.l.c.z.y.k. was late", gone: ["K.o.w", "c.z.y"]),
        Case(field: "1.13", value: "412 / 873", text: "charts 412 and 873 were swapped", gone: ["412", "873"]),
        Case(field: "1.13", value: "4127; 8731", text: "charts 4127 and 8731 were swapped", gone: ["4127", "8731"]),
        Case(field: "1.8", value: "", text: "see Brightwater_Plan.pdf", gone: ["Brightwater"]),
        Case(field: "1.8", value: "", text: "see our log RL-7731 for more", gone: ["7731"]),
    ]

    @Test(arguments: cases)
    func nothingOfItRemains(_ hard: Case) throws {
        let specification = Specification.v2012
        var answers = PlantedReport(seed: 3).report.answers
        for element in specification.allElements where element.edge == .strip || element.edge == .seal {
            answers[element.number] = nil
        }
        for element in specification.allElements where element.edge == .scrub { answers[element.number] = nil }
        if !hard.value.isEmpty { answers[try number(hard.field)] = .text(hard.value) }
        let description = try number("1.8")
        answers[description] = .text("Then " + hard.text)
        let report = IdentifiedReport(
            localID: "RL-7731", id: ReportID(), revision: 1, specification: "2012",
            forms: [.report, .analysis, .response],
            notAsked: [], answers: answers)
        let (outgoing, _) = try TestPractice().deidentifier.deidentify(report)
        let text = try #require(outgoing.answers[description]?.textValues.first)
        for part in hard.gone { #expect(!text.contains(part), "\(part) in \(text)") }
        #expect(text.hasPrefix("Then "))
    }

    private func number(_ text: String) throws -> ElementNumber { try #require(ElementNumber(text)) }
}
