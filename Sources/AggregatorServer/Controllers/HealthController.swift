import AggregatorStore
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Postgres

/// What watches the service: whether it lives, whether it can take reports, and what it measured.
struct HealthController: Sendable {
    let store: AggregatorStore
    let writer: ReportWriter
    let metrics: PrometheusMetrics
    /// Of the user `metrics`; without one nobody is answered.
    let password: String?

    func addRoutes(to router: Router<PublicContext>) {
        router.get("healthz") { _, _ in
            Response(status: .ok, headers: Self.json, body: try .json(["status": "ok"]))
        }
        router.get("readyz", use: ready)
        if let password {
            let wanted = "Basic " + Data("metrics:\(password)".utf8).base64EncodedString()
            router.get("metrics") { request, _ in
                guard Self.isSame(request.headers[.authorization] ?? "", wanted) else {
                    throw Problem.metricsPassword
                }
                await measureNow()
                return Response(
                    status: .ok, headers: [.contentType: "text/plain; version=0.0.4"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text())))
            }
        }
    }

    /// Compares in a time that says nothing of where two texts differ.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (SHA256.hash(data: Data(left.utf8)), SHA256.hash(data: Data(right.utf8)))
        return left == right
    }

    private static let json: HTTPFields = [.contentType: "application/json"]

    /// Ready when the database answers and has the schema that this program was built for.
    @Sendable
    private func ready(_ request: Request, context: PublicContext) async throws -> Response {
        do {
            try await Migrator.check(store.access)
            return Response(status: .ok, headers: Self.json, body: try .json(["status": "ready"]))
        } catch {
            context.logger.warning("not ready", metadata: ["reason": "\(type(of: error))"])
            return try Problem.notReady.response(from: request, context: context)
        }
    }

    private func measureNow() async {
        let queue = await writer.queue
        metrics.set("queue_requests", to: Double(queue.requests))
        metrics.set("queue_reports", to: Double(queue.reports))
        for (name, pool) in store.pools {
            let use = await pool.use
            for (state, value) in [("lent", use.lent), ("idle", use.idle), ("waiting", use.waiting)] {
                metrics.set("database_connections", [("pool", name), ("state", state)], to: Double(value))
            }
        }
    }
}
