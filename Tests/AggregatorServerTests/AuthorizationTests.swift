import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IncidentReports
import NIOCore
import Publishing
import TestSupport
import Testing

@testable import AggregatorServer

/// Who gets what from which route. Ids in the paths are those of practice P1, so that the column of P2 is another
/// practice's try.
@Suite struct AuthorizationTests {
    /// Who asks.
    private enum Caller: CaseIterable {
        /// Nobody known.
        case none
        /// The submitter of the practice that the ids belong to.
        case p1
        /// The submitter of another practice.
        case p2
        /// A submitter of the first practice, revoked before it asks for a token.
        case revoked
    }

    /// A route, what is sent to it, and the status that each caller gets.
    private struct Row: Sendable {
        let route: String
        var body: Body = .none
        let none, p1, p2, revoked: Int

        func status(_ caller: Caller) -> Int {
            switch caller {
            case .none: none
            case .p1: p1
            case .p2: p2
            case .revoked: revoked
            }
        }
    }

    private enum Body { case none, code, assertion, key, report, attachment }

    private static let matrix: [Row] = [
        Row(route: "GET /healthz", none: 200, p1: 200, p2: 200, revoked: 200),
        Row(route: "GET /readyz", none: 200, p1: 200, p2: 200, revoked: 200),
        Row(route: "GET /metrics", none: 401, p1: 401, p2: 401, revoked: 401),
        Row(route: "GET /v1/specification", none: 200, p1: 200, p2: 200, revoked: 200),
        // A code that is none: codes that are good stand in AuthenticationTests.
        Row(route: "POST /v1/enroll", body: .code, none: 403, p1: 403, p2: 403, revoked: 403),
        Row(route: "POST /v1/token", body: .assertion, none: 401, p1: 200, p2: 200, revoked: 401),
        Row(route: "POST /v1/keys", body: .key, none: 401, p1: 201, p2: 201, revoked: 401),
        // A report of one's own.
        Row(route: "POST /v1/reports", body: .report, none: 401, p1: 201, p2: 201, revoked: 401),
        Row(route: "GET /v1/reports", none: 401, p1: 200, p2: 200, revoked: 401),
        Row(route: "GET /v1/reports/{id}", none: 401, p1: 200, p2: 404, revoked: 401),
        Row(
            route: "PUT /v1/reports/{id}/attachments/{attachment}", body: .attachment, none: 401, p1: 200, p2: 404,
            revoked: 401),
        Row(route: "GET /v1/reports/{id}/attachments/{attachment}", none: 401, p1: 200, p2: 404, revoked: 401),
        Row(route: "GET /v1/attachments", none: 401, p1: 200, p2: 200, revoked: 401),
        Row(route: "GET /v1/summaries/{period}", none: 401, p1: 200, p2: 404, revoked: 401),
    ]

