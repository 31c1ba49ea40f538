import ArgumentParser
import Foundation

/// The one-time code: typed, from a file, or on the command line, where everybody on the machine can see it.
struct CodeOptions: ParsableArguments {
    @Option(help: "The one-time code from the PSO; - reads it from standard input.")
    var code: String?

    @Option(help: "File whose first line is the one-time code.")
    var codeFile: String?

    func validate() throws {
        guard code == nil || codeFile == nil else { throw ValidationError("--code and --code-file exclude each other") }
    }

    /// The code; asked for on a terminal when it was not given.
    func read() throws -> String {
        let text: String? =
            if let codeFile {
                try String(contentsOf: StoreOptions.input(codeFile, "--code-file"), encoding: .utf8)
            } else if code == "-" {
                readLine()
            } else {
                code ?? Terminal.secret("one-time code from the PSO: ")
            }
        let line = text?.split(whereSeparator: \.isNewline).first.map { $0.trimmingCharacters(in: .whitespaces) }
        guard let line, !line.isEmpty else {
            throw ValidationError("there is no one-time code: give --code, --code - or --code-file")
        }
        return line
    }
}
