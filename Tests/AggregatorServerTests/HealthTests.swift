import CoreMetrics
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IncidentReports
import Postgres
import TestSupport
import Testing

@testable import AggregatorServer

/// What watches the service: alive, ready, measured.
@Suite struct HealthTests {
    private func get(_ server: TestServer, _ path: String, user: String? = nil) async throws -> (Int, String) {
        var headers: HTTPFields = [:]
        if let user { headers[.authorization] = "Basic " + Data(user.utf8).base64EncodedString() }
        return try await server.client.execute(uri: path, method: .get, headers: headers) {
            ($0.status.code, String(buffer: $0.body))
        }
    }

    @Test func readyIsMoreThanAlive() async throws {
        try await TestServer.with { server in
            #expect(try await get(server, "/healthz").0 == 200)
            #expect(try await get(server, "/readyz").0 == 200)
            // A schema that this program does not know is nothing to write reports into.
            try await server.aggregator.database.pool.withConnection {
                try await $0.execute(
                    "INSERT INTO schema_migration (version, name, sha256) VALUES (9999, 'later', '\\x00')")
            }
            #expect(try await get(server, "/readyz").0 == 503)
            #expect(try await get(server, "/healthz").0 == 200)
        }
    }

    @Test func metricsAreForWhoHasThePassword() async throws {
        try await TestServer.with { server in
            for user in [nil, "metrics:wrong", "metrics:", "other:twelve quiet linacs"] {
                #expect(try await get(server, "/metrics", user: user).0 == 401)
            }
            let (status, text) = try await get(server, "/metrics", user: "metrics:twelve quiet linacs")
            #expect(status == 200)
            #expect(text.contains("goodcatch_database_connections{pool=\"ingest\",state=\"waiting\"} 0"))
        }
    }

    /// Each report counts once, under what became of it and why; each request that is refused, by its problem.
    @Test func reportsAreCountedByOutcomeAndReason() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let good = packet()
            let changed = good.replacing("wrong side", with: "other side")
            for body in [
                good, good, changed, packet(element: "gender", "X"), packet(element: "medicalSeverity", nil), "no",
                packet(element: "incidentDescription", "call 206-555-0142"), packet(element: "patientLastName", "Q"),
            ] {
                _ = try await server.send(.post, "/v1/reports", body, token: token)
            }
            _ = try await server.send(.post, "/v1/reports?dryRun=true", packet(), token: token)
            _ = try await server.send(.post, "/v1/reports", good, type: "text/plain", token: token)
            for _ in 0..<2 { _ = try await server.send(.post, "/v1/reports", good) }
            let text = try await get(server, "/metrics", user: "metrics:twelve quiet linacs").1
            let lines = Set(text.split(separator: "\n").map(String.init))
            let wanted = [
                ("stored", "", 1), ("duplicate", "", 1), ("conflict", "", 1), ("valid", "", 1),
                ("refused", "V-OPTION", 1), ("refused", "V-REQUIRED", 1), ("refused", "F-JSON", 1),
                ("refused", "D-LEAK", 1), ("refused", "D-UNSEALED", 1),
            ]
            for (outcome, reason, count) in wanted {
                let line = "goodcatch_reports_total{outcome=\"\(outcome)\",reason=\"\(reason)\"} \(count)"
                #expect(lines.contains(line), "\(line)")
            }
            #expect(lines.count { $0.hasPrefix("goodcatch_reports_total{") } == wanted.count)
            #expect(lines.contains("goodcatch_problems_total{problem=\"media-type\"} 1"))
            #expect(lines.contains("goodcatch_problems_total{problem=\"unauthenticated\"} 2"))
            #expect(lines.contains("goodcatch_queue_requests 0") && lines.contains("goodcatch_queue_reports 0"))
            // Three went to the database: the good one twice, and the one that conflicts.
            #expect(lines.contains("goodcatch_store_seconds_count 3"))
            #expect(!text.contains("P001"), "no practice is named")
        }
    }

    /// Whatever OPERATIONS promises is there.
    @Test func theMeasuresAreDocumented() async throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Docs/OPERATIONS.md")
        // In a table; elsewhere the page also names database roles.
        let documented = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("| `goodcatch_") }.flatMap { $0.matches(of: /`(goodcatch_[a-z_]+)`/) }
            .map { String($0.1) }
        try await TestServer.with { server in
            _ = try await server.send(.post, "/v1/reports", packet(), token: server.accessToken("P001"))
            _ = try await server.send(.get, "/v1/reports")
            let text = try await get(server, "/metrics", user: "metrics:twelve quiet linacs").1
            let there = Set(text.matches(of: /TYPE (goodcatch_[a-z_]+)/).map { String($0.1) })
            // What Hummingbird measures comes through swift-metrics, which one process can set up only once.
            let own = documented.filter { !$0.hasPrefix("goodcatch_h") }
            #expect(own.count > 5 && Set(own) == there)
        }
    }

    @Test func theTextIsThatOfPrometheus() {
        let metrics = PrometheusMetrics()
        metrics.makeCounter(label: "reports", dimensions: [("outcome", "stored")]).increment(by: 3)
        metrics.makeCounter(label: "reports", dimensions: [("outcome", "re\"fused")]).increment(by: 1)
        metrics.makeMeter(label: "http.active", dimensions: []).set(2.5)
        let timer = metrics.makeTimer(label: "http.duration", dimensions: [("route", "/v1/reports")])
        for milliseconds in [1, 4, 4, 60_000] { timer.recordNanoseconds(Int64(milliseconds) * 1_000_000) }
        let lines = metrics.text().split(separator: "\n").map(String.init)
        #expect(lines.contains("# TYPE goodcatch_reports_total counter"))
        #expect(lines.contains("goodcatch_reports_total{outcome=\"stored\"} 3"))
        #expect(lines.contains("goodcatch_reports_total{outcome=\"re\\\"fused\"} 1"))
        #expect(lines.contains("goodcatch_http_active 2.5"))
        let bucket = "goodcatch_http_duration_seconds_bucket{route=\"/v1/reports\",le="
        #expect(lines.contains(bucket + "\"0.001\"} 1"))
        #expect(lines.contains(bucket + "\"0.005\"} 3"))
        #expect(lines.contains(bucket + "\"30\"} 3"))
        #expect(lines.contains(bucket + "\"+Inf\"} 4"))
        #expect(lines.contains("goodcatch_http_duration_seconds_count{route=\"/v1/reports\"} 4"))
        #expect(lines.count { $0.hasPrefix("# TYPE goodcatch_reports_total") } == 1)
    }
}
