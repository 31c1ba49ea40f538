import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IncidentReports
import NIOCore
import Postgres
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
        /// People, by their session: none reaches any work product over these routes yet.
        case psoAdministrator, psoAnalyst, practiceAdministrator, practiceReviewer, practiceReader
        /// The administrator of another practice.
        case otherAdministrator

        var role: AccountRole? {
            switch self {
            case .psoAdministrator: .psoAdministrator
            case .psoAnalyst: .psoAnalyst
            case .practiceAdministrator, .otherAdministrator: .practiceAdministrator
            case .practiceReviewer: .practiceReviewer
            case .practiceReader: .practiceReader
            case .none, .p1, .p2, .revoked: nil
            }
        }
    }

    /// A route, what is sent to it, and the status that each caller gets.
    private struct Row: Sendable {
        let route: String
        var body: Body = .none
        let none, p1, p2, revoked: Int
        /// Of people's roles; `nil`: the same as nobody.
        var people: People?

        func status(_ caller: Caller) -> Int {
            switch caller {
            case .none: none
            case .p1: p1
            case .p2: p2
            case .revoked: revoked
            case .psoAdministrator: people?.psoAdministrator ?? none
            case .psoAnalyst: people?.psoAnalyst ?? none
            case .practiceAdministrator: people?.practiceAdministrator ?? none
            case .otherAdministrator: people?.otherAdministrator ?? none
            case .practiceReviewer: people?.practiceReviewer ?? none
            case .practiceReader: people?.practiceReader ?? none
            }
        }

        /// One for people.
        static func person(_ route: String, _ body: Body = .none, may people: People) -> Self {
            Row(route: route, body: body, none: 401, p1: 401, p2: 401, revoked: 401, people: people)
        }
    }

    /// The status that each role gets; 403 where nothing else is said.
    private struct People: Sendable {
        let psoAdministrator: Int
        var psoAnalyst = 403
        var practiceAdministrator = 403
        var otherAdministrator = 403
        var practiceReviewer = 403
        var practiceReader = 403

        var all: [Int] {
            [
                psoAdministrator, psoAnalyst, practiceAdministrator, otherAdministrator, practiceReviewer,
                practiceReader,
            ]
        }

        static func everybody(_ status: Int) -> Self {
            Self(
                psoAdministrator: status, psoAnalyst: status, practiceAdministrator: status,
                otherAdministrator: status, practiceReviewer: status, practiceReader: status)
        }
    }

    private enum Body: Equatable {
        case none, activation, logIn, code, assertion, key, report, attachment
        case json(String)
    }

    private static let matrix: [Row] = [
        Row(route: "GET /healthz", none: 200, p1: 200, p2: 200, revoked: 200),
        Row(route: "GET /readyz", none: 200, p1: 200, p2: 200, revoked: 200),
        Row(route: "GET /metrics", none: 401, p1: 401, p2: 401, revoked: 401),
        Row(route: "GET /openapi.json", none: 200, p1: 200, p2: 200, revoked: 200),
        Row(route: "GET /v1/specification", none: 200, p1: 200, p2: 200, revoked: 200),
        // A code that is none: codes that are good stand in AuthenticationTests.
        Row(route: "POST /v1/enroll", body: .code, none: 403, p1: 403, p2: 403, revoked: 403),
        Row(route: "POST /v1/token", body: .assertion, none: 401, p1: 200, p2: 200, revoked: 403),
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
        // With a code and a password that are none: AccountTests has the good ones.
        Row(route: "POST /v1/account", body: .activation, none: 403, p1: 403, p2: 403, revoked: 403),
        Row(route: "POST /v1/session", body: .logIn, none: 401, p1: 401, p2: 401, revoked: 401),
        // At a provider that is down, and back with nothing: SignOnTests have the good ones.
        Row(route: "GET /v1/session/sign-on", none: 503, p1: 503, p2: 503, revoked: 503),
        Row(route: "GET /v1/session/sign-on/callback", none: 400, p1: 400, p2: 400, revoked: 400),
        .person("GET /v1/practices", may: .init(psoAdministrator: 200, psoAnalyst: 200)),
        .person("POST /v1/practices", .json(#"{"code":"P3","name":"Third"}"#), may: .init(psoAdministrator: 201)),
        .person(
            "GET /v1/practices/{practice}/enrolment",
            may: .init(psoAdministrator: 200, psoAnalyst: 200, practiceAdministrator: 200, otherAdministrator: 404)),
        .person(
            "PUT /v1/practices/{practice}/tasks/{task}", .json(#"{"doneOn":"2026-01-31"}"#),
            may: .init(psoAdministrator: 204)),
        .person("DELETE /v1/practices/{practice}/tasks/{task}", may: .init(psoAdministrator: 204)),
        .person("PUT /v1/practices/{practice}/facilities/{name}", .json("{}"), may: .init(psoAdministrator: 204)),
        .person("DELETE /v1/practices/{practice}/facilities/{name}", may: .init(psoAdministrator: 204)),
        .person(
            "PUT /v1/practices/{practice}/contacts/{name}", .json(#"{"role":"primary"}"#),
            may: .init(psoAdministrator: 204)),
        .person("DELETE /v1/practices/{practice}/contacts/{name}", may: .init(psoAdministrator: 204)),
        .person("PUT /v1/practices/{practice}/other-psos/{name}", .json("{}"), may: .init(psoAdministrator: 204)),
        .person("DELETE /v1/practices/{practice}/other-psos/{name}", may: .init(psoAdministrator: 204)),
        .person(
            "POST /v1/practices/{practice}/agreements",
            .json(#"{"kind":"provider-services","signedOn":"2026-01-31","signer":"N. N."}"#),
            may: .init(psoAdministrator: 204)),
        .person("POST /v1/practices/{practice}/codes", .json("{}"), may: .init(psoAdministrator: 201)),
        .person(
            "POST /v1/practices/{practice}/submitters/{client}/revocation", may: .init(psoAdministrator: 204)),
        .person("GET /v1/enrolment/clocks", may: .init(psoAdministrator: 200, psoAnalyst: 200)),
        .person("GET /v1/account", may: .everybody(200)),
        // The last, since it ends the session.
        .person("DELETE /v1/session", may: .everybody(204)),
    ]

    private static let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3])
    private static let attachment = UUID().uuidString.lowercased()
    private static let report = ReportID()

    /// - Parameter client: the id of a submitter of the first practice.
    private static func path(_ route: String, client: String) -> String {
        let path = route.split(separator: " ")[1]
        return [
            "{id}": report.description, "{attachment}": attachment, "{period}": "2025H2", "{practice}": "P1",
            "{task}": "orientation", "{name}": "N.%20N.", "{client}": client,
        ].reduce(String(path)) { $0.replacing($1.key, with: $1.value) }
    }

    private static func method(_ route: String) -> HTTPRequest.Method {
        HTTPRequest.Method(String(route.split(separator: " ")[0])) ?? .trace
    }

    /// What a caller shows.
    private struct Credentials {
        var submitter = TestSubmitter()
        var token: String?
        /// Value of the session's cookie.
        var session: String?
    }

    /// Every route there is stands in the table, and nothing else does.
    @Test func everyRouteStandsInTheTable() async throws {
        try await TestServer.withRouter { routes in
            #expect(Set(Self.matrix.map(\.route)) == Set(routes))
            #expect(Self.matrix.count == routes.count)
        }
    }

    /// The description asks for what the table asks for, and knows each status in it.
    @Test func theDescriptionSaysWhoMayAsk() throws {
        for row in Self.matrix {
            let operation = try #require(
                Endpoint.all.first { "\($0.method) \($0.path)" == row.route }, "\(row.route)")
            let wanted: Endpoint.Access =
                switch (row.none, row.p1, row.people) {
                case (401, 401, .some): .person
                case (401, 401, nil) where operation.method == .get: .metrics
                // An assertion stands in the body.
                case (401, 200..<300, _) where row.body != .assertion: .practice
                default: .anyone
                }
            #expect(operation.access == wanted, "\(row.route)")
            let known = operation.answers.map(\.status.code) + operation.refusals.map(\.status.code)
            let statuses = [row.none, row.p1, row.p2, row.revoked] + (row.people?.all ?? [])
            #expect(Set(statuses).isSubset(of: known), "\(row.route)")
        }
    }

    /// Whatever a practice may fetch is told in the audit log when it does.
    @Test func everyReadOfAPracticeHasItsWordInTheAuditLog() {
        let reads = Self.matrix.filter { $0.route.hasPrefix("GET ") && $0.none == 401 && $0.p1 == 200 }
        #expect(Set(reads.map { String($0.route.dropFirst(4)) }) == Set(AuditedReads.actions.keys))
    }

    @Test func everyCallerGetsWhatTheTableSays() async throws {
        try await TestServer.with(SignOnSite.settings("https://localhost:1")) { server in
            var callers: [Caller: Credentials] = [.none: Credentials()]
            let lost = try await server.submitter("P1")
            _ = try await PracticeAdministration(server.aggregator.database.pool).revokeSubmitters(
                of: #require(PracticeCode("P1")), clock: .system)
            callers[.revoked] = Credentials(submitter: lost)
            for (caller, code) in [(Caller.p1, "P1"), (.p2, "P2")] {
                let submitter = try await server.submitter(code)
                callers[caller] = Credentials(
                    submitter: submitter,
                    token: try await server.token(submitter.assertion()).json["access_token"]?.string)
            }
            for caller in Caller.allCases {
                guard let role = caller.role else { continue }
                callers[caller] = Credentials(
                    session: try await server.session(
                        "\(caller)".lowercased(), role, of: caller == .otherAdministrator ? "P2" : "P1"))
            }
            let owner = try #require(callers[.p1]?.token)
            let stored = try await server.send(
                .post, "/v1/reports", packet { $0["reportId"] = .string(Self.report.description) }, token: owner)
            #expect(stored.status == .created)
            let attached = try await Self.ask(
                server, "PUT /v1/reports/{id}/attachments/{attachment}", .attachment, callers[.p1]!, lost)
            #expect(attached.status == .created)
            _ = try await Publisher(server.aggregator.store).practiceSummary(
                practice: #require(PracticeCode("P1")), period: #require(ReportingPeriod("2025H2")))

            for row in Self.matrix {
                for caller in Caller.allCases {
                    let answer = try await Self.ask(
                        server, row.route, row.body, #require(callers[caller]), lost)
                    #expect(answer.status.code == row.status(caller), "\(row.route) as \(caller)")
                    // What anybody but the owner is answered names nothing of the practice's.
                    if caller != .p1, row.body == .none {
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
                $0.route.hasPrefix("GET ") && $0.none == 401 && $0.people == nil
                    && (caller == "P1" ? $0.p1 : $0.p2) == 200
            }.compactMap { AuditedReads.actions[String($0.route.dropFirst(4))]?.rawValue }
            let found = reads.filter { $0.practice == caller }
            #expect(Set(found.map(\.action)) == Set(wanted) && found.allSatisfy { $0.times == 1 }, "\(found)")
        }
        #expect(try await trail.list(AuditQuery(), limit: 1000).filter { $0.action == "refuse-token" }.count == 1)
        #expect(try await trail.verify().fault == nil)
    }

    private static func ask(
        _ server: TestServer, _ route: String, _ body: Body, _ caller: Credentials, _ lost: TestSubmitter
    ) async throws -> TestServer.Answer {
        var headers: HTTPFields = [:]
        if let token = caller.token { headers[.authorization] = "Bearer \(token)" }
        if let session = caller.session {
            headers[.cookie] = "\(SessionAuthentication.cookie)=\(session)"
            headers[HTTPField.Name("X-CSRF-Token")!] = SessionAuthentication.proof(session)
        }
        var content: Data?
        switch body {
        case .none: break
        case .assertion: return try await server.token(caller.submitter.assertion())
        case .activation: content = Data(#"{"name":"nobody","code":"AAAAA","password":"twelve letters"}"#.utf8)
        case .logIn: content = Data(#"{"name":"nobody","password":"twelve letters","secondFactor":"123456"}"#.utf8)
        case .code: content = Data(TestSubmitter().enrolment(code: "AAAAA-BBBBB").utf8)
        case .key: content = Data("{\"signingKey\":\(TestSubmitter().jwk)}".utf8)
        case .report: content = Data(packet().utf8)
        case .json(let text): content = Data(text.utf8)
        case .attachment:
            content = png
            headers[HTTPField.Name("Content-Digest")!] = ReportCodec.contentDigest(of: png)
        }
        headers[.contentType] = body == .attachment ? "image/png" : "application/json"
        return try await server.client.execute(
            uri: path(route, client: lost.clientID), method: method(route), headers: headers,
            body: content.map { ByteBuffer(bytes: $0) }
        ) { TestServer.Answer(status: $0.status, headers: $0.headers, text: String(buffer: $0.body)) }
    }
}
