import Foundation
import IncidentReports
import Postgres
import TestSupport
import Testing

/// What a newcomer does with the README alone: a messy export, the practice's lists, answers, push, an identifier back.
@Suite(.serialized) struct ReviewTests {
    private static let samples = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Samples")

    @Test func aMessyExportIsReviewedAndSent() async throws {
        try await Site.with { site in
            let server = try await site.startServer()
            defer { server.stop() }
            let relay = try await site.startRelay()
            defer { relay.kill() }
            let clinic = try await Clinic("P100", at: site, review: "ask")
            func sample(_ name: String) -> String { Self.samples.appending(path: name).path }
            func states() async throws -> [String: String] {
                Dictionary(
                    try await clinic.lines("list").compactMap { line in
                        line["localId"]?.string.flatMap { id in line["state"]?.string.map { (id, $0) } }
                    }, uniquingKeysWith: { $1 })
            }
            try await clinic.succeed("roster", "import", sample("clinic-roster.csv"))
            let imported = try await clinic.run(
                "import", sample("clinic-export.csv"), "--mapping", sample("clinic-export-mapping.yaml"))
            #expect(imported.status == 1, "the bad rows are told by the exit status")

            // One more report, with two words that are on no list.
            let file = site.folder.appending(path: "one.json")
            try Data(
                """
                {"localId":"odd","1.1":"2025-03-14","1.5":1,"1.6":1,"1.7":2,"1.8":"the quorvex arm hung for zemlinq",
                "1.12":"Plinthor","2.3":58,"2.37":3,"2.38":2,"2.44":["1.a.i"]}
                """.utf8
            ).write(to: file)
            try await clinic.succeed("import", file.path)
            #expect(try await states()["odd"] == "needs review")
            try await clinic.succeed("push")
            #expect(try await states()["odd"] == "needs review", "what is open is not sent")

            // A person types letters: keep always, then remove here, and skips whatever else there is.
            let asked = try await clinic.run(["review", "odd"], input: "?\na\nr\n")
            #expect(asked.status == 0 || asked.status == 1)
            #expect(asked.output.contains("quorvex"))
            #expect(try await states()["odd"] == "ready")
            let words = try #require(try await clinic.lines("review", "--words").first)
            #expect(words["kept"]?.array == ["quorvex"])
            let preview = try await clinic.succeed("preview", "odd", "--json")
            #expect(preview.output.contains("the quorvex arm hung for [REMOVED]"))
            let page = site.folder.appending(path: "preview.html")
            try await clinic.succeed("preview", "odd", "--html", page.path)
            #expect(try String(contentsOf: page, encoding: .utf8).contains("<del class=\"doubtful\">zemlinq</del>"))

            // Everything else without a terminal.
            for question in try await clinic.lines("review", "--list") {
                _ = try await clinic.run("review", "--remove", try #require(question["word"]?.string))
            }
            #expect(try await clinic.lines("review", "--list").isEmpty)
            try await clinic.succeed("push")
            let after = try await states()
            #expect(after.count >= 8)
            #expect(Set(after.values) == ["stored"])
            let opened = try await clinic.succeed("open", "odd", "--from-pso")
            #expect(opened.output.contains("Plinthor"))

            let trail = try await clinic.lines("audit-trail")
            let acts = trail.filter { $0["localId"]?.string == "odd" }.compactMap { $0["act"]?.string }
            #expect(acts.first == "draft")
            for act in ["needs-review", "reviewed", "prepared", "ready", "sending", "stored", "opened"] {
                #expect(acts.contains(act), "\(act) is not in the trail")
            }
            let database = try await Programs.run("/bin/sh", ["-c", "exec pg_dump \"$0\"", try site.database.url()])
            #expect(database.output.contains("the quorvex arm hung"))
            for name in ["zemlinq", "Plinthor", "Hargreave", "Loxley"] { #expect(!database.output.contains(name)) }
        }
    }
}
