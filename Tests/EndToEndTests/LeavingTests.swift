import Foundation
import IncidentReports
import Postgres
import TestSupport
import Testing

/// A practice joins, sends, and leaves: what it takes along, and what stays behind.
@Suite(.serialized) struct LeavingTests {
    @Test func aPracticeTakesEverythingAlongAndNothingStays() async throws {
        try await Site.with { site in
            let samples = site.folder.appending(path: "samples")
            let made = try await Programs.run(
                "goodcatch-spec",
                ["sample", "--practices", "2", "--reports", "40", "--seed", "5", "--out", samples.path])
            #expect(made.status == 0)
            let server = try await site.startServer()
            defer { server.stop() }
            let relay = try await site.startRelay()
            defer { relay.kill() }
            var clinics: [Clinic] = []
            for code in ["P001", "P002"] {
                let clinic = try await Clinic(code, at: site)
                try await clinic.run("import", samples.appending(path: "\(code)/reports.jsonl").path)
                try await clinic.succeed("push")
                clinics.append(clinic)
            }
            let clinic = clinics[0]
            let withdrawn = try #require(try await clinic.reportIDs().keys.sorted().first)
            try await clinic.succeed("withdraw", withdrawn, "--reason", "duplicate")
            try await clinic.succeed("push")
            try await site.pso("summary", "--practice", "P001", "--period", "2025H2", "--out", site.folder.path + "/s")
            let shown = try await site.pso("enrolment", "show", "P001", "--json")
            let tasks = try JSONValue(parsing: Data(shown.output.utf8))["tasks"]?.array ?? []
            #expect(tasks.first { $0["task"] == "first-report" }?["done"]?.string != nil, "it completes by itself")

            let phrase = try await narrative(site, "P001")
            #expect(try await dump(site).contains(phrase))
            // The planner takes its samples at any time.
            try await site.database.pool.withConnection { _ = try await $0.execute("ANALYZE report") }
            let held = try await rows(site, "P001")
            let others = try await rows(site, "P002")
            #expect(held.allSatisfy { $0.value > 0 || $0.key.contains("attach") }, "\(held)")
            try await destructionIsRefused(site)
            try await theExportIsWhole(site, clinic, reports: held["report"] ?? 0)

            try await site.pso(
                "practice", "transfer", "P001", "--to", "Other PSO", "--approved-by", "N. N.", "--out",
                site.folder.path + "/transfer")
            try await clinic.succeed("import", Self.scenario)
            let refused = try await clinic.run("push")
            #expect(refused.status != 0 && refused.everything.contains("practice-left"), "\(refused.everything)")
            #expect(try await rows(site, "P001") == held, "nothing is taken any more, and nothing is gone yet")
            try await theCertificateIsTrue(site, held)
            #expect(try await rows(site, "P001").values.allSatisfy { $0 == 0 })
            #expect(try await rows(site, "P002") == others, "nobody else loses a row")
            #expect(try await !dump(site).contains(phrase))
            let sampled = try await site.database.pool.withConnection {
                try await $0.query(
                    """
                    SELECT attname::text FROM pg_stats
                    WHERE tablename = 'report' AND attname IN ('incident_description', 'summary_title')
                    """, as: (String).self)
            }
            #expect(sampled == [], "the planner keeps no narrative")
        }
    }

    private static let scenario = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples/scenarios/open-mlc-imrt.json").path

    private func dump(_ site: Site) async throws -> String {
        let dump = try await Programs.run("/bin/sh", ["-c", "exec pg_dump \"$0\"", try site.database.url()])
        #expect(dump.status == 0)
        return dump.output
    }

