import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import JWTKit
import TestSupport
import Testing

@Suite struct AuthenticationTests {
    @Test func aCodeEnrolsOnce() async throws {
        try await TestServer.with { server in
            let submitter = try await server.submitter("P001")
            #expect(try await server.token(submitter.assertion()).status == .ok)
            try await aLostAnswerCanBeAskedForAgain(server)
            let again = try await server.send(.post, "/v1/enroll", TestSubmitter().enrolment(code: "NOT-A-CODE"))
            #expect(again.status == .forbidden)
            #expect(again.json["type"] == "urn:goodcatch:problem:enrolment-code")
        }
    }

    private func aLostAnswerCanBeAskedForAgain(_ server: TestServer) async throws {
        let code = try await server.aggregator.enrolmentCode(#require(PracticeCode("P009")))
        let submitter = TestSubmitter()
        let first = try await server.send(.post, "/v1/enroll", submitter.enrolment(code: code))
        let second = try await server.send(.post, "/v1/enroll", submitter.enrolment(code: code))
        #expect(second.status == .created)
        #expect(first.json["clientId"] == second.json["clientId"])
        let other = try await server.send(.post, "/v1/enroll", TestSubmitter().enrolment(code: code))
        #expect(other.status == .forbidden, "another key cannot use it")
    }

    @Test func anEnrolmentNeedsAPublicKeyAndNothingPrivate() async throws {
        try await TestServer.with { server in
            for key in [
                "null", "{}", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\"AA\"}",
                TestSubmitter().jwk.replacing("{", with: "{\"d\":\"AA\","),
                TestSubmitter().jwk.replacing("sig", with: "enc"),
            ] {
                let answer = try await server.send(.post, "/v1/enroll", "{\"code\":\"X\",\"signingKey\":\(key)}")
                #expect(answer.status == .unprocessableContent)
            }
        }
    }

    @Test func onlyASoundAssertionGivesAToken() async throws {
        try await TestServer.with { server in
            let submitter = try await server.submitter("P001")
            let other = try await server.submitter("P002")
            let refused = [
                "audience": try await submitter.assertion(audience: "https://elsewhere.test/v1/token"),
                "issuer": try await submitter.assertion(issuer: other.clientID),
                "expired": try await submitter.assertion(lifetime: -120),
                "too long": try await submitter.assertion(lifetime: 4000),
                "other key": try await submitter.assertion(signedBy: ES256PrivateKey()),
                "other's key": try await submitter.assertion(signedBy: other.key, kid: other.kid),
                "unknown client": try await submitter.enrolled(as: UUID().uuidString).assertion(),
                "not a token": "a.b.c",
                "unsigned": Self.unsigned(submitter.clientID, submitter.kid),
                "for nobody": Self.unsigned(submitter.clientID, submitter.kid, audience: "[]"),
            ]
            for (name, assertion) in refused {
                let answer = try await server.token(assertion)
                #expect(answer.status == .unauthorized, "\(name)")
                #expect(answer.json["error"] == "invalid_client", "\(name)")
            }
            let good = try await submitter.assertion()
            #expect(try await server.token(good).status == .ok)
            #expect(try await server.token(good).status == .unauthorized, "an assertion is used once")
        }
    }

    private static func unsigned(
        _ clientID: String, _ kid: String, audience: String = "\"\(TestServer.publicURL)/v1/token\""
    ) -> String {
        func part(_ text: String) -> String {
            Data(text.utf8).base64EncodedString().replacing("=", with: "").replacing("+", with: "-").replacing(
                "/", with: "_")
        }
        return part("{\"alg\":\"none\",\"kid\":\"\(kid)\"}") + "."
            + part(
                "{\"iss\":\"\(clientID)\",\"sub\":\"\(clientID)\",\"aud\":\(audience),"
                    + "\"jti\":\"1\",\"exp\":\(Int(Date().timeIntervalSince1970) + 60)}") + "."
    }

    @Test func nothingOfAPracticeIsReachedWithoutItsToken() async throws {
        try await TestServer.with { server in
            let routes: [(HTTPRequest.Method, String)] = [
                (.post, "/v1/reports"), (.get, "/v1/reports/\(UUID().uuidString)"), (.get, "/v1/summaries/2025H2"),
                (.post, "/v1/keys"),
            ]
            for (method, path) in routes {
                for token in [nil, "", "forged.token.here"] {
                    let answer = try await server.send(method, path, "{}", token: token)
                    #expect(answer.status == .unauthorized, "\(path)")
                    #expect(answer.headers[.contentType] == "application/problem+json")
                }
            }
        }
    }

    @Test func aNewKeyWorksAtOnce() async throws {
        try await TestServer.with { server in
            let submitter = try await server.submitter("P001")
            let token = try #require(try await server.token(submitter.assertion()).json["access_token"]?.string)
            let next = TestSubmitter().enrolled(as: submitter.clientID)
            #expect(try await server.token(next.assertion()).status == .unauthorized)
            let answer = try await server.send(.post, "/v1/keys", "{\"signingKey\":\(next.jwk)}", token: token)
            #expect(answer.status == .created)
            #expect(try await server.token(next.assertion()).status == .ok)
            #expect(try await server.token(submitter.assertion()).status == .ok, "the old key has a day's grace")
        }
    }
}
