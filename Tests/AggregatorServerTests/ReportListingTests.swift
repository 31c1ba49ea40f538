import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import TestSupport
import Testing

/// A practice finds all of its own reports, page by page, and nobody else's.
@Suite struct ReportListingTests {
    private func id(_ number: Int) -> String { "0b7f9a4e-6f3b-4c55-9d0f-00000000000\(number)" }

    private func send(
        _ number: Int, revision: Int = 1, _ server: TestServer, _ token: String
    ) async throws -> JSONValue? {
        let text = packet {
            $0["reportId"] = .string(id(number))
            $0["revision"] = .integer(revision)
        }
        let answer = try await server.send(.post, "/v1/reports", text, token: token)
        #expect(answer.status == .created)
        return answer.outcomes.first?["receipt"]
    }

    @Test func pagesHoldEveryRevisionOfTheirReports() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let stranger = try await server.accessToken("P002")
            var receipts: [JSONValue?] = []
            for number in [3, 1, 2] { receipts.append(try await send(number, server, token)) }
            receipts.append(try await send(1, revision: 2, server, token))
            _ = try await send(4, server, stranger)

            let first = try await server.send(.get, "/v1/reports?limit=2", token: token)
            #expect(first.status == .ok)
            let page = try #require(first.json["revisions"]?.array)
            #expect(page.compactMap { $0["reportId"]?.string } == [id(1), id(1), id(2)])
            #expect(page.compactMap { $0["revision"]?.integer } == [1, 2, 1])
            #expect(page.map { $0["receipt"] } == [receipts[1], receipts[3], receipts[2]])
            #expect(first.json["next"]?.string == id(2))

            let last = try await server.send(.get, "/v1/reports?limit=2&after=\(id(2))", token: token)
            #expect(last.json["revisions"]?.array?.compactMap { $0["reportId"]?.string } == [id(3)])
            #expect(last.json["next"] == nil)
            let all = try await server.send(.get, "/v1/reports", token: token)
            #expect(all.json["revisions"]?.array?.count == 4)
        }
    }

    @Test func anotherPracticeSeesNothing() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let stranger = try await server.accessToken("P002")
            _ = try await send(1, server, token)
            let answer = try await server.send(.get, "/v1/reports", token: stranger)
            #expect(answer.status == .ok)
            #expect(answer.json["revisions"]?.array == [])
            #expect(!answer.text.contains(id(1)))
            #expect(try await server.send(.get, "/v1/reports").status == .unauthorized)
        }
    }

    @Test(arguments: ["after=1", "after=", "limit=0", "limit=501", "limit=many"])
    func whatIsNoPageIsRefused(_ query: String) async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            #expect(try await server.send(.get, "/v1/reports?\(query)", token: token).status == .badRequest)
        }
    }
}
