import Foundation
import IncidentReports
import IncidentSpec
import Testing

@testable import Submission

/// A complete answer to every required element, as JSON members.
let requiredMembers =
    #""1.1":"2025-03-14","1.5":1,"1.6":1,"1.7":2,"1.8":"the shift was wrong","2.37":3,"2.38":2,"2.44":["1.a.i"]"#

@Suite struct ReportFileTests {
    static let today = CalendarDate(year: 2025, month: 12, day: 31)!

    static func file(_ text: String, csv: Bool? = nil, mapping: String? = nil) throws -> ReportFile {
        try file(Data(text.utf8), csv: csv, mapping: mapping)
    }

    static func file(_ data: Data, csv: Bool? = nil, mapping: String? = nil) throws -> ReportFile {
        try ReportFile(
            data, isCSV: csv, mapping: try mapping.map { try ColumnMapping($0, specification: .v2012) },
            specification: .v2012, today: today)
    }

    static func rows(_ file: ReportFile) throws -> [ReportRow] {
        var rows: [ReportRow] = []
        try file.forEachRow { rows.append($0) }
        return rows
    }

    private func number(_ text: String) -> ElementNumber { ElementNumber(text)! }

    private func rules(_ row: ReportRow) -> [String] {
        row.findings.map { $0.rule + ($0.element.map { " \($0)" } ?? "") }
    }

    // MARK: - JSON

    @Test(arguments: [
        "{\(requiredMembers)}", "\u{FEFF} {\n\(requiredMembers)\n}\n", "[{\(requiredMembers)}]",
        "[\n{\(requiredMembers)}\n]\r\n", "{\"elements\":{\(requiredMembers)},\"extensions\":{}}",
        "{\"localId\":7,\"forms\":[\"report\",\"analysis\"],\"elements\":{\(requiredMembers)}}",
    ])
    func oneReportInAnyShape(text: String) throws {
        let rows = try Self.rows(try Self.file(text))
        #expect(rows.count == 1)
        #expect(rows[0].isGood, "\(rows[0].findings)")
        #expect(rows[0].number == 1)
        #expect(rows[0].answers[number("1.7")] == .integer(2))
        #expect(rows[0].forms == [.report, .analysis])
    }

    @Test func linesAreNumberedAsInTheFileAndABrokenOneSpoilsNoOther() throws {
        let text =
            "{\"localId\":\"a\",\(requiredMembers)}\r\n\r\n{\"localId\":\"b\",\n{\"localId\":\"c\",\(requiredMembers)}\n"
        let rows = try Self.rows(try Self.file(text))
        #expect(rows.map(\.number) == [1, 3, 4])
        #expect(rows.map(\.isGood) == [true, false, true])
        #expect(rules(rows[1]) == ["F-JSON"])
        #expect(rows.map(\.localID) == ["a", nil, "c"])
    }

    @Test(arguments: [("", "\n"), ("\u{FEFF}", "\r\n")])
    func linesAreReadAPieceAtATimeAsTheyAreReadAtOnce(mark: String, end: String) throws {
        // Lines of many lengths, so that pieces end in all places, some of them blank or broken.
        let lines = (0..<900).map { index in
            switch index % 100 {
            case 98: ""
            case 99: "{broken"
            default:
                "{\"localId\":\"r\(index)\",\(requiredMembers),\"1.9\":\"\(String(repeating: "x", count: index * 4))\"}"
            }
        }
        let text = mark + lines.joined(separator: end)
        let folder = try TestFolder()
        let file = folder.url.appending(path: "reports.jsonl")
        try Data(text.utf8).write(to: file)
        #expect(text.utf8.count > 3 << 19 && JSONLines(file) != nil)
        let whole = try Self.rows(try Self.file(text))
        let pieces = try Self.rows(
            try ReportFile(contentsOf: file, specification: .v2012, today: CalendarDate("2025-12-31")!))
        #expect(pieces.map(\.number) == whole.map(\.number))
        #expect(pieces.map(\.localID) == whole.map(\.localID))
        #expect(pieces.map(\.source) == whole.map(\.source))
        #expect(pieces.count == 891)
    }

    @Test func membersOfAnArrayAreNumberedByPlace() throws {
        let text = #"[{"localId":"a, ]} \" b",\#(requiredMembers)}, {broken}, [1], {\#(requiredMembers)}]"#
        let rows = try Self.rows(try Self.file(text))
        #expect(rows.map(\.number) == [1, 2, 3, 4])
        #expect(rows.map(\.isGood) == [true, false, false, true])
        #expect(rows[0].localID == "a, ]} \" b")
    }

    @Test(arguments: ["[]", "[ ]"])
    func anEmptyArrayHoldsNothing(text: String) throws {
        let rows = try Self.rows(try Self.file(text))
        #expect(rows.isEmpty)
    }