    private static let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3])
    private static let attachment = UUID().uuidString.lowercased()
    private static let report = ReportID()

    private static func path(_ route: String) -> String {
        let path = route.split(separator: " ")[1]
        return ["{id}": report.description, "{attachment}": attachment, "{period}": "2025H2"].reduce(String(path)) {
            $0.replacing($1.key, with: $1.value)
        }
    }

    private static func method(_ route: String) -> HTTPRequest.Method {
        HTTPRequest.Method(String(route.split(separator: " ")[0])) ?? .trace
    }

    /// Every route there is stands in the table, and nothing else does.
    @Test func everyRouteStandsInTheTable() async throws {
        try await TestServer.withRouter { routes in
            #expect(Set(Self.matrix.map(\.route)) == Set(routes))
            #expect(Self.matrix.count == routes.count)
        }
    }

    /// Whatever a practice may fetch is told in the audit log when it does.
    @Test func everyReadOfAPracticeHasItsWordInTheAuditLog() {
        let reads = Self.matrix.filter { $0.route.hasPrefix("GET ") && $0.none == 401 && $0.route != "GET /metrics" }
        #expect(Set(reads.map { String($0.route.dropFirst(4)) }) == Set(AuditedReads.actions.keys))
    }

    @Test func everyCallerGetsWhatTheTableSays() async throws {
        try await TestServer.with { server in
            var callers: [Caller: (submitter: TestSubmitter, token: String?)] = [.none: (TestSubmitter(), nil)]
            let lost = try await server.submitter("P1")
            _ = try await PracticeAdministration(server.aggregator.database.pool).revokeSubmitters(
                of: #require(PracticeCode("P1")), clock: .system)
            callers[.revoked] = (lost, nil)
            for (caller, code) in [(Caller.p1, "P1"), (.p2, "P2")] {
                let submitter = try await server.submitter(code)
                callers[caller] = (
                    submitter, try await server.token(submitter.assertion()).json["access_token"]?.string
                )
            }
            let owner = try #require(callers[.p1]?.token)
            let stored = try await server.send(
                .post, "/v1/reports", packet { $0["reportId"] = .string(Self.report.description) }, token: owner)
            #expect(stored.status == .created)
            let attached = try await Self.ask(
                server, "PUT /v1/reports/{id}/attachments/{attachment}", .attachment, callers[.p1]!)
            #expect(attached.status == .created)
            _ = try await Publisher(server.aggregator.store).practiceSummary(
                practice: #require(PracticeCode("P1")), period: #require(ReportingPeriod("2025H2")))

            for row in Self.matrix {
                for caller in Caller.allCases {
                    let answer = try await Self.ask(server, row.route, row.body, #require(callers[caller]))
                    #expect(answer.status.code == row.status(caller), "\(row.route) as \(caller)")
                    // Another practice's answers name nothing of the first's.
                    if caller == .p2, row.body == .none {
                        #expect(!answer.text.contains(Self.report.description), "\(row.route)")
                        #expect(!answer.text.contains(Self.attachment), "\(row.route)")
                    }
                }
            }
            try await Self.checkAudit(server)
        }
    }

    /// Each read that was answered stands in the audit log once, under its reader's practice; no refusal does.
    private static func checkAudit(_ server: TestServer) async throws {
        let trail = AuditTrail(server.aggregator.database.pool)
        let reads = try await trail.reads(AuditQuery())
        for caller in ["P1", "P2"] {
            let wanted = matrix.filter {
                $0.route.hasPrefix("GET ") && $0.none == 401 && (caller == "P1" ? $0.p1 : $0.p2) == 200
            }.compactMap { AuditedReads.actions[String($0.route.dropFirst(4))]?.rawValue }
            let found = reads.filter { $0.practice == caller }
            #expect(Set(found.map(\.action)) == Set(wanted) && found.allSatisfy { $0.times == 1 }, "\(found)")
        }
        #expect(try await trail.list(AuditQuery(), limit: 1000).filter { $0.action == "refuse-token" }.count == 1)
        #expect(try await trail.verify().fault == nil)
    }

    private static func ask(
        _ server: TestServer, _ route: String, _ body: Body, _ caller: (submitter: TestSubmitter, token: String?)
    ) async throws -> TestServer.Answer {
        var headers: HTTPFields = [:]
        if let token = caller.token { headers[.authorization] = "Bearer \(token)" }
        var content: Data?
        switch body {
        case .none: break
        case .assertion: return try await server.token(caller.submitter.assertion())
        case .code: content = Data(TestSubmitter().enrolment(code: "AAAAA-BBBBB").utf8)
        case .key: content = Data("{\"signingKey\":\(TestSubmitter().jwk)}".utf8)
        case .report: content = Data(packet().utf8)
        case .attachment:
            content = png
            headers[HTTPField.Name("Content-Digest")!] = ReportCodec.contentDigest(of: png)
        }
        headers[.contentType] = body == .attachment ? "image/png" : "application/json"
        return try await server.client.execute(
            uri: path(route), method: method(route), headers: headers, body: content.map { ByteBuffer(bytes: $0) }
        ) { TestServer.Answer(status: $0.status, headers: $0.headers, text: String(buffer: $0.body)) }
    }
}
