import Foundation
import Postgres

/// The server all tests of this process share.
struct TestCluster: Sendable {
    let url: String
    /// Lends the right to have a test database.
    let pool: Pool

    static let shared = Task {
        let url = try ProcessInfo.processInfo.environment["GOODCATCH_TEST_POSTGRES"] ?? start()
        return TestCluster(url: url, pool: Pool(try ConnectionSettings(url), size: 8))
    }

    private static let script = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Deploy/postgres").path

    /// Starts a server that lives as long as this process.
    private static func start() throws -> String {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "goodcatch-test-\(UUID().uuidString)").path
        _ = try run(script, "start", directory)
        try stopAtExit(directory)
        return try run(script, "url", directory).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Held open until this process ends, in whatever way.
    private static let lifeline = Pipe()

    private static func stopAtExit(_ directory: String) throws {
        let watcher = Process()
        watcher.executableURL = URL(filePath: "/bin/sh")
        watcher.arguments = [
            "-c", "trap '' INT TERM HUP; cat; \"$0\" stop \"$1\"; rm -rf \"$1\"", script, directory,
        ]
        watcher.standardInput = lifeline
        watcher.standardOutput = FileHandle.nullDevice
        watcher.standardError = FileHandle.nullDevice
        try watcher.run()
    }

    private static func run(_ arguments: String...) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw TestClusterError() }
        return text
    }
}

/// The test server did not start; the script has said why on standard error.
struct TestClusterError: Error, CustomStringConvertible {
    var description: String {
        "no test server; start one and set GOODCATCH_TEST_POSTGRES to what Deploy/postgres url prints"
    }
}