    @Test(arguments: [
        (#""1.99":1"#, "V-UNKNOWN-ELEMENT"), (#""nickname":"Zed""#, "V-UNKNOWN-ELEMENT"),
        (#""incidentDate":"2025-03-14""#, "F-REPEATED 1.1"), (#""2.3":"old""#, "V-TYPE 2.3"),
        (#""2.3":200"#, "V-RANGE 2.3"), (#""2.5":"maybe""#, "V-OPTION 2.5"),
        (#""1.3":"2025-03-01""#, "R-REPORT-BEFORE-INCIDENT 1.3"),
        (#""localId":["x"]"#, "F-LOCAL-ID"), (#""forms":["diary"]"#, "F-FORMS"),
        (#""1.4":"2999-01-01""#, "V-FUTURE 1.4"),
    ])
    func badAnswersAreFoundByRuleAndElement(member: String, expected: String) throws {
        let row = try Self.rows(try Self.file("{\(requiredMembers),\(member)}"))[0]
        #expect(!row.isGood)
        #expect(rules(row).contains(expected), "\(rules(row))")
    }

    @Test func whatIsMissingIsFoundButNotWhatCouldNotBeRead() throws {
        let row = try Self.rows(try Self.file(#"{"1.1":"14.3.2025"}"#))[0]
        #expect(rules(row).contains("V-TYPE 1.1"))
        #expect(!rules(row).contains("V-REQUIRED 1.1"))
        #expect(rules(row).contains("V-REQUIRED 1.5"))
    }

    @Test func aReportRemovedBeforeReportingNeedNotBeComplete() throws {
        let row = try Self.rows(try Self.file(#"{"localId":"a","psesStatus":2}"#))[0]
        #expect(row.isGood)
    }

    @Test func findingsNeverRepeatAValue() throws {
        let text =
            #"{"Zorqvexu Jyxoqwim":"Xulpzwej","1.1":"Kjorpfux","1.5":"Vraxdjiq","1.8":5.5,"patientFirstName":{"a":"Zorqvexu"}}"#
        let row = try Self.rows(try Self.file(text))[0]
        let said = row.findings.map(\.description).joined().lowercased()
        for secret in ["zorqvexu", "jyxoqwim", "xulpzwej", "kjorpfux", "vraxdjiq"] { #expect(!said.contains(secret)) }
        #expect(!row.isGood)
    }

    // MARK: - CSV

    private static let header = "localId,1.1,incidentType,Person affected,1.7,1.8,2.37,2.38,2.44"

    @Test func headersByNumberNameOrTitleAndQuotedCells() throws {
        let text =
            "\u{FEFF}\(Self.header)\r\nA1,2025-03-14,1,1,2,\"said \"\"left\"\",\r\nwas right\",3,2,1.a.i;6.e.ii\r\n\r\nA2,2025-03-15,near-miss; no-one affected,0,0,ok,2,1,1"
        let rows = try Self.rows(try Self.file(text))
        #expect(rows.map(\.number) == [2, 4])
        #expect(rows.allSatisfy { $0.isGood }, "\(rows.flatMap(\.findings))")
        #expect(rows[0].answers[number("1.8")] == .text("said \"left\",\r\nwas right"))
        #expect(rows[0].answers[number("2.44")]?.optionCodes.count == 2)
        #expect(rows[0].notAsked.contains(number("1.2")))
        #expect(!rows[0].notAsked.contains(number("1.1")))
        #expect(rows[0].forms == [.report, .analysis])
        #expect(rows[1].answers[number("1.5")] == .option(2))
    }

    @Test func aClinicsOwnColumnsAndCodes() throws {
        let mapping = """
            columns:
              Event Date: {element: "1.1", dateFormat: "MM/dd/yyyy"}
              At: {element: incidentTime, dateFormat: "h:mm a"}
              Type: {element: "1.5", codes: {NM: "2", N: "1"}}
              Steps: {element: "3.3", separator: "|"}
              No: {localId: true}
              Remarks: {ignore: true}
            defaults: {"2.38": "1", "2.37": unknown}
            """
        let text =
            "No;Event Date;At;Type;Steps;Remarks;1.6;1.7;1.8;2.44\n7;03/14/2025;2:05 PM;NM;EBRT:4.2|EBRT:5.2;x;0;0;text;1\n"
        let row = try Self.rows(try Self.file(text, mapping: mapping))[0]
        #expect(row.isGood, "\(row.findings)")
        #expect(row.localID == "7")
        #expect(row.answers[number("1.1")] == .date(CalendarDate("2025-03-14")!))
        #expect(row.answers[number("1.2")] == .time(TimeOfDay("14:05")!))
        #expect(row.answers[number("1.5")] == .option(2))
        #expect(row.answers[number("3.3")] == .options([10402, 10502]))
        #expect(row.answers[number("2.38")] == .option(1))
    }

    @Test(arguments: ["31/12/2025", "2/30/2025", "03/14/25", "soon", "03/14/2025 x"])
    func aDayThatDoesNotFitItsFormatIsNotGuessed(cell: String) throws {
        let mapping = "columns: {D: {element: \"1.1\", dateFormat: \"MM/dd/yyyy\"}}"
        let row = try Self.rows(try Self.file("D,1.5\n\(cell),1\n", mapping: mapping))[0]
        #expect(rules(row).contains("V-TYPE 1.1"), "\(rules(row))")
    }

    /// It may hold the very names that would have to be looked for in the texts.
    @Test func aColumnOfNothingStopsTheFile() throws {
        let error = #expect(throws: ReportFileError.unplacedColumns(["B"])) {
            try Self.file("1.1,Zorqvexu\n2025-03-14,x\n")
        }
        #expect(error?.description.contains("Zorqvexu") == false)
    }

    @Test func aFileWithoutPatientsIsToldSo() throws {
        #expect(try Self.file("1.1,1.5\n2025-03-14,1\n").findings.map(\.rule) == ["F-COLUMN"])
        #expect(try Self.file("1.1,1.12\n2025-03-14,x\n").findings.isEmpty)
    }

    @Test(arguments: [
        ("5\" collimator", "5\" collimator"), ("5\" and 6\" cones", "5\" and 6\" cones"),
        ("\"the 5\" cone\"", "the 5\" cone"), ("\"a \"\"b\"\" c\"", "a \"b\" c"), ("\"two\nlines\"", "two\nlines"),
    ])
    func aStrayQuotationMarkStopsNothing(cell: String, text: String) throws {
        let rows = try Self.rows(try Self.file("1.1,1.8,1.5\n2025-03-14,\(cell),1\n2025-03-15,next,2\n"))
        #expect(rows.count == 2)
        #expect(rows[0].answers[number("1.8")] == .text(text))
        #expect(rows[1].answers[number("1.8")] == .text("next"))
    }

    @Test func entitiesOfWebFormsAreDecoded() throws {
        let row = try Self.rows(
            try Self.file("1.1,1.8\n2025-03-14,Herr M&uuml;ller &#252; &#xFC; <b>a</b> <5% &amp;c\n"))[0]
        #expect(row.answers[number("1.8")] == .text("Herr Müller ü ü a <5% &c"))
    }

    @Test func aRowOfAnotherLengthIsNotGuessed() throws {
        let rows = try Self.rows(try Self.file("1.1,1.5,1.6\n2025-03-14,1\n2025-03-14,1,1,1\n"))
        #expect(rows.map(rules) == [["F-CELLS"], ["F-CELLS"]])
    }

    @Test(arguments: [
        ("", ReportFileError.empty), (" \r\n", .empty), ("a,b\n1,2\n", .noHeader),
        ("1.1,incidentDate\n", .repeatedColumn("A", "B")), ("1.1,1.8\n2025-03-14,\"open\n", .quotation(row: 2)),
    ])
    func filesThatAreNoReports(text: String, expected: ReportFileError) throws {
        #expect(throws: expected) { try Self.rows(try Self.file(text)) }
    }

    @Test func filesOfAnotherEncoding() {
        #expect(throws: ReportFileError.notUTF8) { try Self.file(Data([0xFF, 0xFE, 0x31, 0x00])) }
        #expect(throws: ReportFileError.notUTF8) { try Self.file("1.1\n2025".data(using: .utf16LittleEndian)!) }
        #expect(throws: ReportFileError.notUTF8) { try Self.file(Data("1.1,1.8\n2025-01-01,caf".utf8) + [0xE9, 0x0A]) }
        #expect(throws: ReportFileError.unrecognised) { try Self.file("hello", csv: false) }
    }

    @Test(arguments: [
        "colums: {}", "columns: {A: {elment: \"1.1\"}}", "columns: {A: {element: \"1.99\"}}", "columns: {A: {}}",
        "columns: {A: {element: \"1.5\", codes: {x: \"7\"}}}", "columns: {A: {element: \"1.1\", separator: \"|\"}}",
        "columns: {A: {element: \"1.7\", dateFormat: \"yyyy\"}}", "defaults: {\"9.9\": \"1\"}", "columns: [", "- a",
    ])
    func mappingsThatAreRefused(mapping: String) {
        #expect(throws: ReportFileError.self) { try ColumnMapping(mapping, specification: .v2012) }
    }

    @Test func aMappingOfAColumnThatIsNotThere() {
        #expect(throws: ReportFileError.missingColumns(["Typ"])) {
            try Self.file("1.1\n2025-01-01\n", mapping: "columns: {Typ: {element: \"1.5\"}}")
        }
        #expect(throws: ReportFileError.mappingNotNeeded) { try Self.file("{}", mapping: "columns: {}") }
    }

    @Test func rejectedRowsComeBackAsTheyWere() throws {
        let cells = "1.1,1.8\r\nnever,\" a \"\"b\"\", c\nd\"\r\nnor,e\r\n"
        let file = try Self.file(cells)
        let rows = try Self.rows(file)
        #expect(rows.allSatisfy { !$0.isGood })
        let again = try Self.file(file.rejected(rows), csv: true)
        #expect(try Self.rows(again).map(\.source) == rows.map(\.source))

        let lines = try Self.file("{\"1.1\": 7}\n{broken\n")
        let bad = try Self.rows(lines)
        #expect(try Self.rows(try Self.file(lines.rejected(bad))).map(\.source) == bad.map(\.source))
    }
}
