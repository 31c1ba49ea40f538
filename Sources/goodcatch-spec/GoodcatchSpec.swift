import ArgumentParser
import Foundation

/// The program of the specification: checks it, writes the files derived from it and invents sample reports.
@main
struct GoodcatchSpec: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "goodcatch-spec",
        abstract: "Checks the data-element specification and writes what is derived from it.",
        discussion: """
            EXAMPLES
              goodcatch-spec check
              goodcatch-spec generate --root .
              goodcatch-spec export > specification.json
              goodcatch-spec sample --practices 6 --reports 400 --seed 7 --out /tmp/samples

            \(Failure.codes)
            """,
        subcommands: [Check.self, Generate.self, ExportCommand.self, Sample.self])
}

/// How the program ends when it does not succeed.
enum Failure {
    /// What each exit code means, for help texts.
    static let codes = """
        EXIT CODES
          0   done, nothing found
          1   faults or differences found, each named
          64  the arguments are wrong
          74  a file cannot be read or written
        """

    /// The specification has faults, or a derived file differs.
    static let found = ExitCode(1)

    /// Says on standard error what cannot be read or written; the code to exit with.
    static func files(_ message: String) -> ExitCode {
        say(message)
        return ExitCode(74)
    }

    /// One line on standard error, so that standard output holds results alone.
    static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
