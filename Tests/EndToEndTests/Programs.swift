import Foundation
import Synchronization

/// Runs the real programs, as their users do.
enum Programs {
    /// What a program left behind.
    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String

        var everything: String { output + errors }
    }

    /// The folder of the built programs, beside the test bundle.
    static let folder: URL = {
        if let folder = ProcessInfo.processInfo.environment["GOODCATCH_TEST_PROGRAMS"] { return URL(filePath: folder) }
        var folder = URL(filePath: CommandLine.arguments[0])
        while folder.path.count > 1 {
            folder.deleteLastPathComponent()
            if FileManager.default.isExecutableFile(atPath: folder.appending(path: "goodcatch-pso").path) { break }
        }
        return folder
    }()

    /// The program's file: one of ours by name, or any other by its path.
    static func file(_ name: String) -> URL {
        name.hasPrefix("/") ? URL(filePath: name) : folder.appending(path: name)
    }

    /// Runs a program to its end, without holding a thread of the tests' own pool meanwhile.
    @discardableResult
    static func run(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], input: String? = nil
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try wait(name, arguments, environment, input) }) }
        }
    }

    private static let queue = DispatchQueue(label: "programs", attributes: .concurrent)

    private static func wait(
        _ name: String, _ arguments: [String], _ environment: [String: String], _ input: String?
    ) throws -> Result {
        let (process, output, errors) = prepare(name, arguments, environment)
        // A few lines fit into a pipe before anybody reads them.
        let typed = Pipe()
        if let input {
            process.standardInput = typed
            try typed.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try typed.fileHandleForWriting.close()
        }
        let reading = Mutex(Data())
        let group = DispatchGroup()
        try process.run()
        queue.async(group: group) {
            let data = errors.fileHandleForReading.readDataToEndOfFile()
            reading.withLock { $0 = data }
        }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        group.wait()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: reading.withLock { $0 }, as: UTF8.self))
    }

    private static func prepare(
        _ name: String, _ arguments: [String], _ environment: [String: String]
    ) -> (Process, Pipe, Pipe) {
        let process = Process()
        let output = Pipe()
        let errors = Pipe()
        process.executableURL = file(name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        return (process, output, errors)
    }
}

/// A program that goes on until it is stopped or killed; its output goes to a file.
final class Background: Sendable {
    private let process: Process
    let log: URL

    init(_ name: String, _ arguments: [String], log: URL, environment: [String: String] = [:]) throws {
        self.log = log
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        process = Process()
        process.executableURL = Programs.file(name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// Its status, once it has ended.
    var status: Int32 { process.terminationStatus }

    /// The end no program can prepare for.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end, and does not wait for that.
    func terminate() { process.terminate() }

    /// The polite end.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Waits for the program's own end.
    func end() async throws {
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    }
}
