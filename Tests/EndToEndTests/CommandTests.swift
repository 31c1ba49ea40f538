import Foundation
import Testing

/// What the clinic's program says to somebody who uses it for the first time and slips; no server is needed.
@Suite final class CommandTests {
    private let folder: URL
    private let store: String

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "goodcatch-command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = folder.appending(path: "store").path
        let made = try await run("init", "--no-passphrase", "--recovery-out", folder.appending(path: "key.pem").path)
        guard made.status == 0 else { throw ProgramFailed(program: "goodcatch-clinic init", result: made) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func run(_ arguments: String...) async throws -> Programs.Result {
        try await Programs.run("goodcatch-clinic", arguments + ["--store", store])
    }

    private static let samples = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples")
    private static let export = samples.appending(path: "clinic-export.csv").path
    private static let mapping = samples.appending(path: "clinic-export-mapping.yaml").path

    @Test(arguments: [
        (["push", "--interval", "0"], 64, "--interval takes"),
        (["import"], 64, "Missing expected argument"),
        (["init", "--no-passphrase", "--recovery-out", "/nowhere/key.pem"], 73, "--recovery-out does not exist"),
        (["keys", "export-recovery", "--out", "/nowhere/sheet.txt"], 73, "--out does not exist"),
        (["summary", "download", "--period", "2025H1", "--out", "/nowhere/s.html"], 73, "--out does not exist"),
        (["enroll", "--server", "https://localhost:1", "--code", "X", "--ca", "/nowhere/ca.pem"], 65, "--ca cannot"),
        (["import", export, "--mapping", "/nowhere/mapping.yaml"], 65, "--mapping cannot be read"),
        (["import", export], 65, "--mapping FILE"),
        (["import", export, "/nowhere/export.csv"], 65, "cannot be read"),
        (["enroll", "--server", "https://127.0.0.1:1", "--code", "X"], 69, "port"),
        (["push"], 77, "not enrolled"),
    ])
    func aSlipIsAnsweredWithWhatToDo(arguments: [String], status: Int32, words: String) async throws {
        // The folder of a new store has to be free.
        let place = arguments[0] == "init" ? store + "-2" : store
        let result = try await Programs.run(
            "goodcatch-clinic", arguments + ["--store", place], environment: ["HTTPS_PROXY": "", "https_proxy": ""])
        #expect(result.status == status, "\(result.everything)")
        #expect(result.errors.contains(words), "\(result.everything)")
        #expect(!FileManager.default.fileExists(atPath: store + "-2"))
    }

    @Test func rejectedRowsSayHowTheyAreMendedAndGoOnceTheyAreTaken() async throws {
        let first = try await run("import", Self.export, "--mapping", Self.mapping)
        #expect(first.status == 1)
        #expect(first.output.contains("(RO-25-007): error V-TYPE element 1.1: the value must be a day as YYYY-MM-DD"))
        let rejects = folder.appending(path: "store/rejects")
        let names = try FileManager.default.contentsOfDirectory(atPath: rejects.path)
        let name = try #require(names.first { $0.hasSuffix(".csv") })
        let file = rejects.appending(path: name)
        #expect(first.errors.contains("import '\(file.path)' --mapping '\(Self.mapping)'"))
        // Only the header is left, as if both rows had been found not to belong there.
        let text = try String(contentsOf: file, encoding: .utf8)
        let header = try #require(text.split(whereSeparator: \.isNewline).first)
        try Data("\(header)\r\n".utf8).write(to: file)
        let second = try await run("import", file.path, "--mapping", Self.mapping)
        #expect(second.status == 0, "\(second.everything)")
        #expect(second.errors.contains("it was removed"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: rejects.path).isEmpty)
    }

    @Test func severalFilesAreImportedInTheirOrder() async throws {
        let scenarios = Self.samples.appending(path: "scenarios")
        let files = try FileManager.default.contentsOfDirectory(atPath: scenarios.path).filter { $0.hasSuffix(".json") }
            .sorted().map { scenarios.appending(path: $0).path }
        let result = try await Programs.run("goodcatch-clinic", ["import", "--json", "--store", store] + files)
        let summaries = result.output.split(separator: "\n").filter { $0.contains("\"type\":\"summary\"") }
        #expect(files.count > 1 && summaries.count == files.count, "\(result.everything)")
        #expect(zip(summaries, files).allSatisfy { $0.contains($1) && $0.contains("\"new\":1") })
    }
}
