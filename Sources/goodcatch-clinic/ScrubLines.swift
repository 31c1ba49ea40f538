import Foundation
import Identifiers

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
            while let end = Self.newline(in: rest, from: start)
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

    private static func newline(in data: Data, from start: Int) -> Int? {
        data.withUnsafeBytes { bytes in
            let offset = data.startIndex
            guard start - offset < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + (start - offset), 0x0A, bytes.count - (start - offset))
            else { return nil }
            return UnsafeRawPointer(found) - base + offset
        }
    }
}

/// Scrubs one line of JSON; the lines of a practice share staff, facility and devices, which are read once.
struct LineScrubber {
    private struct Input: Decodable {
        let id: JSONText?
        let text: String
        let context: NarrativeContext?
    }

    /// An id as text or number, written back as it came.
    private enum JSONText: Decodable {
        case text(String)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self = .text(text)
            } else {
                self = .number(try value.decode(Int.self))
            }
        }
    }

    private let scrubber = Scrubber()
    private let forms = KeptForms()
    private var practices: [Data: [KnownIdentifier]] = [:]
    private let decoder = JSONDecoder()

    /// Appends the outgoing line of an incoming one.
    mutating func scrub(_ line: Data, to output: inout [UInt8]) throws(UnreadableLine) {
        let (input, known) = try read(line)
        let context = input.context?.identifiers(practice: known, forms: forms) ?? .empty
        let scrubbed = scrubber.scrub([("", input.text)], context: context)[0]
        Self.write(input.id, scrubbed, to: &output)
    }

    private mutating func read(_ line: Data) throws(UnreadableLine) -> (Input, [KnownIdentifier]) {
        do {
            let (rest, practice) = PracticeCut.cut(line)
            if let known = practices[practice] { return (try decoder.decode(Input.self, from: rest), known) }
            let input = try decoder.decode(Input.self, from: line)
            let known = input.context?.practice ?? []
            if practices.count > 200 { practices.removeAll(keepingCapacity: true) }
            practices[practice] = known
            return (input, known)
        } catch let error as DecodingError {
            throw UnreadableLine(reason: Self.reason(error))
        } catch {
            throw UnreadableLine(reason: "cannot be read: give one JSON object a line")
        }
    }

    /// Written by hand: of the encoder's time nine tenths went into spans, which are numbers and names of our own.
    private static func write(_ id: JSONText?, _ scrubbed: ScrubbedText, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "{"))
        switch id {
        case .text(let text):
            output += "\"id\":".utf8
            write(text, to: &output)
            output.append(UInt8(ascii: ","))
        case .number(let number): output += "\"id\":\(number),".utf8
        case nil: break
        }
        output += "\"residue\":[".utf8
        var isFirst = true
        for redaction in scrubbed.redactions where redaction.rule == Residue.name {
            output +=
                "\(isFirst ? "" : ","){\"end\":\(redaction.range.upperBound),\"start\":\(redaction.range.lowerBound)}"
                .utf8
            isFirst = false
        }
        output += "],\"spans\":[".utf8
        isFirst = true
        for redaction in scrubbed.redactions {
            output += "\(isFirst ? "" : ","){\"end\":\(redaction.range.upperBound),\"rule\":\"".utf8
            output += redaction.rule.utf8
            output += "\",\"start\":\(redaction.range.lowerBound),\"type\":\"\(redaction.kind.rawValue)\"}".utf8
            isFirst = false
        }
        output += "],\"text\":".utf8
        write(scrubbed.text, to: &output)
        output += "}\n".utf8
    }

    /// A text between quotes, with what JSON forbids in it escaped.
    private static func write(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case 0x0A: output += "\\n".utf8
            case 0x0D: output += "\\r".utf8
            case 0x09: output += "\\t".utf8
            case 0..<0x10: output += "\\u000\(String(byte, radix: 16))".utf8
            case 0x10..<0x20: output += "\\u00\(String(byte, radix: 16))".utf8
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
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

/// Cuts what a practice's lines share out of a line, so that it is decoded once and not on every line.
enum PracticeCut {
    private static let shared: Set<String> = ["staff", "facility", "devices"]

    /// The line with `null` for the members "staff", "facility" and "devices" of its context, and their bytes;
    /// the line as it is where its brackets do not match. What is wrong inside of a value the decoder finds.
    static func cut(_ line: Data) -> (rest: Data, shared: Data) {
        var (rest, cut) = (Data(capacity: line.count), Data())
        let isWhole = line.withUnsafeBytes { bytes -> Bool in
            var (depth, place, copied) = (0, 0, 0)
            var (isContext, name): (Bool, Range<Int>?) = (false, nil)
            while place < bytes.count {
                switch bytes[place] {
                case UInt8(ascii: "\""):
                    guard let end = endOfString(bytes, from: place + 1) else { return false }
                    if depth < 3 { name = place + 1..<end }
                    place = end
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: ":") where depth == 1:
                    isContext = name.map { bytes[$0].elementsEqual("context".utf8) } ?? false
                case UInt8(ascii: ":") where depth == 2 && isContext:
                    guard let range = name, shared.contains(String(decoding: bytes[range], as: UTF8.self)) else {
                        break
                    }
                    guard let end = endOfValue(bytes, from: place + 1) else { return false }
                    rest.append(contentsOf: bytes[copied...place])
                    rest.append(contentsOf: "null".utf8)
                    // The name goes along: the same bytes under another name are another value.
                    cut.append(contentsOf: bytes[range.lowerBound..<end])
                    (copied, place) = (end, end - 1)
                default: break
                }
                place += 1
            }
            rest.append(contentsOf: bytes[copied...])
            return depth == 0
        }
        return isWhole ? (rest, cut) : (line, line)
    }

    private static func endOfString(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var place = start
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""): return place
            case UInt8(ascii: "\\"): place += 2
            default: place += 1
            }
        }
        return nil
    }

    /// The place past an object, an array or a plain value.
    private static func endOfValue(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var (place, depth) = (start, 0)
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                guard let end = endOfString(bytes, from: place + 1) else { return nil }
                place = end
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return place }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return place
            default: break
            }
            place += 1
        }
        return nil
    }
}
