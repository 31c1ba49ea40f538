import Foundation
import IncidentReports

/// Where output goes: results to standard output, everything said about them to standard error.
enum Terminal {
    /// Says something about the work.
    static func say(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    /// One line for a machine: JSON with sorted keys.
    static func line(_ value: JSONValue) { print(String(decoding: value.canonicalData, as: UTF8.self)) }

    /// One line for a machine: JSON with sorted keys.
    static func line(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Asks for a text that is not shown; nil when nobody sits at a terminal.
    static func secret(_ question: String) -> String? {
        guard isatty(STDIN_FILENO) == 1, let answer = getpass(question) else { return nil }
        defer { memset(answer, 0, strlen(answer)) }
        return answer.pointee == 0 ? nil : String(cString: answer)
    }

    /// Shows how far the work is: in place on a terminal, else as lines.
    static func progress(_ text: String, isLast: Bool) {
        guard isatty(FileHandle.standardError.fileDescriptor) == 1 else { return say(text) }
        let end = isLast ? "\n" : ""
        try? FileHandle.standardError.write(contentsOf: Data("\r\(text)\u{1B}[K\(end)".utf8))
    }
}
