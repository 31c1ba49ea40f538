import Foundation
import IncidentReports
import IncidentSpec
import SpecArtifacts
import Testing

struct ExportTests {
    let specification = Specification.v2012
    let export: JSONValue

    init() throws { export = try JSONValue(parsing: Data(Export.render(.v2012).utf8)) }

    private func element(_ number: String) throws -> JSONValue {
        let all = (export["elements"]?.array ?? []) + (export["extensions"]?.array ?? [])
        return try #require(all.first { $0["number"] == .string(number) })
    }

    @Test func countsAreTheSources() {
        #expect(export["version"] == "2012")
        let counts = [
            "elements": 69, "extensions": 18, "processSteps": 201, "causes": 121, "medicalSeverity": 12,
            "dosimetricSeverity": 11,
        ]
        for (member, count) in counts { #expect(export[member]?.array?.count == count, "\(member)") }
        #expect(export["rules"]?.array?.count == specification.rules.count)
    }

    @Test func everyElementHasTheSameMembers() throws {
        let all = (export["elements"]?.array ?? []) + (export["extensions"]?.array ?? [])
        let members = try #require(all.first?.object).keys
        for element in all { #expect(element.object?.keys == members) }
        for name in [
            "number", "name", "title", "form", "level", "flag", "type", "multiple", "edge", "options", "list", "format",
            "definition", "help", "unit",
        ] { #expect(members.contains(name)) }
    }

    @Test func anElementWithAPrintedList() throws {
        let guidance = try element("2.18")
        #expect(guidance["name"] == "imageGuidance")
        #expect(guidance["flag"] == "N")
        #expect(guidance["level"] == "optional")
        #expect(guidance["multiple"] == .bool(true))
        #expect(guidance["list"] == .null)
        #expect(guidance["options"]?.array?.compactMap { $0["code"] } == [1, 2, 3, 4, 6, 7, 8, 9])
        #expect(guidance["options"]?.array?[1]["label"] == "IGRT: kV cone-beam CT")
    }

    @Test func codesPrintedAsLettersAreStrings() throws {
        #expect(try element("3.7")["options"] == [["code": "Y", "label": "Y"], ["code": "N", "label": "N"]])
        #expect(try element("3.1")["options"]?.array?.compactMap { $0["code"]?.string } == ["A", "B", "C", "D"])
    }

    @Test(arguments: [
        ("1.9", "processSteps"), ("2.42", "processSteps"), ("3.3", "processSteps"), ("X.14", "processSteps"),
        ("2.44", "causes"), ("2.37", "medicalSeverity"), ("2.35", "dosimetricSeverity"),
    ])
    func longListsStandAtTheTop(_ number: String, _ list: String) throws {
        #expect(try element(number)["list"] == .string(list))
        #expect(try element(number)["options"] == [])
        #expect(export[list]?.array?.isEmpty == false)
    }

    @Test func theLongListsAreWhole() {
        let steps = export["processSteps"]?.array ?? []
        #expect(steps.count { $0["safetyBarrier"] == .bool(true) } == 68)
        #expect(steps.count { $0["map"] == "EBRT" } == 103)
        #expect(
            steps.first == [
                "map": "EBRT", "number": "1.1", "label": "Verification of patient ID by two methods",
                "safetyBarrier": .bool(true), "patientPresent": .bool(true),
            ])
        #expect(export["causes"]?.array?.last == ["path": "7", "label": "Other"])
        #expect(export["medicalSeverity"]?.array?.first == ["score": 10, "band": "10", "label": "Premature death"])
        #expect(export["dosimetricSeverity"]?.array?.last?["score"] == .null)
    }

    @Test func additionsAreMarked() throws {
        let band = try element("X.3")
        #expect(band["form"] == "extension")
        #expect(band["flag"] == .null)
        #expect(band["generalises"] == "2.3")
        #expect(try element("X.4")["companionOf"] == ["element": "1.6", "option": 2])
    }
}
