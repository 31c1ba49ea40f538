import Foundation
import IncidentReports
import Postgres
import TestSupport
import Testing

/// What becomes of connections that are held badly, and of those that are open when the service is stopped.
@Suite(.serialized) struct ConnectionTests {
    /// A site with a practice's token and packets that nobody has sent.
    private func with(
        _ settings: String = "", packets count: Int,
        _ body: (Site, Background, [String: JSONValue]) async throws -> Void
    ) async throws {
        try await Site.with { site in
            let file = URL(filePath: site.configuration)
            try (try String(contentsOf: file, encoding: .utf8) + settings)
                .write(to: file, atomically: true, encoding: .utf8)
            let server = try await site.startServer()
            defer { if server.isRunning { server.kill() } }
            let relay = try await site.startRelay()
            defer { relay.kill() }
            let clinic = try await Clinic("P001", at: site)
            try await clinic.succeed("import", Self.scenario)
            try await clinic.succeed("push")
            let sent = String(decoding: try Data(contentsOf: site.sentBytes), as: UTF8.self)
            let token = try #require(sent.firstMatch(of: /[Aa]uthorization: Bearer ([^\s]+)/)?.1)
            let packet = try #require(sent.split(whereSeparator: \.isNewline).first { $0.hasPrefix("{\"elements\"") })
            let packets = try (0..<count).map { _ in
                var members = try #require(try JSONValue(parsing: Data(packet.utf8)).object)
                members["reportId"] = .string(UUID().uuidString.lowercased())
                return String(decoding: JSONValue.object(members).canonicalData, as: UTF8.self)
            }
            try await body(
                site, server,
                [
                    "token": .string(String(token)), "packets": .array(packets.map { .string($0) }),
                    "ready": .string(site.folder.appending(path: "ready").path),
                    "go": .string(site.folder.appending(path: "go").path),
                ])
        }
    }

    private static let scenario = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples/scenarios/open-mlc-imrt.json").path

    @Test func whoHoldsAConnectionBadlyIsAnsweredOrHungUpOn() async throws {
        try await with("\nlimits:\n  patience: 2\n", packets: 1) { site, server, given in
            let said = try await RawClient.run("limits", at: site, given)
            let wanted = [
                "one field": "HTTP/1.1 400", "all fields": "HTTP/1.1 400", "many fields": "HTTP/1.1 400",
                "path": "HTTP/1.1 400", "two lengths": "HTTP/1.1 400", "no HTTP": "HTTP/1.1 400",
                "within limits": "HTTP/1.1 200", "idle": "closed", "idle after an answer": "closed",
                "slow head": "closed", "slow body": "HTTP/1.1 408", "no body": "HTTP/1.1 408",
            ]
            for (name, beginning) in wanted {
                let text = try #require(said[name]?.string, "\(name)")
                #expect(text.hasPrefix(beginning), "\(name): \(text.prefix(200))")
            }
            #expect(said["slow body"]?.string?.contains("urn:goodcatch:problem:too-slow") == true)
            #expect(server.isRunning)
            let stored = try await rows(site).count
            #expect(stored == 1, "only what was sent well is stored")
        }
    }

    @Test func whatIsUnderWayWhenTheServiceIsStoppedIsAnswered() async throws {
        try await with(packets: 2) { site, server, given in
            let said = try await site.database.pool.withConnection { session in
                // Nothing can be stored until this ends.
                try await session.execute("BEGIN")
                try await session.execute("LOCK TABLE report IN ACCESS EXCLUSIVE MODE")
                async let client = RawClient.run("drain", at: site, given)
                try await wait("the requests are under way") {
                    let isThere = try exists(given["ready"])
                    let waiting = try await waiting(session)
                    return isThere && waiting > 0
                }
                server.terminate()
                try await wait("nobody is let in any more") { !site.listens }
                #expect(server.isRunning, "it waits for what is under way")
                try Data("go".utf8).write(to: URL(filePath: try #require(given["go"]?.string)))
                // The second request waits for its turn as well, or comes after; either way it is answered.
                try await Task.sleep(for: .milliseconds(300))
                #expect(server.isRunning)
                try await session.execute("COMMIT")
                return try await client
            }
            try await server.end()
            #expect(server.status == 0)
            #expect(said["new connection"] == "refused")
            let stored = try await rows(site)
            for (index, name) in ["whole", "half"].enumerated() {
                let text = try #require(said[name]?.string)
                #expect(text.hasPrefix("HTTP/1.1 201"), "\(name): \(text.prefix(300))")
                let packet = try #require(given["packets"]?.array?[index].string)
                let id = try #require(try JSONValue(parsing: Data(packet.utf8))["reportId"]?.string)
                #expect(stored[id].map { text.contains($0) } == true, "\(name) has the receipt that is stored")
            }
        }
    }

    @Test func nothingAcknowledgedIsLostWhenTheServiceIsStoppedUnderLoad() async throws {
        try await with(packets: 20_000) { site, server, given in
            async let client = RawClient.run("load", at: site, given)
            try await wait("some are acknowledged") { try exists(given["ready"]) }
            server.terminate()
            try await server.end()
            #expect(server.status == 0)
            let acknowledged = Set(try await client["stored"]?.array?.compactMap(\.string) ?? [])
            let stored = Set(try await rows(site).keys)
            #expect(acknowledged.count >= 40 && acknowledged.count < 20_000)
            #expect(acknowledged.isSubset(of: stored))
            // Whatever was stored without an answer is at most what each client had under way, and the clinic's own.
            #expect(stored.subtracting(acknowledged).count <= 9)
        }
    }

    /// The receipt of each stored report.
    private func rows(_ site: Site) async throws -> [String: String] {
        let rows = try await site.database.pool.withConnection {
            try await $0.query("SELECT report_id::text, receipt_id::text FROM report", as: (String, String).self)
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, $0.1) })
    }

    /// How many others wait for a lock.
    private func waiting(_ session: any Session) async throws -> Int {
        try await session.query(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
            as: (Int).self)[0]
    }

    private func exists(_ path: JSONValue?) throws -> Bool {
        FileManager.default.fileExists(atPath: try #require(path?.string))
    }

    /// Waits until something is so, for as long as a busy machine may need.
    private func wait(_ what: String, until isSo: () async throws -> Bool) async throws {
        for _ in 0..<600 {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("never: \(what)")
    }
}
