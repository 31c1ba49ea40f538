import Foundation
import IncidentReports
import IncidentSpec
import Testing

/// What becomes of one JSON value: an answer, no answer or a finding.
enum Outcome: Sendable, Hashable {
    case value(ElementValue)
    case nothing
    case finding(BuiltInRule)
}

/// One value for one element and its outcome in both leniencies.
struct Reading: Sendable, CustomTestStringConvertible {
    let element: String
    let json: String
    let exact: Outcome
    let clinic: Outcome

    init(_ element: String, _ json: String, _ exact: Outcome, clinic: Outcome? = nil) {
        self.element = element
        self.json = json
        self.exact = exact
        self.clinic = clinic ?? exact
    }

    var testDescription: String { "\(element) \(json.prefix(20))" }

    static let all: [Reading] = dates + numbers + texts + options + lists

    private static let dates: [Reading] = [
        Reading("1.1", "\"2025-03-01\"", .value(.date(CalendarDate("2025-03-01")!))),
        Reading("1.1", "\" 2025-03-01 \"", .finding(.type), clinic: .value(.date(CalendarDate("2025-03-01")!))),
        Reading("1.1", "\"03/01/2025\"", .finding(.type)),
        Reading("1.1", "\"2025-02-30\"", .finding(.type)),
        Reading("1.1", "20250301", .finding(.type)),
        Reading("1.1", "null", .finding(.type), clinic: .nothing),
        Reading("1.1", "\"\"", .finding(.type), clinic: .nothing),
        Reading("1.1", "\" \\t\"", .finding(.type), clinic: .nothing),
        Reading("1.2", "\"14:30\"", .value(.time(TimeOfDay("14:30")!))),
        Reading("1.2", "\"14:30 \"", .finding(.type), clinic: .value(.time(TimeOfDay("14:30")!))),
        Reading("1.2", "\"2:30 pm\"", .finding(.type)),
    ]

    private static let numbers: [Reading] = [
        Reading("1.7", "3", .value(.integer(3))),
        Reading("1.7", "3.0", .value(.integer(3))),
        Reading("1.7", "\"3\"", .finding(.type), clinic: .value(.integer(3))),
        Reading("1.7", "\"three\"", .finding(.type)),
        Reading("1.7", "3.5", .finding(.type)),
        Reading("1.7", "true", .finding(.type)),
        Reading("1.7", "[3]", .finding(.type)),
        Reading("1.7", "{}", .finding(.type)),
        Reading("1.7", "-1", .finding(.range)),
        Reading("1.7", "10001", .finding(.range)),
        Reading("2.14", "50.4", .value(.real(50.4))),
        Reading("2.14", "50", .value(.real(50))),
        Reading("2.14", "0", .value(.real(0))),
        Reading("2.14", "200", .value(.real(200))),
        Reading("2.14", "200.1", .finding(.range)),
        Reading("2.14", "5040", .finding(.range)),
        Reading("2.14", "\" 50.4 \"", .finding(.type), clinic: .value(.real(50.4))),
        Reading("2.14", "\"50,4\"", .finding(.type)),
        Reading("2.14", "\"nan\"", .finding(.type)),
        Reading("2.14", "\"inf\"", .finding(.type)),
        Reading("2.14", "\"50.4 Gy\"", .finding(.type)),
    ]

    private static let texts: [Reading] = [
        Reading("1.8", "\"couch\\n\\tshift\"", .value(.text("couch\n\tshift"))),
        Reading("1.8", "\"\\u0007\"", .finding(.characters)),
        Reading("1.8", "\"a\\u0000b\"", .finding(.characters)),
        Reading("1.8", "17", .finding(.type), clinic: .value(.text("17"))),
        Reading("1.8", "false", .finding(.type)),
        Reading("1.8", "\"\"", .finding(.type), clinic: .nothing),
        // On the wire a scrubbed text may be twice as long, because marks may be longer than what they replace.
        Reading("2.40", long(200), .value(.text(String(repeating: "x", count: 200)))),
        Reading("2.40", long(201), .value(.text(String(repeating: "x", count: 201))), clinic: .finding(.length)),
        Reading("2.40", long(401), .finding(.length)),
        // Counted in Unicode scalars: an emoji of two is two.
        Reading("2.40", long(201, of: "👍🏽"), .finding(.length)),
        Reading("1.12", long(201), .finding(.length)),
    ]

    private static func long(_ count: Int, of piece: String = "x") -> String {
        "\"" + String(repeating: piece, count: count) + "\""
    }

