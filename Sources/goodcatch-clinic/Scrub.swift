import ArgumentParser
import Foundation
import Identifiers

/// Scrubs narratives line by line, without a store.
struct Scrub: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Scrub narratives: JSON lines in, JSON lines out.",
        discussion: """
            Reads {"id", "text", "context"} and writes {"id", "text", "spans": [{"start", "end", "type", "rule"}], \
            "residue": [{"start", "end"}]}. Offsets count Unicode code points of the text that came in; spans are what is \
            removed when nobody answers, residue included. Every part of the context may be missing: {"patient": {"first", \
            "last", "middle_initial", "dob", "mrn", "account", "address", "city", "state", "zip"}, "staff": [{"first", \
            "last", "role"}], "facility": {"name"}, "devices": [{"model", "serial"}], "event_date"}. A line that cannot be \
            read is named on standard error and left out; the rest is done.

            EXAMPLE
              goodcatch-clinic scrub narratives.jsonl > scrubbed.jsonl

            \(ExitStatus.help)
            """)

    @Argument(help: "A file of JSON lines; without it, or with '-', standard input.")
    var file: String?

    func run() throws {
        let input: FileHandle
        if let file, file != "-" {
            guard let handle = FileHandle(forReadingAtPath: file) else {
                Terminal.say(
                    "goodcatch-clinic: cannot open the file: give the path of a readable file, or - for standard input")
                throw ExitStatus.input
            }
            input = handle
        } else {
            input = .standardInput
        }
        var scrubber = LineScrubber()
        var bad = 0
        try Lines(input).read { number, line in
            do {
                try FileHandle.standardOutput.write(contentsOf: scrubber.scrub(line) + [UInt8(ascii: "\n")])
            } catch let error as UnreadableLine {
                bad += 1
                Terminal.say("line \(number): \(error.reason)")
            }
        }
        if bad > 0 { throw ExitStatus.input }
    }
}

/// Why a line is not scrubbed, without a word of it.
struct UnreadableLine: Error {
    let reason: String
}

/// The lines of a file in order, read in pieces so that memory does not grow with the file.
struct Lines {
    private let file: FileHandle

    init(_ file: FileHandle) { self.file = file }

    /// Hands over each line that is not blank, with its number from 1.
    func read(_ body: (Int, Data) throws -> Void) throws {
        var (rest, number) = (Data(), 0)
        while true {
            let piece = try file.read(upToCount: 1 << 18) ?? Data()
            rest.append(piece)
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n"))
                ?? (piece.isEmpty && start < rest.endIndex ? rest.endIndex : nil)
            {
                number += 1
                let line = rest[start..<end]
                if line.contains(where: { $0 > UInt8(ascii: " ") }) { try body(number, line) }
                start = min(end + 1, rest.endIndex)
            }
            if piece.isEmpty { return }
            rest = Data(rest[start...])
        }
    }
}

/// Scrubs one line of JSON; lines of one practice share their context more often than not.
struct LineScrubber {
    private struct Input: Decodable {
        let id: JSONText?
        let text: String
        let context: NarrativeContext?
    }

    /// An id as text or number, written back as it came.
    private enum JSONText: Codable {
        case text(String)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let number = try? value.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try value.decode(String.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }

    private struct Output: Encodable {
        struct Span: Encodable {
            let start, end: Int
            let type, rule: String
        }

        struct Range: Encodable {
            let start, end: Int
        }

        let id: JSONText?
        let text: String
        let spans: [Span]
        let residue: [Range]
    }

    private let scrubber = Scrubber()
    private var forms = KeptForms()
    private let decoder = JSONDecoder()
    private let encoder = JSONEncoder()

    init() { encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes] }

    /// The outgoing line of an incoming one.
    mutating func scrub(_ line: Data) throws(UnreadableLine) -> Data {
        let input: Input
        do {
            input = try decoder.decode(Input.self, from: line)
        } catch let error as DecodingError {
            throw UnreadableLine(reason: Self.reason(error))
        } catch {
            throw UnreadableLine(reason: "cannot be read: give one JSON object a line")
        }
        let scrubbed = scrubber.scrub([("", input.text)], context: input.context?.identifiers(forms: &forms) ?? .empty)[
            0]
        let output = Output(
            id: input.id, text: scrubbed.text,
            spans: scrubbed.redactions.map {
                .init(start: $0.range.lowerBound, end: $0.range.upperBound, type: $0.kind.rawValue, rule: $0.rule)
            },
            residue: scrubbed.redactions.filter { $0.rule == Residue.name }.map {
                .init(start: $0.range.lowerBound, end: $0.range.upperBound)
            })
        do {
            return try encoder.encode(output)
        } catch {
            throw UnreadableLine(reason: "cannot be written as JSON")
        }
    }

    private static func reason(_ error: DecodingError) -> String {
        let path: [any CodingKey]
        switch error {
        case .keyNotFound(let key, let context):
            return "has no \"\((context.codingPath + [key]).map(\.stringValue).joined(separator: "."))\""
        case .typeMismatch(_, let context), .valueNotFound(_, let context): path = context.codingPath
        default: return "is not JSON: give one object a line, in UTF-8"
        }
        return path.isEmpty
            ? "is not an object: give {\"id\", \"text\", \"context\"}"
            : "has the wrong type at \"\(path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "."))\""
    }
}
