import Foundation

/// Splits a JSON file into the texts of its reports without reading them, so that one broken report spoils no other.
struct JSONSplitter {
    private let text: Data

    init(_ text: Data) { self.text = text }

    /// Every part with its number: of the line in JSON lines, else its place from 1.
    func forEachPart(_ body: (Int, Data) throws -> Void) throws {
        guard let first = text.firstIndex(where: { !$0.isJSONSpace }) else { return }
        if text[first] == UInt8(ascii: "[") {
            try forEachMember(of: first, body)
        } else if isLines(from: first) {
            try forEachLine(body)
        } else {
            try forEachObject(from: first, body)
        }
    }

    /// Whether the text is one report a line.
    var isLines: Bool {
        text.firstIndex { !$0.isJSONSpace }.map { text[$0] == UInt8(ascii: "{") && isLines(from: $0) } ?? false
    }

    /// Whether the first line is a whole object and something follows it.
    private func isLines(from start: Data.Index) -> Bool {
        guard let lineEnd = text[start...].firstIndex(of: UInt8(ascii: "\n")) else { return false }
        guard let end = endOfValue(from: start), end <= lineEnd else { return false }
        return text[end..<lineEnd].allSatisfy(\.isJSONSpace) && !text[lineEnd...].allSatisfy(\.isJSONSpace)
    }

    private func forEachLine(_ body: (Int, Data) throws -> Void) throws {
        var (start, number) = (text.startIndex, 1)
        while start < text.endIndex {
            let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
            let line = trimmed(start..<end)
            if !line.isEmpty { try body(number, line) }
            start = end < text.endIndex ? end + 1 : end
            number += 1
        }
    }

    private func forEachObject(from start: Data.Index, _ body: (Int, Data) throws -> Void) throws {
        var (start, number) = (start, 1)
        while start < text.endIndex {
            let end = endOfValue(from: start) ?? text.endIndex
            try body(number, trimmed(start..<end))
            start = text[end...].firstIndex { !$0.isJSONSpace } ?? text.endIndex
            number += 1
        }
    }

    private func forEachMember(of bracket: Data.Index, _ body: (Int, Data) throws -> Void) throws {
        var (start, number) = (bracket + 1, 1)
        while start < text.endIndex {
            let end = endOfMember(from: start)
            let isLast = end == text.endIndex || text[end] == UInt8(ascii: "]")
            let member = trimmed(start..<end)
            // Only "[]" holds an empty member rightly; it holds no report.
            if !member.isEmpty || !(isLast && number == 1) { try body(number, member) }
            start = end < text.endIndex ? end + 1 : end
            number += 1
            guard isLast else { continue }
            let rest = trimmed(start..<text.endIndex)
            if !rest.isEmpty { try body(number, rest) }
            return
        }
    }

    /// The index past the object or array that begins at `start`; `nil` if it does not end.
    private func endOfValue(from start: Data.Index) -> Data.Index? {
        guard let end = scan(from: start, stop: { _, depth in depth == 0 }) else { return nil }
        return end + 1
    }

    /// The index of the comma or bracket that ends an array's member.
    private func endOfMember(from start: Data.Index) -> Data.Index {
        scan(from: start) { byte, depth in
            depth < 0 || depth == 0 && byte == UInt8(ascii: ",")
        } ?? text.endIndex
    }

    /// Goes along brackets and commas outside of strings until `stop` says so of one and the depth after it.
    private func scan(from start: Data.Index, stop: (UInt8, Int) -> Bool) -> Data.Index? {
        text.withUnsafeBytes { bytes in
            let offset = text.startIndex
            var (depth, isString, isEscaped) = (0, false, false)
            for place in start - offset..<bytes.count {
                let byte = bytes[place]
                if isString {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = true
                    } else if byte == UInt8(ascii: "\"") {
                        isString = false
                    }
                    continue
                }
                switch byte {
                case UInt8(ascii: "\""):
                    isString = true
                    continue
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: ","): break
                default: continue
                }
                if stop(byte, depth) { return place + offset }
            }
            return nil
        }
    }

    private func trimmed(_ range: Range<Data.Index>) -> Data {
        let part = text[range]
        guard let start = part.firstIndex(where: { !$0.isJSONSpace }),
            let end = part.lastIndex(where: { !$0.isJSONSpace })
        else { return Data() }
        return Data(part[start...end])
    }
}
