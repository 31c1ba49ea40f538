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
