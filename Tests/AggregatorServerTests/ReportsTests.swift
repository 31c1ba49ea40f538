import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import IncidentSpec
import TestSupport
import Testing

@Suite struct ReportsTests {
    private static let lines = "application/x-ndjson"

    @Test func eachLineHasItsOwnOutcome() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let good = packet()
            let body = [
                good, good, packet(element: "gender", "X"), "", "not json", packet(element: "medicalSeverity", nil),
                packet(element: "incidentType", 2),
            ].joined(separator: "\n")
            let answer = try await server.send(.post, "/v1/reports", body, type: Self.lines, token: token)
            #expect(answer.status == .ok)
            #expect(answer.outcomes.compactMap { $0["line"]?.integer } == [1, 2, 3, 5, 6, 7])
            #expect((0..<6).map(answer.outcome) == ["stored", "duplicate", "refused", "refused", "refused", "refused"])
            #expect(answer.outcomes[0]["receipt"] == answer.outcomes[1]["receipt"])
            #expect(answer.rules(2) == ["V-OPTION"])
            #expect(answer.rules(3) == ["F-JSON"])
            #expect(answer.rules(4) == ["V-REQUIRED"])
            #expect(answer.rules(5).contains("R-NEAR-MISS-FRACTIONS"))
            #expect(try await server.aggregator.count("report") == 1)
        }
    }

    @Test func everyElementThatMustNotLeaveIsRefused() async throws {
        let rules: [EdgeAction: String] = [.strip: "D-STRIPPED", .seal: "D-UNSEALED", .hold: "D-HELD"]
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            for element in Specification.v2012.elements {
                guard let rule = rules[element.edge] else { continue }
                let answer = try await server.send(
                    .post, "/v1/reports", packet(element: element.name, "Quillfeather"), token: token)
                #expect(answer.status == .unprocessableContent)
                #expect(answer.rules(0) == [rule], "\(element.number)")
                #expect(!answer.text.contains("Quillfeather"))
            }
            #expect(try await server.aggregator.count("report") == 0)
        }
    }

    @Test(arguments: [
        "call 206-555-0142 for details", "mail jane.doe@clinic.example", "SSN 078-05-1120", "MRN 00482913 was opened",
        "seen on 03/14/2025 by the physicist", "a 93-year-old patient",
    ])
    func anIdentifierInFreeTextIsRefused(_ text: String) async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            for element in Specification.v2012.allElements where element.edge == .scrub && !element.number.isExtension {
                let answer = try await server.send(
                    .post, "/v1/reports", packet(element: element.name, .string(text)), token: token)
                #expect(answer.rules(0) == ["D-LEAK"], "\(element.number)")
                #expect(!answer.text.contains(text))
            }
        }
    }

    @Test func aSingleReportAnswersByStatus() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let id = JSONValue.string(UUID().uuidString.lowercased())
            let first = packet { $0["reportId"] = id }
            #expect(try await server.send(.post, "/v1/reports?dryRun=true", first, token: token).outcome(0) == "valid")
            #expect(try await server.aggregator.count("report") == 0)
            #expect(try await server.send(.post, "/v1/reports", first, token: token).status == .created)
            #expect(try await server.send(.post, "/v1/reports", first, token: token).status == .ok)
            let other = packet {
                $0["reportId"] = id
                $0["forms"] = ["report", "analysis"]
            }
            #expect(try await server.send(.post, "/v1/reports", other, token: token).status == .conflict)
            let kind = try await server.send(.post, "/v1/reports", first, type: "text/plain", token: token)
            #expect(kind.status == .unsupportedMediaType)
        }
    }

    @Test func aPracticeGetsItsOwnReportAndNobodyElses() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let stranger = try await server.accessToken("P002")
            let sent = packet { $0["reportId"] = "0b7f9a4e-6f3b-4c55-9d0f-0a1b2c3d4e5f" }
            _ = try await server.send(.post, "/v1/reports", sent, token: token)
            let path = "/v1/reports/0b7f9a4e-6f3b-4c55-9d0f-0a1b2c3d4e5f"
            #expect(try await server.send(.get, path, token: token).text == sent)
            #expect(try await server.send(.get, path, token: stranger).status == .notFound)
            #expect(try await server.send(.get, path + "?revision=2", token: token).status == .notFound)
            #expect(try await server.send(.get, "/v1/summaries/2025H2", token: token).status == .notFound)
        }
    }

    @Test func limitsHaveClearAnswers() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let many = Array(repeating: "{}", count: 501).joined(separator: "\n")
            #expect(
                try await server.send(.post, "/v1/reports", many, type: Self.lines, token: token).status == .badRequest)
            #expect(
                try await server.send(.post, "/v1/reports", "", type: Self.lines, token: token).status == .badRequest)
            let large = String(repeating: "x", count: 200_001)
            let answer = try await server.send(.post, "/v1/reports", large, type: Self.lines, token: token)
            #expect(answer.status == .contentTooLarge)
            #expect(answer.json["type"] == "urn:goodcatch:problem:too-large")
        }
    }

    @Test(arguments: [
        "[1]", "\"text\"", "{", "{\"format\":\"goodcatch-report/1\"}", "{\"elements\":[]}", "nul", "{\"a\":1e999}",
        "{\"reportId\":\"\\ud800\"}", String(repeating: "[", count: 20_000),
    ])
    func malformedPacketsAreRefusedAndTheServerGoesOn(_ body: String) async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let answer = try await server.send(.post, "/v1/reports", body, token: token)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.outcome(0) == "refused")
            #expect(try await server.send(.post, "/v1/reports", packet(), token: token).status == .created)
        }
    }

    @Test func everyAnswerCarriesSecurityHeaders() async throws {
        try await TestServer.with { server in
            let answer = try await server.send(.get, "/nowhere")
            #expect(answer.status == .notFound)
            #expect(answer.headers[.strictTransportSecurity] != nil)
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }
}
