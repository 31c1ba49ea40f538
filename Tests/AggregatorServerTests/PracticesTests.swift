import AggregatorStore
import Foundation
import HTTPTypes
import HummingbirdTesting
import IncidentReports
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import AggregatorServer

/// Enrolment of practices by people, over the service; AuthorizationTests has who may do what.
@Suite struct PracticesTests {
    /// A change, and what it is answered.
    private struct Step {
        let method: HTTPRequest.Method
        let path: String
        var body: String?
        let status: Int
        var problem: String?

        init(_ method: HTTPRequest.Method, _ path: String, _ body: String?, _ status: Int, _ problem: String? = nil) {
            self.method = method
            self.path = "/v1/practices" + path
            self.body = body
            self.status = status
            self.problem = problem
        }
    }

    private static func take(_ steps: [Step], _ server: TestServer, _ session: String) async throws {
        for step in steps {
            let answer = try await server.send(step.method, step.path, step.body, session: session)
            #expect(answer.status.code == step.status, "\(step)")
            #expect(answer.json["type"]?.string == step.problem.map { "urn:goodcatch:problem:\($0)" }, "\(step)")
        }
    }

    private static func agreement(_ kind: String, more: String = "") -> String {
        #"{"kind":"\#(kind)","signedOn":"2026-01-01","signer":"N. N."\#(more)}"#
    }

