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

    /// How a part of a text is shown.
    enum Style: String {
        case removed = "9;31"
        case mark = "1;32"
        case doubtful = "7"
        case note = "2"
    }

    /// Whether standard output understands colours and somebody wants them.
    static let hasColour =
        isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
        && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// A part of a text in colour, or where there is none between signs.
    static func style(_ style: Style, _ text: String) -> String {
        if hasColour { return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" }
        return style == .removed || style == .doubtful ? "«\(text)»" : text
    }

    /// The columns of the terminal, or 100 where there is none.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
        return Int(size.ws_col)
    }
}

/// How far the work is: one line in place on a terminal, else a line at a time.
struct ProgressLine {
    private var isOpen = false
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1

    mutating func show(_ text: String) {
        guard isTerminal else { return Terminal.say(text) }
        try? FileHandle.standardError.write(contentsOf: Data("\r\(text)\u{1B}[K".utf8))
        isOpen = true
    }

    /// What is said next begins on a line of its own.
    mutating func end() {
        if isOpen { Terminal.say("") }
        isOpen = false
    }
}
