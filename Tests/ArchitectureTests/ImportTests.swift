import Foundation
import Testing

/// Compares the imports of every source file with the table in Docs/ARCHITECTURE.md, since SwiftPM lets a target import
/// what it only depends on through others.
@Suite struct ImportTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Target: the targets of ours it may import, as the document's rows `| Target | A, B |` say.
    private static func table() throws -> [String: Set<String>] {
        let document = try String(contentsOf: root.appending(path: "Docs/ARCHITECTURE.md"), encoding: .utf8)
        let section = try #require(document.split(separator: "## Who may import whom").last)
        var table: [String: Set<String>] = [:]
        for line in section.prefix(while: { $0 != "#" }).split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let target = cells[0].trimmingCharacters(in: ["`"])
            table[target] = Set(
                cells[1].split(separator: ",").map { $0.trimmingCharacters(in: [" ", "`"]) }.filter { $0 != "nothing" })
        }
        return table
    }

    private static func swiftFiles(in folder: String) throws -> [URL] {
        let enumerator = FileManager.default.enumerator(
            at: root.appending(path: folder), includingPropertiesForKeys: nil)
        return try #require(enumerator).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    }

    private static func imports(of file: URL) throws -> Set<String> {
        let text = try String(contentsOf: file, encoding: .utf8)
        let pattern = /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|private)\s+)?import\s+(\w+)/
        return Set(text.split(separator: "\n").compactMap { try? pattern.firstMatch(in: $0)?.1 }.map { String($0) })
    }

    @Test func everyTargetImportsOnlyWhatTheTableAllows() throws {
        let table = try Self.table()
        let folders = try FileManager.default.contentsOfDirectory(
            at: Self.root.appending(path: "Sources"), includingPropertiesForKeys: nil
        ).map(\.lastPathComponent)
        let ours = Set(folders)
        #expect(table.count > 15)
        for target in folders.sorted() where !target.hasPrefix("CLib") {
            let allowed = try #require(table[target], "\(target) is missing from the table")
            for file in try Self.swiftFiles(in: "Sources/\(target)") {
                let found = try Self.imports(of: file).intersection(ours)
                #expect(
                    found.subtracting(allowed).isEmpty,
                    "\(target)/\(file.lastPathComponent) imports \(found.subtracting(allowed).sorted())")
            }
        }
    }

    @Test func theTableKeepsTheTwoSidesApart() throws {
        let table = try Self.table()
        func reaches(_ target: String) -> Set<String> {
            var seen: Set<String> = []
            var open = [target]
            while let next = open.popLast() {
                if seen.insert(next).inserted { open += table[next] ?? [] }
            }
            return seen
        }
        for clinic in ["Deidentification", "Submission", "ClinicStore", "goodcatch-clinic"] {
            #expect(reaches(clinic).isDisjoint(with: ["Postgres", "AggregatorStore", "AggregatorServer"]), "\(clinic)")
        }
        for aggregator in ["AggregatorStore", "AggregatorServer", "Publishing", "goodcatch-pso"] {
            let reached = reaches(aggregator)
            #expect(reached.isDisjoint(with: ["Deidentification", "Submission", "ClinicStore"]), "\(aggregator)")
        }
        #expect(reaches("Pages").isDisjoint(with: ["AggregatorStore", "ClinicStore", "Postgres"]))
        #expect(reaches("Postgres").subtracting(["Postgres", "CLibPQ"]).isEmpty)
    }

    /// Only the maker of de-identified reports and the store that gives them back may use their initialiser.
    @Test func onlyTwoTargetsMakeDeidentifiedReports() throws {
        let users = try Self.swiftFiles(in: "Sources").filter {
            try String(contentsOf: $0, encoding: .utf8).contains(/@_spi\((Deidentifier|Store)\)\s+(public\s+)?import/)
        }
        let targets = Set(users.map { $0.deletingLastPathComponent().lastPathComponent })
        #expect(targets == ["Deidentification", "AggregatorStore"])
    }

    @Test func noFileIsTooLongToRead() throws {
        for folder in ["Sources", "Tests", "Plugins"] {
            for file in try Self.swiftFiles(in: folder) {
                let lines = try String(contentsOf: file, encoding: .utf8)
                    .split(separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.count <= 401, "\(file.lastPathComponent) has \(lines.count) lines")
            }
        }
    }
}