    @Test func aPracticeIsEnrolledWithoutTheCommandLine() async throws {
        try await TestServer.with { server in
            let session = try await server.session("alice", .psoAdministrator)
            try await Self.take(
                [
                    Step(.post, "", #"{"code":"P1","name":"Lakeside"}"#, 201),
                    Step(.post, "", #"{"code":"P1","name":"Lakeside"}"#, 200),
                    Step(.put, "/P1/facilities/East%20campus", #"{"place":"Springfield, IL"}"#, 204),
                    Step(.put, "/P1/contacts/N.%20N.", #"{"role":"physicist","email":"nn@clinic.example"}"#, 204),
                    Step(.put, "/P1/other-psos/Hospital%20PSO", "{}", 204),
                    Step(.post, "/P1/codes", "{}", 422, "not-enrolled"),
                    Step(.post, "/P1/agreements", Self.agreement("provider-services"), 204),
                    Step(
                        .post, "/P1/agreements",
                        Self.agreement("business-associate", more: #","version":"7","endsOn":"2999-12-31""#), 204),
                    Step(.put, "/P1/tasks/orientation", #"{"doneOn":"2026-02-03","evidence":"minutes"}"#, 204),
                ], server, session)
            let code = try await server.send(
                .post, "/v1/practices/P1/codes", #"{"facility":"East campus","validForSeconds":60}"#, session: session)
            #expect(code.status == .created && code.json["validForSeconds"] == 60)
            #expect(code.headers[.cacheControl] == "no-store")
            let submitter = TestSubmitter()
            let enrolled = try await server.send(
                .post, "/v1/enroll", submitter.enrolment(code: #require(code.json["enrolmentCode"]?.string)))
            let client = try #require(enrolled.json["clientId"]?.string)
            _ = try await server.send(
                .post, "/v1/reports", packet(),
                token: server.token(submitter.enrolled(as: client).assertion()).json["access_token"]?.string)

            // What the owner of the database sees, and the practice's administrator as well.
            let lists = try await PracticeAdministration(server.aggregator.database.pool).lists(
                PracticeListName.enrolment, of: #require(PracticeCode("P1")))
            let wanted = JSONValue.object(Dictionary(uniqueKeysWithValues: lists.map { ($0.name, $0.json) }))
            let own = try await server.session("bob", .practiceAdministrator)
            for session in [session, own] {
                let shown = try await server.send(.get, "/v1/practices/P1/enrolment", session: session)
                #expect(shown.status == .ok && shown.json == wanted)
            }
            let done = wanted["tasks"]?.array?.filter { $0["done"]?.string != nil }.compactMap { $0["task"]?.string }
            #expect(
                done == [
                    "enrolment-form", "provider-services", "business-associate", "orientation", "credentials",
                    "first-report",
                ])
            #expect(wanted["agreements"]?.array?.compactMap { $0["by"]?.string } == ["alice", "alice"])
            let practices = try await server.send(.get, "/v1/practices", session: session)
            #expect(practices.json["practices"]?.array?.map { $0["standing"] } == ["enrolled"])
            let clocks = try await server.send(.get, "/v1/enrolment/clocks", session: session)
            #expect(clocks.json["clocks"]?.array?.contains { $0["due"] == "2999-12-31" } == true)

            try await Self.take(
                [
                    Step(.post, "/P1/submitters/\(client)/revocation", nil, 204),
                    Step(.delete, "/P1/tasks/orientation", nil, 204),
                    Step(.delete, "/P1/contacts/N.%20N.", nil, 204),
                    Step(.delete, "/P1/facilities/East%20campus", nil, 204),
                    Step(.delete, "/P1/other-psos/Hospital%20PSO", nil, 204),
                ], server, session)
            let refused = try await server.token(submitter.enrolled(as: client).assertion())
            #expect(refused.status == .forbidden)
            try await Self.checkAudit(server, client)
        }
    }

    /// Every act stands in the audit log as the person's.
    private static func checkAudit(_ server: TestServer, _ client: String) async throws {
        let pool = server.aggregator.database.pool
        let alice = try await pool.withConnection {
            try await $0.query("SELECT account_id::text FROM account WHERE name = 'alice'", as: (String).self)
        }
        let trail = AuditTrail(pool)
        let acts = try await trail.list(AuditQuery(), limit: 1000).filter { $0.role == "goodcatch_enrolment" }
        #expect(Set(acts.map(\.actorKind)) == ["account"] && Set(acts.map(\.actor)) == Set(alice))
        #expect(Set(acts.map(\.practice)) == ["P1"])
        #expect(
            Set(acts.compactMap(\.subject)) == [
                "add-practice", "add-facility", "add-contact", "add-other-pso", "record-agreement", "complete-task",
                "reopen-task", "remove-contact", "remove-facility", "remove-other-pso", client,
            ])
        #expect(acts.filter { $0.action == "issue-code" }.count == 1)
        #expect(acts.filter { $0.action == "revoke" }.map(\.subject) == [client])
        #expect(try await trail.verify().fault == nil)
    }

    @Test func whatCannotBeIsRefusedAndSaysWhy() async throws {
        try await TestServer.with { server in
            _ = try await server.submitter("P1")
            let session = try await server.session("alice", .psoAdministrator)
            let nobody = UUID().uuidString
            try await Self.take(
                [
                    Step(.post, "", #"{"code":"P1","name":"Another"}"#, 409, "practice-exists"),
                    Step(.post, "", #"{"code":"p1","name":"Lakeside"}"#, 400, "bad-request"),
                    Step(.post, "", #"{"code":"P2"}"#, 400, "bad-request"),
                    Step(.post, "", #"{"code":"P2","name":"\u0000"}"#, 400, "bad-request"),
                    Step(.post, "", #"{"code":"P2","name":"Lakeside","reports":7}"#, 400, "bad-request"),
                    Step(.post, "", "[]", 400, "bad-request"),
                    Step(.put, "/P1/tasks/orientation", "{}", 400, "bad-request"),
                    Step(.put, "/P1/tasks/orientation", #"{"doneOn":"2026-02-30"}"#, 400, "bad-request"),
                    Step(.put, "/P1/tasks/nothing", #"{"doneOn":"2026-02-03"}"#, 404, "not-found"),
                    Step(.put, "/P1/tasks/first-report", #"{"doneOn":"2026-02-03"}"#, 422, "completes-by-itself"),
                    Step(.put, "/P2/tasks/orientation", #"{"doneOn":"2026-02-03"}"#, 404, "not-found"),
                    Step(.put, "/p/tasks/orientation", #"{"doneOn":"2026-02-03"}"#, 404, "not-found"),
                    Step(.put, "/P1/facilities/%FF", "{}", 400, "bad-request"),
                    Step(.put, "/P1/facilities/%00", "{}", 400, "bad-request"),
                    Step(.delete, "/P1/facilities/East", nil, 404, "not-found"),
                    Step(.put, "/P1/contacts/N.", #"{"role":"friend"}"#, 400, "bad-request"),
                    Step(.post, "/P1/agreements", Self.agreement("other"), 400, "bad-request"),
                    Step(
                        .post, "/P1/agreements", Self.agreement("provider-services", more: #","endsOn":"2025-12-31""#),
                        422, "agreement-dates"),
                    Step(.post, "/P1/agreements", Self.agreement("provider-services"), 204),
                    Step(.post, "/P1/agreements", Self.agreement("provider-services"), 409, "agreement-exists"),
                    Step(.post, "/P1/codes", #"{"facility":"East"}"#, 422, "unknown-facility"),
                    Step(.post, "/P1/codes", #"{"validForSeconds":59}"#, 400, "bad-request"),
                    Step(.post, "/P1/codes", #"{"validForSeconds":60.5}"#, 400, "bad-request"),
                    Step(.post, "/P1/submitters/\(nobody)/revocation", nil, 404, "not-found"),
                    Step(.post, "/P1/submitters/1/revocation", nil, 400, "bad-request"),
                    Step(.get, "/P2/enrolment", nil, 404, "not-found"),
                ], server, session)
        }
    }

    /// To a practice's administrator another practice is as one that there is not.
    @Test func anotherPracticeLooksLikeNone() async throws {
        try await TestServer.with { server in
            for code in ["P1", "P2"] { _ = try await server.submitter(code) }
            let session = try await server.session("bob", .practiceAdministrator)
            var answers: Set<[String?]> = []
            for code in ["P2", "P3", "p"] {
                let answer = try await server.send(.get, "/v1/practices/\(code)/enrolment", session: session)
                #expect(answer.status == .notFound)
                answers.insert(["type", "title", "detail"].map { answer.json[$0]?.string })
            }
            #expect(answers.count == 1)
            let analyst = try await server.session("carol", .psoAnalyst)
            try await Self.take([Step(.delete, "/P1/tasks/orientation", nil, 403, "role")], server, analyst)
        }
    }

    @Test func aChangeNeedsTheSessionsOwnToken() async throws {
        try await TestServer.with { server in
            let session = try await server.session("alice", .psoAdministrator)
            let answer = try await server.client.execute(
                uri: "/v1/practices", method: .post,
                headers: [.contentType: "application/json", .cookie: "\(SessionAuthentication.cookie)=\(session)"],
                body: ByteBuffer(string: #"{"code":"P1","name":"Lakeside"}"#)
            ) { $0.status }
            #expect(answer == .forbidden)
            #expect(try await server.aggregator.count("practice") == 0)
        }
    }

    /// Credentials that no person is named for are not changed by the service.
    @Test func theRoleActsForAPersonAlone() async throws {
        try await TestServer.with { server in
            _ = try await server.submitter("P1")
            let nobody = PracticeAdministration(server.aggregator.store.enrolment, by: "nobody")
            let code = try #require(PracticeCode("P1"))
            await #expect(throws: DatabaseError.self) {
                _ = try await nobody.issueCode(to: code, validFor: 60, clock: .system)
            }
            #expect(try await server.aggregator.count("enrolment_code") == 1)
        }
    }
}
