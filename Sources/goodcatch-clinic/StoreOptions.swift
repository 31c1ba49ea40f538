import ArgumentParser
import ClinicStore
import Foundation

/// Options of every command that works on a store.
struct StoreOptions: ParsableArguments {
    @Option(help: "The practice's store (default: $GOODCATCH_STORE, else ~/.goodcatch).")
    var store: String?

    @Option(help: "File whose first line is the passphrase of the private keys (default: $GOODCATCH_PASSPHRASE).")
    var passphraseFile: String?

    var url: URL {
        let environment = ProcessInfo.processInfo.environment["GOODCATCH_STORE"].flatMap { $0.isEmpty ? nil : $0 }
        let path = store ?? environment ?? "~/.goodcatch"
        return Self.file(path)
    }

    func passphrase() throws -> String? {
        try Passphrase.find(file: passphraseFile, environment: ProcessInfo.processInfo.environment)
    }

    func practice() throws -> Practice { try Practice(opening: url, passphrase: try passphrase()) }

    static func file(_ path: String) -> URL {
        URL(filePath: (path as NSString).expandingTildeInPath).standardizedFileURL
    }
}

/// The choice between text for people and JSON lines for machines.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON, one object a line.")
    var json = false
}
