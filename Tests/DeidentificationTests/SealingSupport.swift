import Deidentification
import Foundation
import Testing

/// A practice with its current and its recovery key, and one report to seal.
struct SealingFixture {
    let current: (key: SealingKey, certificate: SealingCertificate)
    let recovery: (key: SealingKey, certificate: SealingCertificate)
    let sealer: Sealer
    let binding = SealedBinding(
        practice: "practice-7", reportID: "0b5c6a52-7d0e-4c3f-9c57-2f1f0a6f4b11", revision: 2)
    let elements = ["1.13": ["MRN 00417"], "2.3": ["64"], "2.33": ["Ada \"Q\" Example (physicist)", "Zoë 漢字 🙂"]]

    init() throws {
        current = try Self.pair()
        recovery = try Self.pair()
        sealer = try Sealer(recipients: [current.certificate, recovery.certificate])
    }

    static func pair() throws -> (key: SealingKey, certificate: SealingCertificate) {
        try SealingKey.generate(
            commonName: "practice-7", validFrom: Date(timeIntervalSince1970: 1_767_225_600), validForDays: 730)
    }

    func unsealers() throws -> [Unsealer] {
        try [current, recovery].map { try Unsealer(key: $0.key, certificate: $0.certificate) }
    }

    func seal() throws -> Data { try sealer.seal(elements, for: binding) }
}

/// The `openssl` command at work in a folder of its own, which goes with the last reference.
final class OpenSSLCommand {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sealing-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Puts a file into the folder.
    func write(_ name: String, _ contents: Data) throws { try contents.write(to: folder.appending(path: name)) }

    /// Puts a text file into the folder.
    func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

    /// Reads a file of the folder.
    func read(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

    /// Reads a text file of the folder.
    func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

    /// Runs `openssl` and gives what it printed; the test fails where it does not succeed.
    @discardableResult
    func run(_ arguments: String...) throws -> Data { try run(arguments) }

    /// Runs `openssl` and gives what it printed; the test fails where it does not succeed.
    @discardableResult
    func run(_ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments.first ?? "") failed")
        return printed
    }
}

/// Numbers that are the same at each run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
