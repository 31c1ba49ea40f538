import Foundation
import IncidentSpec
import Testing

@testable import AggregatorServer

@Suite struct ErrorCatalogueTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func thePageIsWhatTheTableSays() throws {
        let file = Self.root.appending(path: "Docs/generated/ErrorCatalogue.md")
        #expect(
            try String(contentsOf: file, encoding: .utf8) == ErrorCatalogue.page(.v2012),
            "run goodcatch-pso problems > Docs/generated/ErrorCatalogue.md")
    }

    /// A problem that is made anywhere in the sources stands in the table.
    @Test func everyProblemIsListed() throws {
        let names = Set(ErrorCatalogue.problems.map(\.name))
        #expect(names.count == ErrorCatalogue.problems.count)
        let folder = Self.root.appending(path: "Sources/AggregatorServer")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var seen: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /status: \.[a-zA-Z]+,\s+name:\s+"([a-z-]+)"/) { seen.insert(String(match.1)) }
        }
        #expect(seen == names)
    }
}
