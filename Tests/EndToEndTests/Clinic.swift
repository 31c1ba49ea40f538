import Foundation
import IncidentReports
import Testing

/// A practice's installation of the clinic's program.
struct Clinic: Sendable {
    let code: String
    let store: URL
    let site: Site
    /// Of its private keys, if they are encrypted.
    let passphrase: String?

    var recoveryKey: URL { site.folder.appending(path: "recovery-\(code).pem") }

    /// Adds a practice at the aggregator, makes its store and enrols it.
    ///
    /// - Parameter review: what happens to doubtful words.
    init(_ code: String, at site: Site, passphrase: String? = nil, review: String = "remove") async throws {
        self.init(code, at: site, store: "clinic-\(code)", passphrase: passphrase)
        let enrolment = try await enrolmentCode()
        try await succeed(
            ["init", "--recovery-out", recoveryKey.path] + (passphrase == nil ? ["--no-passphrase"] : []))
        let configuration = store.appending(path: "config.yaml")
        try (try String(contentsOf: configuration, encoding: .utf8) + "review: \(review)\n")
            .write(to: configuration, atomically: true, encoding: .utf8)
        try await succeed("enroll", "--server", site.url, "--code", enrolment, "--ca", site.authority)
    }

    /// A practice's installation that is not there yet.
    init(_ code: String, at site: Site, store: String, passphrase: String?) {
        self.code = code
        self.site = site
        self.passphrase = passphrase
        self.store = site.folder.appending(path: store)
    }

    /// A one-time code from the PSO.
    func enrolmentCode() async throws -> String {
        let added = try await site.pso(
            "practice", "add", code, "--name", "Practice \(code)", "--agreements-signed", "2020-01-01", "--signed-by",
            "N. N.", "--json")
        return try #require(try JSONValue(parsing: Data(added.output.utf8))["enrolmentCode"]?.string)
    }

    /// Runs a subcommand and returns whatever came of it.
    @discardableResult
    func run(_ arguments: String...) async throws -> Programs.Result { try await run(arguments) }

    /// - Parameter input: what a person types.
    func run(_ arguments: [String], input: String? = nil) async throws -> Programs.Result {
        let result = try await Programs.run(
            "goodcatch-clinic", arguments + ["--store", store.path],
            environment: passphrase.map { ["GOODCATCH_PASSPHRASE": $0] } ?? [:], input: input)
        let log = site.folder.appending(path: "clinic.log")
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        // What people saw on their screens is searched too, but for `open`, `review` and `preview`, which are there to show identifiers.
        if !["open", "review", "preview"].contains(arguments.first), let handle = try? FileHandle(forWritingTo: log) {
            try handle.seekToEnd()
            handle.write(Data(result.everything.utf8))
        }
        return result
    }

    /// Runs a subcommand that must succeed.
    @discardableResult
    func succeed(_ arguments: String...) async throws -> Programs.Result { try await succeed(arguments) }

    @discardableResult
    func succeed(_ arguments: [String]) async throws -> Programs.Result {
        let result = try await run(arguments)
        guard result.status == 0 else {
            throw ProgramFailed(program: "goodcatch-clinic \(arguments[0])", result: result)
        }
        return result
    }

    /// The lines a subcommand prints for machines.
    func lines(_ arguments: String...) async throws -> [JSONValue] {
        let result = try await run(arguments + ["--json"])
        return result.output.split(separator: "\n").compactMap { try? JSONValue(parsing: Data($0.utf8)) }
    }

    /// The report id of each local id.
    func reportIDs() async throws -> [String: String] {
        Dictionary(
            try await lines("list").compactMap { line in
                line["localId"]?.string.flatMap { local in line["reportId"]?.string.map { (local, $0) } }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The bytes of the outbox as they lie on the disk.
    func outboxBytes() throws -> Data {
        try FileManager.default.contentsOfDirectory(at: store, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("outbox") && !$0.hasDirectoryPath }
            .reduce(into: Data()) { $0 += try Data(contentsOf: $1) }
    }
}
