import ArgumentParser
import ClinicStore
import Deidentification
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

    /// Opens the store; the passphrase is asked for on a terminal when a command needs it and it was not given.
    func practice() throws -> Practice {
        try Practice(
            opening: url, passphrase: try passphrase(), ask: { Terminal.secret("passphrase of the private keys: ") })
    }

    /// Reads the files of recovery keys.
    ///
    /// - Parameter passphrase: their own, if it is not the store's.
    func recoveryKeys(_ files: [String], passphrase: String? = nil) throws -> [SealingKey] {
        let lock = KeyLock(passphrase: try passphrase ?? self.passphrase()) {
            Terminal.secret("passphrase of the recovery key: ")
        }
        return try files.map { try lock.recoveryKey(Self.file($0)) }
    }

    /// A file to read.
    ///
    /// - Parameter option: by which it was named.
    static func input(_ path: String, _ option: String) throws -> URL {
        let file = file(path)
        guard FileManager.default.isReadableFile(atPath: file.path) else { throw PracticeError.unreadable(option) }
        return file
    }

    /// A file to write, in a folder that is there.
    ///
    /// - Parameter option: by which it was named.
    static func output(_ path: String, _ option: String) throws -> URL {
        let file = file(path)
        guard FileManager.default.isWritableFile(atPath: file.deletingLastPathComponent().path) else {
            throw PracticeError.noFolder(option)
        }
        return file
    }

    static func file(_ path: String) -> URL {
        URL(filePath: (path as NSString).expandingTildeInPath).standardizedFileURL
    }
}

/// The passphrase of a new store.
struct NewPassphraseOptions: ParsableArguments {
    @Flag(
        name: .customLong("no-passphrase"),
        help: "Do not encrypt the private keys: the folder's mode alone protects them.")
    var none = false

    /// The one given, else one typed twice on a terminal, else none if that was asked for.
    func passphrase(_ options: StoreOptions) throws -> String? {
        if none, options.passphraseFile != nil {
            throw ValidationError("--no-passphrase and --passphrase-file exclude each other")
        }
        return try Passphrase.new(given: none ? nil : try options.passphrase(), none: none) {
            guard let first = Terminal.secret("new passphrase of the private keys: ") else { return nil }
            guard Terminal.secret("the same once more: ") == first else { throw PracticeError.passphrasesDiffer }
            return first
        }
    }
}

/// The choice between text for people and JSON lines for machines.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON, one object a line.")
    var json = false
}
