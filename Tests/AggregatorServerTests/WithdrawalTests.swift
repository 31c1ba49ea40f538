import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import Postgres
import TestSupport
import Testing

@Suite struct WithdrawalTests {
    private let id = ReportID()

    private func withdrawal(revision: Int = 2, _ reason: WithdrawalReason = .duplicate) -> String {
        String(
            decoding: Withdrawal(specification: "2012", id: id, revision: revision, reason: reason).packet,
            as: UTF8.self)
    }

    private func report(revision: Int = 1) -> String {
        packet {
            $0["reportId"] = .string(id.description)
            $0["revision"] = .integer(revision)
        }
    }

    private func current(_ server: TestServer) async throws -> Int {
        try await server.aggregator.store.analysis.withConnection {
            try await $0.query("SELECT count(*) FROM current_report", as: (Int).self)[0]
        }
    }

    @Test func aWithdrawnReportIsGoneForGood() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let path = "/v1/reports/\(id)"
            _ = try await server.send(.post, "/v1/reports", report(), token: token)
            #expect(try await current(server) == 1)
            let dry = try await server.send(.post, "/v1/reports?dryRun=true", withdrawal(), token: token)
            #expect(dry.outcome(0) == "valid")
            #expect(try await server.send(.get, path, token: token).status == .ok)

            let first = try await server.send(.post, "/v1/reports", withdrawal(), token: token)
            #expect(first.status == .created)
            let again = try await server.send(.post, "/v1/reports", withdrawal(), token: token)
            #expect(again.outcome(0) == "duplicate")
            #expect(again.outcomes[0]["receipt"] == first.outcomes[0]["receipt"])
            #expect(try await current(server) == 0)
            for query in ["", "?revision=1", "?revision=2"] {
                let gone = try await server.send(.get, path + query, token: token)
                #expect(gone.status == .gone)
                #expect(gone.json["type"] == "urn:goodcatch:problem:report-withdrawn")
            }
            // Nothing more is taken of it, but what was stored before keeps its receipt.
            for revision in [2, 3] {
                let amended = try await server.send(.post, "/v1/reports", report(revision: revision), token: token)
                #expect(amended.status == .unprocessableContent)
                #expect(amended.rules(0) == ["F-WITHDRAWN"])
            }
            #expect(try await server.send(.post, "/v1/reports", report(), token: token).outcome(0) == "duplicate")
            for other in [withdrawal(.notAnIncident), withdrawal(revision: 3)] {
                #expect(try await server.send(.post, "/v1/reports", other, token: token).status == .conflict)
            }
            #expect(try await server.aggregator.count("report_withdrawal") == 1)
        }
    }

    @Test func aBatchMayHoldAReportAndItsWithdrawal() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let body = [withdrawal(), packet(), report(), withdrawal()].joined(separator: "\n")
            let answer = try await server.send(
                .post, "/v1/reports", body, type: "application/x-ndjson", token: token)
            #expect((0..<4).map(answer.outcome) == ["stored", "stored", "stored", "duplicate"])
            #expect(try await current(server) == 1)
        }
    }

    @Test func aWithdrawalIsThePracticesOwn() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let stranger = try await server.accessToken("P002")
            _ = try await server.send(.post, "/v1/reports", report(), token: token)
            // The same id of another practice is another report, which may never have arrived.
            #expect(try await server.send(.post, "/v1/reports", withdrawal(), token: stranger).status == .created)
            #expect(try await server.send(.get, "/v1/reports/\(id)", token: token).status == .ok)
            #expect(try await current(server) == 1)
        }
    }

    @Test func aLaterRevisionIsNotWithdrawnByAnEarlierWord() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            _ = try await server.send(.post, "/v1/reports", report(revision: 2), token: token)
            #expect(try await server.send(.post, "/v1/reports", withdrawal(), token: token).status == .conflict)
            #expect(try await server.aggregator.count("report_withdrawal") == 0)
        }
    }
}
