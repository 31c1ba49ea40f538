import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import TestSupport
import Testing

/// Only an enrolled practice can submit, and one that is not enrolled any more is stopped at once.
@Suite struct StandingTests {
    private static let code = PracticeCode("P001")!

    /// An act of the PSO, and the problem that the practice meets from then on.
    private static let acts: [(problem: String, act: @Sendable (PracticeAdministration, UUID) async throws -> Void)] = [
        ("submitter-revoked", { _ = try await $0.revokeSubmitters(of: code, only: $1, clock: .system) }),
        (
            "submitter-revoked",
            { administration, _ in
                _ = try await administration.revokeSubmitters(of: code, clock: .system)
            }
        ),
        (
            "agreements-ended",
            { administration, _ in
                try await administration.endAgreement("business-associate", of: code, on: Clock.system.today)
            }
        ),
        (
            "practice-left",
            { administration, _ in
                _ = try await administration.transfer(code, to: "Other PSO", approvedBy: "N. N.", clock: .system)
            }
        ),
    ]

    @Test(arguments: acts.indices)
    func aTokenEndsWithTheTrust(_ index: Int) async throws {
        let (problem, act) = Self.acts[index]
        try await TestServer.with { server in
            let submitter = try await server.submitter("P001")
            let token = try #require(try await server.token(submitter.assertion()).json["access_token"]?.string)
            let bystander = try await server.accessToken("P002")
            let before = try await server.send(.post, "/v1/reports", packet(), token: token)
            #expect(before.status == .created)

            let administration = PracticeAdministration(server.aggregator.database.pool)
            try await act(administration, try #require(UUID(uuidString: submitter.clientID)))
            for (method, path, body) in [
                (HTTPRequest.Method.post, "/v1/reports", packet()), (.get, "/v1/reports", nil),
                (.post, "/v1/keys", "{\"signingKey\":\(TestSubmitter().jwk)}"),
            ] {
                let answer = try await server.send(method, path, body, token: token)
                #expect(answer.status == .forbidden, "\(path)")
                #expect(answer.json["type"]?.string == "urn:goodcatch:problem:\(problem)", "\(path)")
            }
            let again = try await server.token(submitter.assertion())
            #expect(again.status == .forbidden)
            #expect(again.json["type"]?.string == "urn:goodcatch:problem:\(problem)")
            let forged = try await server.token(submitter.assertion(signedBy: TestSubmitter().key))
            #expect(forged.status == .unauthorized, "nobody else is told")
            #expect(try await server.aggregator.count("report") == 1)
            let other = try await server.send(.post, "/v1/reports", packet(), token: bystander)
            #expect(other.status == .created, "another practice goes on")
        }
    }

    @Test func oneSubmitterOfSeveralIsRevoked() async throws {
        try await TestServer.with { server in
            let first = try await server.submitter("P001")
            let second = try await server.submitter("P001")
            let administration = PracticeAdministration(server.aggregator.database.pool)
            let id = try #require(UUID(uuidString: first.clientID))
            let revoked = try await administration.revokeSubmitters(of: Self.code, only: id, clock: .system)
            #expect(revoked == 1)
            #expect(try await server.token(first.assertion()).status == .forbidden)
            #expect(try await server.token(second.assertion()).status == .ok)
            await #expect(throws: AdministrationError.unknownSubmitter) {
                try await administration.revokeSubmitters(of: Self.code, only: UUID(), clock: .system)
            }
        }
    }

    @Test func manyRequestsAtOnceEachLearnTheTruth() async throws {
        try await TestServer.with { server in
            let submitter = try await server.submitter("P001")
            let id = try #require(UUID(uuidString: submitter.clientID))
            let check = StandingCheck(server.aggregator.store)
            let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let known = number.isMultiple(of: 2)
                        return try await check.standing(of: known ? id : UUID()) == (known ? .enrolled : .revoked)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 200 && answers.allSatisfy { $0 })
        }
    }
}