    /// A piece of a narrative that only this practice's reports hold.
    private func narrative(_ site: Site, _ code: String) async throws -> String {
        let texts = try await site.database.pool.withConnection {
            try await $0.query(
                """
                SELECT incident_description FROM report JOIN practice USING (practice_id)
                WHERE code = \(code) AND length(incident_description) > 60 ORDER BY report_id LIMIT 1
                """, as: (String).self)
        }
        return try #require(
            texts.first?.split(whereSeparator: \.isNewline).max { $0.count < $1.count }.map { String($0) })
    }

    private static let tables = [
        "report", "sealed_envelope", "report_withdrawal", "report_attachment", "attachment_content",
        "publication",
    ]

    private func rows(_ site: Site, _ code: String) async throws -> [String: Int] {
        try await site.database.pool.withConnection { connection in
            var rows: [String: Int] = [:]
            for table in Self.tables {
                rows[table] = try await connection.query(
                    "SELECT count(*) FROM \(identifier: table) JOIN practice p USING (practice_id) WHERE p.code = \(code)",
                    as: (Int).self)[0]
            }
            return rows
        }
    }

    /// Runs a subcommand that must fail.
    private func fail(_ site: Site, _ arguments: String...) async throws -> Programs.Result {
        let result = try await Programs.run("goodcatch-pso", arguments + ["--config", site.configuration])
        #expect(result.status != 0, "\(arguments)")
        return result
    }

    private func destructionIsRefused(_ site: Site) async throws {
        let before = try await rows(site, "P001")
        let unsure = try await fail(site, "practice", "destroy", "P001", "--confirm", "P002")
        #expect(unsure.status == 64)
        let silent = try await fail(site, "practice", "destroy", "P001", "--confirm", "P001")
        #expect(silent.status == 78 && silent.errors.contains("backup.retentionDays"))
        let configuration = try String(contentsOfFile: site.configuration, encoding: .utf8)
        try (configuration + "\nbackup:\n  retentionDays: 35\n").write(
            toFile: site.configuration, atomically: true, encoding: .utf8)
        let early = try await fail(
            site, "practice", "destroy", "P001", "--confirm", "P001", "--out", site.folder.path)
        #expect(early.errors.contains("practice export"))
        #expect(try await rows(site, "P001") == before)
    }

    private func theExportIsWhole(_ site: Site, _ clinic: Clinic, reports: Int) async throws {
        let folder = site.folder.appending(path: "export")
        try await site.pso("practice", "export", "P001", "--out", folder.path)
        let check = try await Programs.run(
            "/bin/sh", ["-c", "cd \"$0\" && sha256sum -c --strict --quiet SHA256SUMS", folder.path])
        #expect(check.status == 0, "\(check.everything)")
        let listed = try await Programs.run(
            "/bin/sh", ["-c", "cd \"$0\" && find . -type f | wc -l; wc -l <SHA256SUMS", folder.path])
        let counts = listed.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        #expect(counts.count == 2 && counts[0] == counts[1] + 1, "every file has its line: \(counts)")

        let packets = try Data(contentsOf: folder.appending(path: "reports.ndjson")).split(
            separator: UInt8(ascii: "\n"))
        #expect(packets.count == reports)
        // What the clinic holds as sent is what the export gives back, sealed envelopes included.
        let outbox = try clinic.outboxBytes()
        let known = packets.filter { outbox.range(of: Data($0)) != nil }
        #expect(known.count > 0 && packets.allSatisfy { $0.starts(with: Data("{\"elements\"".utf8)) })
        #expect(packets.allSatisfy { Data($0).range(of: Data("\"sealed\":".utf8)) != nil })
        let hashes = packets.map { ReportCodec.contentHash(of: Data($0)).map { String(format: "%02x", $0) }.joined() }
        let receipts = try String(contentsOf: folder.appending(path: "receipts.csv"), encoding: .utf8)
        #expect(hashes.allSatisfy { receipts.contains($0) })
        let withdrawals = try String(contentsOf: folder.appending(path: "withdrawals.ndjson"), encoding: .utf8)
        #expect(withdrawals.split(separator: "\n").count == 1 && withdrawals.contains("\"duplicate\""))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/summaries").count == 1)
        let again = try await fail(site, "practice", "export", "P001", "--out", folder.path)
        #expect(again.errors.contains("exists already"))
    }

    private func theCertificateIsTrue(_ site: Site, _ held: [String: Int]) async throws {
        let folder = site.folder.appending(path: "certificate")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await site.pso("practice", "destroy", "P001", "--confirm", "P001", "--out", folder.path)
        let json = try Data(contentsOf: folder.appending(path: "certificate.json"))
        let certificate = try JSONValue(parsing: json)
        for row in certificate["destroyed"]?.array ?? [] {
            let table = try #require(row["table"]?.string)
            #expect(row["rows"]?.integer == held[table], "\(table)")
        }
        #expect(certificate["destroyed"]?.array?.count == Self.tables.count)
        let remaining = certificate["remaining"]?.array ?? []
        #expect(Set(remaining.compactMap { $0["table"]?.string }) == Set(Self.tables))
        #expect(remaining.allSatisfy { $0["rows"] == 0 })
        #expect(certificate["transferredTo"] == "Other PSO")
        #expect(certificate["backups"]?["retentionDays"] == 35)
        let stored = try await site.database.pool.withConnection {
            try await $0.query(
                "SELECT certificate, certificate_hash FROM practice_destruction", as: (String, Data).self)
        }
        #expect(stored.count == 1 && Data(stored[0].0.utf8) == json)
        #expect(stored[0].1 == ReportCodec.contentHash(of: json))
        let text = try String(contentsOf: folder.appending(path: "certificate.txt"), encoding: .utf8)
        #expect(text.contains("35 days") && text.contains("CERTIFICATE OF DESTRUCTION"))
        let again = try await fail(
            site, "practice", "destroy", "P001", "--confirm", "P001", "--without-export", "--out", folder.path)
        #expect(again.errors.contains("destroyed already"))
        let back = try await fail(site, "practice", "code", "P001")
        #expect(back.errors.contains("left"))
    }

    @Test func anEnrolmentCodeNeedStandOnNoCommandLine() async throws {
        try await Site.with { site in
            let server = try await site.startServer()
            defer { server.stop() }
            let relay = try await site.startRelay()
            defer { relay.kill() }
            let bare = try await site.pso("practice", "add", "P001", "--name", "Practice", "--json")
            let answer = try JSONValue(parsing: Data(bare.output.utf8))
            #expect(answer["standing"] == "agreements-missing" && answer["enrolmentCode"] == nil)
            let early = try await fail(site, "practice", "code", "P001")
            #expect(early.errors.contains("not signed both agreements"))
            for (store, options) in [("one", ["--code", "-"]), ("two", ["--code-file"])] {
                let clinic = Clinic("P001", at: site, store: store, passphrase: nil)
                let code = try await clinic.enrolmentCode()
                try await clinic.succeed(
                    "init", "--no-passphrase", "--recovery-out", site.folder.path + "/\(store).pem")
                let file = site.folder.appending(path: "\(store).txt")
                try "\(code)\n".write(to: file, atomically: true, encoding: .utf8)
                let enrolled = try await clinic.run(
                    ["enroll", "--server", site.url, "--ca", site.authority] + options
                        + (options.count == 1 ? [file.path] : []), input: options.count == 2 ? "\(code)\n" : nil)
                #expect(enrolled.status == 0 && enrolled.output.contains("enrolled as P001"), "\(enrolled.everything)")
            }
            let shown = try await site.pso("enrolment", "show", "P001", "--json")
            let submitters = try JSONValue(parsing: Data(shown.output.utf8))["submitters"]?.array ?? []
            #expect(submitters.count == 2)
            try await site.pso(
                "practice", "revoke", "P001", "--submitter", #require(submitters[0]["submitter"]?.string))
            let one = try await Clinic("P001", at: site, store: "one", passphrase: nil).run(
                "summary", "download", "--period", "2025H2", "--out", site.folder.path + "/x.html")
            #expect(one.everything.contains("submitter-revoked"), "\(one.everything)")
            let two = try await Clinic("P001", at: site, store: "two", passphrase: nil).run("push")
            #expect(two.status == 0, "\(two.everything)")
        }
    }

    @Test func clocksTellByTheirExitCode() async throws {
        try await Site.with { site in
            try await site.pso(
                "practice", "add", "P001", "--name", "Practice", "--agreements-signed", "2026-01-01", "--signed-by",
                "N. N.", "--agreements-end", "2026-12-31")
            for (today, status, state) in [
                ("2026-06-01", 0, "none"), ("2026-12-01", 0, "soon"), ("2027-01-01", 1, "overdue"),
            ] {
                let result = try await Programs.run(
                    "goodcatch-pso", ["enrolment", "clocks", "--today", today, "--config", site.configuration])
                #expect(
                    result.status == Int32(status) && result.output.contains(state), "\(today): \(result.everything)")
            }
        }
    }
}
