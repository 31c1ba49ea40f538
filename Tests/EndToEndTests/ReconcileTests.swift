import Foundation
import IncidentReports
import Postgres
import TestSupport
import Testing

/// A PSO that went back to a backup: what it acknowledged and lost is sent again, as the same bytes.
@Suite(.serialized) struct ReconcileTests {
    private func rows(_ site: Site, _ query: SQL) async throws -> [String] {
        try await site.database.pool.withConnection { try await $0.query(query, as: String.self) }
    }

    private func reports(_ site: Site) async throws -> [String] {
        try await rows(
            site, "SELECT report_id || ' ' || revision || ' ' || encode(content_hash, 'hex') FROM report ORDER BY 1")
    }

    private func delete(_ site: Site, where condition: String) async throws {
        for table in ["sealed_envelope", "report"] {
            try await site.database.pool.withConnection {
                try await $0.execute("DELETE FROM \(unescaped: table) WHERE \(unescaped: condition)")
            }
        }
    }

    @Test func whatThePSOLostIsSentAgain() async throws {
        try await Site.with { site in
            let server = try await site.startServer()
            defer { server.stop() }
            let relay = try await site.startRelay()
            defer { relay.kill() }
            let samples = site.folder.appending(path: "samples")
            try await Programs.run(
                "goodcatch-spec",
                ["sample", "--practices", "1", "--reports", "30", "--seed", "5", "--out", samples.path])
            let clinic = try await Clinic("P001", at: site)
            try await clinic.succeed("import", samples.appending(path: "P001/reports.jsonl").path)
            try await clinic.succeed("push")
            let before = try await reports(site)
            #expect(before.count >= 30)

            let whole = try #require(try await clinic.lines("reconcile").first)
            #expect(whole["missing"]?.integer == 0)
            #expect(whole["held"]?.integer == before.count)

            let lost = Set(before.prefix(7).map { String($0.prefix(36)) })
            try await delete(
                site, where: "report_id IN (\(lost.map { "'\($0)'" }.joined(separator: ", ")))")
            let trial = try #require(try await clinic.lines("reconcile", "--dry-run").first)
            #expect(trial["missing"]?.integer == before.count { lost.contains(String($0.prefix(36))) })
            #expect(try await clinic.succeed("push").output.contains("nothing to send"), "a trial changes nothing")
            try await clinic.succeed("reconcile")
            try await clinic.succeed("push")
            #expect(try await reports(site) == before, "the same bytes are there again")

            // A withdrawal that the PSO forgot.
            let id = try #require(try await clinic.reportIDs().keys.min())
            try await clinic.succeed("withdraw", id, "--reason", "duplicate")
            try await clinic.succeed("push")
            try await site.database.pool.withConnection { try await $0.execute("DELETE FROM report_withdrawal") }
            #expect(try await clinic.lines("reconcile").first?["missing"]?.integer == 1)
            try await clinic.succeed("push")
            #expect(try await rows(site, "SELECT report_id::text FROM report_withdrawal").count == 1)
        }
    }
}
