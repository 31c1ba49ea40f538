import Foundation
import Testing

/// `goodcatch-clinic scrub`: JSON lines in, JSON lines out.
@Suite struct ScrubCommandTests {
    private struct Line: Decodable {
        struct Span: Decodable {
            let start, end: Int
            let type, rule: String?
        }

        let id, text: String
        let spans, residue: [Span]
    }

    private func scrub(_ lines: [String]) async throws -> (result: Programs.Result, lines: [Line]) {
        let file = FileManager.default.temporaryDirectory.appending(path: "scrub-\(UUID()).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(lines.joined(separator: "\n").utf8).write(to: file)
        let result = try await Programs.run("goodcatch-clinic", ["scrub", file.path])
        let output = try result.output.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        return (result, output)
    }

    private static let staff = #""staff":[{"first":"Ngozi","last":"Okafor","role":"physician"}]"#

    @Test func everyLineIsAnsweredInOrderWithWhateverContextItHas() async throws {
        let (result, lines) = try await scrub([
            #"{"id":"a","text":"Okafor saw it.","context":{\#(Self.staff)}}"#,
            #"{"id":"b","text":"MRN 4711 was wrong.","context":{}}"#,
            #"{"id":"c","text":"The beam stopped."}"#,
            #"{"id":"d","text":"Doe and Okafor","context":{"patient":{"last":"Doe"},\#(Self.staff),"facility":null}}"#,
            "", #"{"text":"H123456 beeped","id":"e","context":{"devices":[{"serial":"H123456"}]}}"#,
        ])
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(lines.map(\.id) == ["a", "b", "c", "d", "e"])
        #expect(
            lines.map(\.text) == [
                "[STAFF-1] saw it.", "MRN [ID] was wrong.", "The beam stopped.", "[PATIENT] and [STAFF-1]",
                "[SERIAL] beeped",
            ])
        #expect(lines[0].spans.map(\.type) == ["NAME"] && lines[4].spans.map(\.type) == ["SERIAL"])
    }

    /// The same staff on two lines is read once; another practice's must not be taken for it.
    @Test func practicesAreNotMixedUp() async throws {
        let (_, lines) = try await scrub([
            #"{"id":"a","text":"told okafor","context":{"staff":[{"last":"Okafor"}]}}"#,
            #"{"id":"b","text":"told okafor","context":{"devices":[{"last":"Okafor"}]}}"#,
            #"{"id":"c","text":"okafor, \"staff\":[","context":{"staff":[{"last":"Okafor"}],"patient":{"first":"]"}}}"#,
        ])
        #expect(lines.map { $0.spans.first?.rule } == ["known-name", "cued-name", "known-name"])
    }

    @Test func aLineThatCannotBeReadIsNamedAndTheRestIsDone() async throws {
        let (result, lines) = try await scrub([
            #"{"id":"a","text":"one"}"#, #"{"id":"b","text":"Okafor"#, #"{"id":"c"}"#, #"{"id":"d","text":7}"#,
            #"{"id":"e","text":"x","context":{"staff":{"last":"Okafor"}}}"#, "[]", #"{"id":"z","text":"two"}"#,
        ])
        #expect(result.status == 65)
        #expect(lines.map(\.id) == ["a", "z"])
        let errors = result.errors.split(separator: "\n")
        #expect(errors.map { $0.prefix(7) } == ["line 2:", "line 3:", "line 4:", "line 5:", "line 6:"])
        #expect(errors.count > 3 && errors[1].contains("text") && errors[3].contains("context.staff"))
        #expect(!result.errors.contains("Okafor"))
    }

    static let texts = [
        "😀 call okafor 👩‍⚕️ now", "e\u{301}te\u{301} with Okafor\u{301} there", "tab\there \"quoted\" \\ \u{1} Okafor",
        "मरीज़ Okafor 病人", "line\nbreak\r\nOkafor",
    ]

    @Test(arguments: texts) func offsetsCountCodePointsOfWhatCameIn(text: String) async throws {
        let line = try JSONSerialization.data(withJSONObject: [
            "id": "a", "text": text, "context": ["staff": [["first": "Ngozi", "last": "Okafor"]]],
        ])
        let output = try await scrub([String(decoding: line, as: UTF8.self)]).lines
        let source = Array(text.unicodeScalars)
        var rebuilt = String.UnicodeScalarView()
        var end = 0
        let answer = try #require(output.first)
        let marks = answer.text.matches(of: /\[[A-Z]+(-[0-9]+)?\]/).map { String($0.0) }
        try #require(marks.count == answer.spans.count)
        for (span, mark) in zip(answer.spans, marks) {
            rebuilt.append(contentsOf: source[end..<span.start])
            rebuilt.append(contentsOf: mark.unicodeScalars)
            end = span.end
        }
        rebuilt.append(contentsOf: source[end...])
        #expect(Array(rebuilt) == Array(answer.text.unicodeScalars))
        let named = answer.spans.filter { $0.rule == "known-name" }
        let names = named.map { String(String.UnicodeScalarView(source[$0.start..<$0.end])) }
        #expect(
            names.map { $0.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil) } == ["okafor"])
    }
}
