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
        var output: [UInt8] = []
        var bad = 0
        try Lines(input).read { number, line in
            do {
                try scrubber.scrub(line, to: &output)
            } catch let error as UnreadableLine {
                bad += 1
                Terminal.say("line \(number): \(error.reason)")
            }
            // One call of the system for many lines.
            if output.count > 1 << 16 {
                try FileHandle.standardOutput.write(contentsOf: output)
                output.removeAll(keepingCapacity: true)
            }
        }
        try FileHandle.standardOutput.write(contentsOf: output)
        if bad > 0 { throw ExitStatus.input }
    }
}

/// Why a line is not scrubbed, without a word of it.
struct UnreadableLine: Error {
    let reason: String
}
