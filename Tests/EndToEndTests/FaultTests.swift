import Foundation
import Testing

/// The faults of `Deploy/bench faults`, some of each, with real programs and a PostgreSQL that may be killed.
@Suite(.serialized) struct FaultTests {
    private static let bench = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Deploy/bench").path

    @Test func everyReportIsStoredOnceWhateverIsKilled() async throws {
        let result = try await Programs.run(
            Self.bench, ["faults", "--kills", "30", "--seed", "12", "--programs", Programs.folder.path])
        #expect(result.status == 0, "\(result.everything)")
        // Every kind of kill hit something, and every scenario ran or says what it lacks.
        for kind in [
            "clinic, import", "clinic, push", "aggregator", "PostgreSQL", "connection", "two pushes", "full disk",
            "clock an hour off", "proxy",
        ] {
            let row = result.output.split(separator: "\n").first { $0.hasPrefix(kind) }
            #expect(row.map { !$0.contains(" 0 kills") } == true, "\(kind)")
        }
        // Squid and Kerberos are optional, and missed aloud.
        let proxies = result.output.split(separator: "\n").filter { $0.hasPrefix("proxy, ") }
        #expect(proxies.count == 6 || proxies.first?.contains("needs the Debian package squid") == true)
    }
}
