import IncidentSpec
import Testing

/// One fault, where to plant it and what the lint must say of it.
struct PlantedFault: Sendable, CustomTestStringConvertible {
    let check: String
    let subject: String
    let file: String
    let anchor: String
    let old: String
    let new: String

    var testDescription: String { "\(check) \(subject): \(new)" }

    static func element(_ check: String, _ number: String, _ old: String, _ new: String, subject: String? = nil) -> Self
    {
        let file = number.hasPrefix("X") ? "extensions.yaml" : "elements.yaml"
        return Self(
            check: check, subject: subject ?? number, file: file, anchor: "number: \"\(number)\"", old: old, new: new)
    }

    static func rule(_ requirement: String) -> Self {
        Self(
            check: "rule", subject: "R-TEST", file: "rules.yaml", anchor: "rules:\n", old: "rules:\n",
            new: "rules:\n  - {id: R-TEST, severity: error, require: [\(requirement)], message: \"test\"}\n")
    }

    static let all: [PlantedFault] = [
        element("edge-strip", "1.15", "edge: strip", "edge: keep"),
        element("edge-strip", "2.21", "edge: strip", "edge: seal"),
        element("edge-seal", "2.3", "edge: seal", "edge: keep"),
        element("edge-seal", "1.13", "edge: seal", "edge: scrub"),
        element("edge-scrub", "1.8", "edge: scrub", "edge: keep"),
        element("edge-scrub", "X.5", "edge: scrub", "edge: keep"),
        element("edge-hold", "2.43", "edge: hold", "edge: keep"),
        element("edge-band", "X.3", "from: 18", "from: 19"),
        element("edge-band", "X.3", "generalises: \"2.3\"", "generalises: \"2.5\""),
        element("edge-band", "X.3", "{option: \"8\"", "{option: \"88\""),
        element("list", "1.5", "list: incidentType", "list: nowhere"),
        element("form", "1.2", "form: report", "form: analysis"),
        element("form", "X.1", "form: extension", "form: report"),
        element("origin", "1.3", "format:", "doi:"),
        element("origin", "1.3", "flag:", "doi:"),
        element("origin", "X.1", "addedFor:", "doi:"),
        element("words", "1.3", "help: ", "help: \"\", doi: "),
        element("words", "1.3", "definition: ", "definition: \"\", doi: "),
        element("length", "1.8", "maxLength:", "doi:"),
        element("companion", "X.4", "option: \"2\"", "option: \"99\""),
        element("companion", "X.4", "element: \"1.6\"", "element: \"1.7\""),
        element("unique-number", "1.2", "number: \"1.2\"", "number: \"1.1\"", subject: "1.1"),
        element("unique-name", "1.2", "name: incidentTime", "name: incidentDate", subject: "incidentDate"),
        element("unique-column", "1.2", "name: incidentTime", "name: incident_date", subject: "incident_date"),
        Self(
            check: "unique-rule", subject: "R-NEAR-MISS-FRACTIONS", file: "rules.yaml", anchor: "rules:",
            old: "R-NEAR-MISS-ESTIMATED", new: "R-NEAR-MISS-FRACTIONS"),
        Self(
            check: "unique-code", subject: "incidentType/1", file: "option-lists.yaml", anchor: "name: incidentType",
            old: "code: \"2\"", new: "code: \"1\""),
        Self(
            check: "unique-code", subject: "yesNo/1", file: "option-lists.yaml", anchor: "name: yesNo\n",
            old: "storage: 0", new: "storage: 1"),
        Self(
            check: "unique-code", subject: "processSteps/EBRT:1.1", file: "process-maps.yaml", anchor: "name: EBRT",
            old: "number: \"1.2\"", new: "number: \"1.1\""),
        Self(
            check: "unused-list", subject: "spare", file: "option-lists.yaml", anchor: "lists:\n", old: "lists:\n",
            new: "lists:\n  - {name: spare, options: [{code: \"1\", label: \"one\"}]}\n"),
        element("companion-edge", "X.7", "edge: strip", "edge: scrub"),
        element("companion-edge", "X.11", "edge: strip", "edge: scrub"),
        element("limits", "2.3", "maximum: 130", "maximum: -1"),
        element("list-type", "1.5", "type: option", "type: integer"),
        Self(
            check: "step-number", subject: "EBRT:101", file: "process-maps.yaml", anchor: "name: EBRT",
            old: "number: \"1.1\"", new: "number: \"101\""),
        rule("{element: \"1.99\", present: true}"),
        rule("{element: \"1.4\", notBefore: \"1.99\"}"),
        rule("{element: \"1.7\", notBefore: \"1.1\"}"),
        rule("{element: \"1.1\", notBefore: \"1.7\"}"),
        rule("{element: \"1.5\", in: [\"3\"]}"),
        rule("{element: \"1.7\", only: [\"1\"]}"),
        rule("{element: \"1.5\", atLeast: 1}"),
        rule("{element: \"1.5\", map: EBRT}"),
        rule("{element: \"2.44\", safetyBarrier: true}"),
    ]
}

struct LintTests {
    @Test func theRepositorysSpecificationIsSound() throws {
        #expect(try SpecificationFiles().load().lint().isEmpty)
        #expect(Specification.v2012.lint().isEmpty)
    }

    @Test(arguments: PlantedFault.all)
    func findsThePlantedFault(_ fault: PlantedFault) throws {
        var files = try SpecificationFiles()
        try files.replace(fault.old, with: fault.new, after: fault.anchor, in: fault.file)
        let findings = try files.load().lint()
        #expect(findings.contains { $0.check == fault.check && $0.subject == fault.subject })
    }

    @Test func aMisspeltKeyIsRefused() throws {
        var files = try SpecificationFiles()
        try files.replace(
            "safetyBarrier: true", with: "safteyBarrier: true", after: "name: EBRT", in: "process-maps.yaml")
        let error = #expect(throws: SpecificationError.self) { try files.load() }
        #expect(error?.description.contains("safteyBarrier") == true)
    }

    @Test func aSoundRuleIsNoFault() throws {
        for requirement in ["{element: \"1.5\", in: [\"1\"]}", "{element: \"2.15\", atMostElement: \"2.14\"}"] {
            var files = try SpecificationFiles()
            let fault = PlantedFault.rule(requirement)
            try files.replace(fault.old, with: fault.new, after: fault.anchor, in: fault.file)
            #expect(try files.load().lint().isEmpty)
        }
    }

    @Test func aFindingReadsAsCheckSubjectAndMessage() throws {
        var files = try SpecificationFiles()
        try files.replace("list: yesNo", with: "list: nowhere", after: "number: \"3.7\"", in: "elements.yaml")
        #expect(
            try files.load().lint().map(\.description) == [
                "list 3.7: takes options and needs a list that exists",
                "unused-list yesNo: is used by no element",
            ])
    }
}
