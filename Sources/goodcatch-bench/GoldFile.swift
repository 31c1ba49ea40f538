import Foundation
import Identifiers

/// Narratives whose identifiers a writer has marked as `⟦TYPE kind|text⟧`, one JSON object a line:
/// {"id", "style", "text", "context"}, the context as `goodcatch-clinic scrub` reads it.
enum GoldFile {
    /// A line that cannot be used, by its number from 1.
    struct Bad: Error, CustomStringConvertible {
        let line: Int
        let reason: String
        var description: String { "line \(line): \(reason)" }
    }

    /// Narratives of ten styles by two writers who never saw the scrubber; it has been changed against them since.
    static let written = ["written", "second"].map {
        URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Tests/IdentifiersTests/Narratives/\($0).jsonl")
    }

    private struct Line: Decodable {
        let id, style, text: String
        let context: NarrativeContext?
    }

    static let kinds: Set<String> = ["known", "near", "stranger"]

    /// Every narrative of a file.
    static func read(_ file: URL) throws -> [Narrative] {
        let forms = KeptForms()
        let decoder = JSONDecoder()
        return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).enumerated().map { number, data in
            let line = try decoder.decode(Line.self, from: data)
            guard let pieces = pieces(of: line.text) else {
                throw Bad(line: number + 1, reason: "write each identifier as ⟦TYPE known|near|stranger, |, text⟧")
            }
            return Narrative(
                id: line.id, style: line.style, pieces: pieces,
                context: line.context?.identifiers(forms: forms) ?? .empty)
        }
    }

    /// Innocent text and identifiers in turn; nil where a mark is not whole.
    static func pieces(of text: String) -> [Piece]? {
        var (pieces, rest) = ([Piece](), text[...])
        while let open = rest.firstIndex(of: "⟦") {
            guard let close = rest[open...].firstIndex(of: "⟧"), let bar = rest[open..<close].firstIndex(of: "|")
            else { return nil }
            let head = rest[rest.index(after: open)..<bar].split(separator: " ").map(String.init)
            guard head.count == 2, IdentifierKind(rawValue: head[0]) != nil, kinds.contains(head[1]) else {
                return nil
            }
            pieces.append(Piece(text: String(rest[..<open])))
            pieces.append(Piece(text: String(rest[rest.index(after: bar)..<close]), kind: head[1], type: head[0]))
            rest = rest[rest.index(after: close)...]
        }
        guard !rest.contains("⟧") else { return nil }
        return (pieces + [Piece(text: String(rest))]).filter { !$0.text.isEmpty }
    }

    /// Lines for `goodcatch-clinic scrub`, the file over and over without its marks up to so many bytes.
    static func lines(of file: URL, bytes: Int) throws -> Data {
        let marks = try Regex("⟦[A-Z]+ [a-z]+\\|([^⟧]*)⟧")
        var lines: [Data] = []
        for line in try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")) {
            guard var object = try JSONSerialization.jsonObject(with: line) as? [String: Any],
                let text = object["text"] as? String
            else { continue }
            object["text"] = text.replacing(marks) { $0.output[1].substring ?? "" }
            lines.append(try JSONSerialization.data(withJSONObject: object) + [UInt8(ascii: "\n")])
        }
        var output = Data()
        for line in 0... where !lines.isEmpty {
            if output.count >= bytes { break }
            output += lines[line % lines.count]
        }
        return output
    }
}
