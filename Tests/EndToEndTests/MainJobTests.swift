import Foundation
import IncidentReports
import IncidentSpec
import Postgres
import TestSupport
import Testing

/// The whole way: clinics' exports in, both reports out, and no identifier anywhere on the way.
@Suite(.serialized) struct MainJobTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let scenarios = ["feet-first-mr-reversal", "wrong-plan-transferred", "open-mlc-imrt"]

    @Test func exportsGoInAndReportsComeOut() async throws {
        try await Site.with { site in
            let samples = site.folder.appending(path: "samples")
            let made = try await Programs.run(
                "goodcatch-spec",
                ["sample", "--practices", "4", "--reports", "240", "--seed", "71", "--out", samples.path])
            #expect(made.status == 0)
            let server = try await site.startServer()
            defer { server.stop() }
            let relay = try await site.startRelay()
            defer { relay.kill() }

            let codes = ["P001", "P002", "P003", "P004"]
            var clinics: [Clinic] = []
            for code in codes {
                let clinic = try await Clinic(code, at: site, passphrase: "seven quiet linacs")
                try await clinic.succeed("import", samples.appending(path: "\(code)/reports.jsonl").path)
                clinics.append(clinic)
            }
            for scenario in Self.scenarios {
                try await clinics[0].succeed(
                    "import", Self.root.appending(path: "Samples/scenarios/\(scenario).json").path)
            }
            for clinic in clinics {
                try await clinic.succeed("push", "--dry-run")
                #expect(try await stored(site, clinic.code) == 0, "a dry run stores nothing")
                try await clinic.succeed("push")
            }
            try await everyReportIsStoredOnce(site, clinics)
            try await reportsComeOut(site, clinics[0])
            try await nothingIdentifies(
                site, clinics, try Planted.read(samples.appending(path: "planted.jsonl"), .v2012))
            try await ownIdentifiersOpen(clinics[0])
        }
    }

    private func stored(_ site: Site, _ code: String) async throws -> Int {
        try await site.database.pool.withConnection {
            try await $0.query(
                "SELECT count(*) FROM report JOIN practice USING (practice_id) WHERE code = \(code)", as: Int.self)[0]
        }
    }

    private func everyReportIsStoredOnce(_ site: Site, _ clinics: [Clinic]) async throws {
        for clinic in clinics {
            let entries = try await clinic.lines("list")
            #expect(entries.allSatisfy { $0["state"]?.string == "stored" })
            #expect(try await stored(site, clinic.code) == entries.count)
            let again = try await clinic.succeed("push")
            #expect(again.output.contains("nothing to send"))
        }
    }

    private func reportsComeOut(_ site: Site, _ clinic: Clinic) async throws {
        let report = site.folder.appending(path: "report")
        let summary = site.folder.appending(path: "summary")
        try await site.pso("report", "--period", "2025Q4", "--out", report.path)
        let first = try Data(contentsOf: report.appending(path: "report.html"))
        try await site.pso("report", "--period", "2025Q4", "--out", report.path)
        #expect(
            try Data(contentsOf: report.appending(path: "report.html")) == first, "the same data give the same bytes")
        let refused = try await clinic.run(
            "summary", "download", "--period", "2025H2", "--out", site.folder.appending(path: "early.html").path)
        #expect(refused.status != 0, "nothing is released before it is made")
        try await site.pso("summary", "--practice", clinic.code, "--period", "2025H2", "--out", summary.path)
        for format in ["html", "csv", "json"] {
            let copy = site.folder.appending(path: "downloaded.\(format)")
            try await clinic.succeed(
                "summary", "download", "--period", "2025H2", "--format", format, "--out", copy.path)
            #expect(try Data(contentsOf: copy) == Data(contentsOf: summary.appending(path: "report.\(format)")))
        }
        let json = try JSONValueOfAnyDepth(Data(contentsOf: report.appending(path: "report.json")))
        #expect(json.text(of: "period", "label") == "2025Q4")
        #expect(json.count(of: "sections") > 10)
    }

    /// Ids, hashes and sealed bytes in hexadecimal, in which any number turns up by chance.
    nonisolated(unsafe) private static let random =
        /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,}/

    private func nothingIdentifies(_ site: Site, _ clinics: [Clinic], _ planted: [Planted]) async throws {
        let dump = try await Programs.run(
            "/bin/sh", ["-c", "exec pg_dump \"$0\"", try site.database.url()])
        #expect(dump.status == 0)
        var places: [(String, String)] = [
            ("database", dump.output), ("server log", try text(site.serverLog)),
            ("screens of the clinics", try text(site.folder.appending(path: "clinic.log"))),
            ("wire to the aggregator", try text(site.sentBytes)),
            ("wire from the aggregator", try text(site.answeredBytes)),
            ("aggregate report", try text(site.folder.appending(path: "report/report.json"))),
        ]
        for clinic in clinics {
            places.append(("outbox of \(clinic.code)", String(decoding: try clinic.outboxBytes(), as: UTF8.self)))
        }
        #expect(places.allSatisfy { $0.1.utf8.count > 200 || $0.0 == "server log" }, "every place was really searched")

        // Record numbers, telephone numbers and addresses are nobody's words and must be nowhere at all.
        let numbers = Set(planted.flatMap { $0.stated + $0.shaped }.filter { $0.contains(/[0-9@]/) && $0.count >= 6 })
        #expect(numbers.count > 50)
        for (place, text) in places {
            let text = text.replacing(Self.random, with: "")
            let found = numbers.filter { text.contains($0) }
            #expect(found.isEmpty, "\(found.count) planted values in the \(place)")
        }
        // A name may be a word in somebody else's report; in its own it may not stand.
        let packets = packetsOnTheWire(places[3].1)
        var searched = 0
        for clinic in clinics {
            let ids = try await clinic.reportIDs()
            for report in planted where report.practice == clinic.code {
                guard let id = ids[report.localID], let packet = packets[id] else { continue }
                searched += 1
                let found = report.needles.filter { packet.contains($0) }
                #expect(found.isEmpty, "\(found.count) planted names in a packet of \(clinic.code)")
            }
        }
        #expect(searched >= 240)
    }

    /// The texts of every packet that went over the wire, folded, by report id.
    private func packetsOnTheWire(_ sent: String) -> [String: String] {
        let specification = Specification.v2012
        var packets: [String: String] = [:]
        for line in sent.split(whereSeparator: \.isNewline) where line.hasPrefix("{\"elements\"") {
            guard let packet = try? JSONValue(parsing: Data(line.utf8)), let id = packet["reportId"]?.string else {
                continue
            }
            let texts = specification.allElements.filter { $0.type == .text }.flatMap { element in
                [packet["elements"]?[element.name]?.string, packet["extensions"]?[element.name]?.string].compactMap(
                    \.self)
            }
            packets[id, default: ""] += texts.joined(separator: "\n").folded
        }
        return packets
    }

    private func ownIdentifiersOpen(_ clinic: Clinic) async throws {
        let local = try await clinic.succeed("open", "2007-0107", "--json")
        let fetched = try await clinic.succeed("open", "2007-0107", "--from-pso", "--json")
        #expect(local.output == fetched.output)
        #expect(local.output.contains("1.12"))
    }

    private func text(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }
}

/// A published document, which nests deeper than a packet may.
private struct JSONValueOfAnyDepth {
    private let root: [String: Any]

    init(_ data: Data) throws { root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any]) }

    func text(of outer: String, _ inner: String) -> String? { (root[outer] as? [String: Any])?[inner] as? String }
    func count(of member: String) -> Int { (root[member] as? [Any])?.count ?? 0 }
}
