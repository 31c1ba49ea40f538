import Foundation
import IncidentReports
import Testing

struct IdentityTests {
    @Test func reportIDsAreRandomAndTravelInLowerCase() throws {
        let id = ReportID()
        #expect(id != ReportID())
        #expect(id.description == id.description.lowercased())
        #expect(ReportID(id.description) == id)
        #expect(ReportID(id.description.uppercased()) == id)
    }

    @Test(arguments: ["", "1", "0b7f6b6e00004000800000000000000001", "{0b7f6b6e-0000-4000-8000-000000000001}"])
    func refusesReportID(_ text: String) { #expect(ReportID(text) == nil) }

    @Test(arguments: ["P1", "P001", "NORTH-7", "AB"])
    func readsPracticeCode(_ text: String) { #expect(PracticeCode(text)?.description == text) }

    @Test(arguments: [
        "", "P", "p001", "1P", "-P", "P 1", "P_1", "P\n1", "PÄ", "Q\u{301}X", "P1\u{FE0F}\u{20E3}",
        String(repeating: "P", count: 33),
    ])
    func refusesPracticeCode(_ text: String) { #expect(PracticeCode(text) == nil) }

    @Test func aFixedClockStandsStill() {
        let clock = Clock.fixed(Date(timeIntervalSince1970: 86_400 * 20_000 + 86_399))
        #expect(clock.today.daysSince1970 == 20_000)
        #expect(Clock.fixed(Date(timeIntervalSince1970: -1)).today.description == "1969-12-31")
    }
}

struct JSONValueTests {
    @Test(arguments: [
        ("{\"b\":1,\"a\":[true,null,\"x\"]}", "{\"a\":[true,null,\"x\"],\"b\":1}"),
        (" { \"a\" : 1.50 } ", "{\"a\":1.5}"), ("\"a/b\\u00e9\\n\"", "\"a/bé\\n\""), ("-0.25", "-0.25"),
    ])
    func canonicalForm(_ text: String, _ canonical: String) throws {
        let value = try JSONValue(parsing: Data(text.utf8))
        #expect(String(decoding: value.canonicalData, as: UTF8.self) == canonical)
        #expect(try JSONValue(parsing: value.canonicalData) == value)
    }

    @Test(arguments: [
        "", "{", "{\"a\":}", "nul", "{'a':1}", "\"\u{1}", "1e999", "{}{}", "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "[1,]", "{\"a\":1,}", String(repeating: "[", count: 17) + String(repeating: "]", count: 17), "[\"a",
    ])
    func refuses(_ text: String) throws {
        let error = try #require(throws: MalformedJSON.self) { try JSONValue(parsing: Data(text.utf8)) }
        #expect(error.description == "not a well-formed JSON text")
    }

    /// Foundation's encoder is the measure of our own.
    @Test func theCanonicalFormIsWhatFoundationWrites() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let texts =
            (0..<0x250).compactMap { Unicode.Scalar($0) }.map { "a\(Character($0))b" } + ["😀", "\u{2028}", "a/b", ""]
        let numbers = [0.1, -0.25, 1.5, 1e21, 1e-7, 123_456.789, 2.5e-308, 1.7976931348623157e308, 50.4]
        var values = texts.map { JSONValue.string($0) } + numbers.map { .real($0) }
        values += [
            .null, .bool(true), .integer(.min), [], [:], ["b": [1, "x"], "a": .null, "aB": 2, "ab": 3, "a1": 4],
        ]
        for value in values {
            let foundation = try String(decoding: encoder.encode(value), as: UTF8.self)
            #expect(String(decoding: value.canonicalData, as: UTF8.self) == foundation)
        }
    }
}
