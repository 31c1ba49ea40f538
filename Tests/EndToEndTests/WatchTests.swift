import Foundation
import IncidentReports
import Postgres
import TestSupport
import Testing

/// A push that goes on, and a report that is taken back, with the real programs.
@Suite(.serialized) struct WatchTests {
    private static let scenario = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples/scenarios/open-mlc-imrt.json").path

    private func current(_ site: Site) async throws -> Int {
        try await site.database.pool.withConnection {
            try await $0.query("SELECT count(*) FROM current_report", as: Int.self)[0]
        }
    }

    /// Looks until it is so, or for a while.
    private func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<300 {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    @Test func whatBecomesReadyIsSentThroughAnOutageAndASignalEndsItCleanly() async throws {
        try await Site.with { site in
            let server = try await site.startServer()
            let relay = try await site.startRelay()
            defer { relay.kill() }
            let clinic = try await Clinic("P001", at: site)
            server.stop()
            let log = site.folder.appending(path: "watch.log")
            let watch = try Background(
                "goodcatch-clinic", ["push", "--watch", "--interval", "1", "--store", clinic.store.path], log: log)
            // The watch may hold the store for a moment.
            #expect(try await eventually { try await clinic.run("import", Self.scenario).status == 0 })
            let again = try await site.startServer()
            defer { again.stop() }
            #expect(try await eventually { try await current(site) == 1 })

            let id = try #require(try await clinic.reportIDs().keys.first)
            #expect(try await eventually { try await clinic.run("withdraw", id, "--reason", "duplicate").status == 0 })
            #expect(try await eventually { try await current(site) == 0 })
            #expect(
                try await eventually { try await clinic.lines("list").last?["state"]?.string == "withdrawn" })
            watch.stop()
            #expect(watch.status == 0)
            #expect(try String(contentsOf: log, encoding: .utf8).contains("ended by a signal"))
            let gone = try await clinic.run("open", id, "--from-pso")
            #expect(gone.status == 65)
            #expect(gone.errors.contains("report-withdrawn"))
        }
    }
}
