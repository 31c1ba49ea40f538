import Foundation
import IncidentReports
import Postgres
import TestSupport
import Testing

/// Either side is killed at any moment of a push, and run again: every report ends stored exactly once.
@Suite(.serialized) struct KillTests {
    private struct Run: Sendable {
        let site: Site
        let clinic: Clinic
        let reports: Int
    }

    private func with(_ seed: Int, _ body: (Run) async throws -> Void) async throws {
        try await Site.with { site in
            let samples = site.folder.appending(path: "samples")
            try await Programs.run(
                "goodcatch-spec",
                ["sample", "--practices", "1", "--reports", "400", "--seed", "\(seed)", "--out", samples.path])
            let server = try await site.startServer()
            let relay = try await site.startRelay()
            defer { relay.kill() }
            let clinic = try await Clinic("P001", at: site)
            try await clinic.succeed("import", samples.appending(path: "P001/reports.jsonl").path)
            server.stop()
            try await body(Run(site: site, clinic: clinic, reports: try await clinic.lines("list").count))
        }
    }

    private func push(_ clinic: Clinic) throws -> Background {
        try Background(
            "goodcatch-clinic", ["push", "--store", clinic.store.path],
            log: clinic.site.folder.appending(path: "push.log"))
    }

    @Test func killingTheClinicAtAnyMoment() async throws {
        try await with(31) { run in
            let server = try await run.site.startServer()
            defer { server.stop() }
            var random = SeededRandom(seed: 5)
            var killed = 0
            for _ in 0..<15 {
                let push = try push(run.clinic)
                try await Task.sleep(for: .milliseconds(Int.random(in: 5...400, using: &random)))
                if push.isRunning { killed += 1 }
                push.kill()
            }
            #expect(killed > 0, "no push lived long enough to be killed")
            try await endsWell(run)
        }
    }

    @Test func killingTheAggregatorAtAnyMoment() async throws {
        try await with(32) { run in
            var random = SeededRandom(seed: 6)
            for _ in 0..<15 {
                let server = try await run.site.startServer()
                let push = try push(run.clinic)
                try await Task.sleep(for: .milliseconds(Int.random(in: 5...400, using: &random)))
                server.kill()
                push.kill()
            }
            let server = try await run.site.startServer()
            defer { server.stop() }
            try await endsWell(run)
        }
    }

    @Test func twoPushesAtOnce() async throws {
        try await with(33) { run in
            let server = try await run.site.startServer()
            defer { server.stop() }
            let pushes = [try push(run.clinic), try push(run.clinic)]
            for push in pushes { try await push.end() }
            try await endsWell(run)
        }
    }

    /// One more push, and the clinic's receipts and the aggregator's rows are the same.
    private func endsWell(_ run: Run) async throws {
        try await run.clinic.succeed("push")
        let entries = try await run.clinic.lines("list")
        #expect(entries.count == run.reports)
        #expect(entries.allSatisfy { $0["state"]?.string == "stored" })
        let rows = try await run.site.database.pool.withConnection {
            try await $0.query("SELECT report_id, receipt_id FROM report", as: (UUID, UUID).self)
        }
        #expect(rows.count == run.reports)
        #expect(Set(rows.map(\.0)).count == run.reports)
        let envelopes = try await run.site.database.pool.withConnection {
            try await $0.query("SELECT count(*) FROM sealed_envelope", as: Int.self)[0]
        }
        #expect(envelopes > 0)
        // The same receipts on both sides.
        let receipts = Dictionary(
            uniqueKeysWithValues: rows.map { ($0.0.uuidString.lowercased(), $0.1.uuidString.lowercased()) })
        for entry in entries.prefix(40) {
            let id = try #require(entry["reportId"]?.string)
            let shown = try #require(try await run.clinic.lines("show", id).first)
            #expect(shown["receipt"]?.string == receipts[id])
        }
    }
}