    private static let options: [Reading] = [
        Reading("1.5", "2", .value(.option(2))),
        Reading("1.5", "\"2\"", .finding(.option), clinic: .value(.option(2))),
        Reading("1.5", "3", .finding(.option)),
        Reading("1.5", "2.5", .finding(.type)),
        Reading("1.5", "true", .finding(.type)),
        Reading("1.5", "[2]", .finding(.type)),
        Reading("1.5", "\"Actual incident\"", .finding(.option), clinic: .value(.option(1))),
        Reading("2.18", "[5]", .finding(.option)),
        Reading("2.5", "\"F\"", .value(.option(2))),
        Reading("2.5", "\"f\"", .finding(.option), clinic: .value(.option(2))),
        Reading("2.5", "\" female \"", .finding(.option), clinic: .value(.option(2))),
        Reading("2.6", "\"unknown\"", .value(.option(9))),
        Reading("2.6", "\"YES\"", .finding(.option), clinic: .value(.option(1))),
        Reading("3.7", "\"unknown\"", .finding(.option)),
        Reading("1.9", "\"EBRT:4.1\"", .value(.option(10401))),
        Reading("1.9", "\"ebrt:4.1\"", .finding(.option), clinic: .value(.option(10401))),
        Reading("1.9", "\"4.1\"", .finding(.option)),
        Reading("1.9", "10401", .finding(.option)),
        // A label that stands in both maps does not say which is meant.
        Reading("1.9", "\"Other\"", .finding(.option)),
        Reading("2.37", "8", .value(.option(8))),
        Reading("2.37", "\"unknown\"", .value(.option(-1))),
        Reading("2.37", "\"notApplicable\"", .finding(.option)),
        Reading("2.37", "-1", .finding(.option)),
        Reading("2.35", "\"notApplicable\"", .value(.option(-2))),
        Reading("2.35", "0", .finding(.option)),
        Reading("3.1", "\"A\"", .value(.option(1))),
    ]

    private static let lists: [Reading] = [
        Reading("2.17", "[3,1,3]", .value(.options([1, 3]))),
        Reading("2.17", "[]", .finding(.type), clinic: .nothing),
        Reading("2.17", "3", .finding(.type), clinic: .value(.options([3]))),
        Reading("2.17", "[3,99]", .finding(.option)),
        Reading("2.17", "[[3]]", .finding(.type)),
        Reading("2.44", "[\"1.d.viii\",\"1.a.i.1\"]", .value(.options([1111, 1480]))),
        Reading("2.44", "[\"1.a.i.1.1\"]", .finding(.option)),
        // An integer on the wire is the node "1", which is printed as a number.
        Reading("2.44", "[1]", .finding(.option), clinic: .value(.options([1000]))),
        Reading("2.44", "[\"1\"]", .value(.options([1000]))),
        Reading("1.14", "\"4.0\"", .finding(.option), clinic: .value(.option(4))),
        Reading("1.7", "\"0x10\"", .finding(.type)),
        Reading("1.8", "\"\\u202eabc\"", .finding(.characters)),
        Reading("2.33", "[\"A. Nurse (nurse)\"]", .value(.texts(["A. Nurse (nurse)"]))),
        Reading("2.33", "\"A. Nurse (nurse)\"", .finding(.type), clinic: .value(.texts(["A. Nurse (nurse)"]))),
        Reading("2.33", "[\"\"]", .finding(.type)),
        Reading("2.43", "[\"screen.png\"]", .value(.texts(["screen.png"]))),
    ]
}

struct ValueReaderTests {
    let specification = Specification.v2012

    @Test(arguments: [
        ("1.1", "YYYY-MM-DD"), ("1.2", "HH:MM"), ("2.3", "whole number"), ("1.8", "text"), ("1.5", "code"),
    ])
    func aWrongTypeSaysWhichFormIsExpected(number: String, form: String) throws {
        let element = try #require(specification.element(number))
        let error = #expect(throws: ValueFinding.self) {
            try ValueReader(specification, leniency: .clinic).read(["x": "quillfeather"], for: element)
        }
        let finding = try #require(error?.finding)
        #expect(finding.rule == "V-TYPE" && finding.message.contains(form), "\(finding)")
        #expect(!finding.message.contains("quillfeather"))
    }

    private func outcome(_ reading: Reading, _ leniency: ValueReader.Leniency) throws -> Outcome {
        let element = try #require(specification.element(reading.element))
        let value = try JSONValue(parsing: Data(reading.json.utf8))
        do {
            let answer = try ValueReader(specification, leniency: leniency).read(value, for: element)
            return answer.map { .value($0) } ?? .nothing
        } catch {
            #expect(error.finding.element == element.number)
            #expect(error.finding.severity == .error)
            return .finding(try #require(BuiltInRule(rawValue: error.finding.rule)))
        }
    }

    @Test(arguments: Reading.all)
    func exact(_ reading: Reading) throws { #expect(try outcome(reading, .exact) == reading.exact) }

    @Test(arguments: Reading.all)
    func clinic(_ reading: Reading) throws { #expect(try outcome(reading, .clinic) == reading.clinic) }

    /// Every option of every list, written as it travels, is read back; so is every label that only one option has.
    @Test func everyOption() throws {
        let exact = ValueReader(specification, leniency: .exact)
        let clinic = ValueReader(specification, leniency: .clinic)
        var seen = 0
        for element in specification.allElements where element.type == .option {
            let options = try #require(specification.list(of: element)).options
            for option in options {
                let answer: ElementValue = element.multiple ? .options([option.storage]) : .option(option.storage)
                #expect(try exact.read(answer.json(for: element, in: specification), for: element) == answer)
                #expect(try clinic.read(.string(option.code), for: element) == answer)
                if options.count(where: { $0.label.lowercased() == option.label.lowercased() }) == 1 {
                    #expect(try clinic.read(.string(option.label), for: element) == answer)
                }
                seen += 1
            }
        }
        #expect(seen > 1000)
    }
}
