import Foundation
import HTTPTypes
import IncidentSpec
import TestSupport
import Testing

@testable import AggregatorServer

/// The description of the service says what the service does, no more and no less.
@Suite struct OpenAPITests {
    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Docs/generated/openapi.json")

    private let document: [String: Any]

    init() throws {
        let text = Data(OpenAPI.render(.v2012).utf8)
        document = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    }

    /// Each operation written like "GET /v1/reports/{id}".
    private func operations() throws -> [String: [String: Any]] {
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        return Dictionary(
            uniqueKeysWithValues: paths.flatMap { path, methods in
                methods.map { ("\($0.key.uppercased()) \(path)", $0.value) }
            })
    }

    private func responses(_ operation: [String: Any]) throws -> [String: [String: Any]] {
        try #require(operation["responses"] as? [String: [String: Any]])
    }

    /// The problems that a response may be.
    private func problems(_ response: [String: Any]) -> [String] {
        let content = response["content"] as? [String: [String: [String: Any]]]
        let parts = content?["application/problem+json"]?["schema"]?["allOf"] as? [[String: Any]]
        let properties = parts?.last?["properties"] as? [String: [String: Any]]
        return properties?["type"]?["enum"] as? [String] ?? []
    }

    @Test func theRepositoryAndTheServerHoldWhatIsRendered() async throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(text == OpenAPI.render(.v2012), "run goodcatch-pso openapi > Docs/generated/openapi.json")
        try await TestServer.with { server in
            let answer = try await server.send(.get, "/openapi.json")
            #expect(answer.status == .ok && answer.headers[.contentType] == "application/json")
            #expect(answer.text == text)
        }
    }

    @Test func everyRouteIsDescribedAndNothingElseIs() async throws {
        let described = try operations().keys.sorted()
        try await TestServer.withRouter { routes in #expect(routes.sorted() == described) }
    }

    /// A status and a problem stand in the description as in the catalogue, and every problem can be met somewhere.
    @Test func everyProblemIsThatOfTheCatalogue() throws {
        let catalogue = Dictionary(
            uniqueKeysWithValues: (ErrorCatalogue.problems + Problem.standings).map { ($0.type, $0.status.code) })
        var met: Set<String> = []
        for (name, operation) in try operations() {
            for (status, response) in try responses(operation) {
                let problems = problems(response)
                for problem in problems { #expect(catalogue[problem] == Int(status), "\(name) \(status) \(problem)") }
                met.formUnion(problems)
                let answers = Endpoint.all.first { $0.id == operation["operationId"] as? String }?.answers ?? []
                #expect(
                    !problems.isEmpty || answers.contains { String($0.status.code) == status }, "\(name) \(status)")
            }
        }
        // What belongs to no operation but to a path.
        met.insert(Problem.method(allowed: []).type)
        #expect(met == Set(catalogue.keys))
    }

    @Test func whateverIsReferredToIsThere() throws {
        let schemas = try #require((document["components"] as? [String: Any])?["schemas"] as? [String: Any])
        let text = OpenAPI.render(.v2012)
        let names = Set(text.matches(of: /"\$ref" : "#\/components\/schemas\/([^"]+)"/).map { String($0.1) })
        #expect(names.isSubset(of: schemas.keys))
        #expect(Set(schemas.keys).subtracting(names).isEmpty, "nobody needs them")
        let ids = Endpoint.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for link in Endpoint.all.flatMap(\.answers).flatMap(\.next) { #expect(ids.contains(link.operation)) }
    }

    /// A misspelt dryRun must not store for real.
    @Test(arguments: [
        ("/v1/reports?dryrun=true", 400), ("/v1/reports?dryRun=yes", 400), ("/v1/reports?dryRun=", 400),
        ("/v1/reports?dryRun=false&dryRun=true", 400), ("/v1/reports?dryRun=true", 200), ("/v1/reports", 201),
    ])
    func aQueryThatIsNotKnownIsRefused(path: String, status: Int) async throws {
        try await TestServer.with { server in
            let answer = try await server.send(.post, path, packet(), token: server.accessToken("P001"))
            #expect(answer.status.code == status)
            #expect(try await server.aggregator.count("report") == (status == 201 ? 1 : 0))
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.delete, "/v1/reports", "GET, POST"), (.head, "/healthz", "GET"),
        (.post, "/v1/reports/1b4e28ba-2fa1-41d2-883f-0016d3cca427", "GET"), (.options, "/v1/session", "DELETE, POST"),
    ])
    func anotherMethodIsToldWhichThereAre(method: HTTPRequest.Method, path: String, allowed: String) async throws {
        try await TestServer.with { server in
            let answer = try await server.send(method, path)
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers[.allow] == allowed)
            #expect(try await server.send(.get, "/v1/nothing").status == .notFound)
        }
    }

    /// Whatever takes a body takes it under its media types alone.
    @Test func anotherMediaTypeIsRefused() async throws {
        try await TestServer.with { server in
            for operation in Endpoint.all where !operation.body.isEmpty {
                let path = operation.path.replacing(/\{[a-z]+\}/, with: "1b4e28ba-2fa1-41d2-883f-0016d3cca427")
                let answer = try await server.send(operation.method, path, "{}", type: "text/plain")
                #expect(answer.status == .unsupportedMediaType, "\(operation.id)")
                for type in operation.body.keys { #expect(answer.text.contains(type), "\(operation.id)") }
            }
        }
    }

    @Test(arguments: [
        ("grant_type=client_credentials&client_assertion=a.b.c", 400), ("", 400), ("%zz=%zz&&=&%", 400),
        ("\(form)&client_assertion=", 400), ("\(form)&client_assertion=a.b.c&client_assertion=a.b.c", 400),
        ("\(form)&client_assertion=a.b.c&other=%F0%9F%92%A9&empty", 401), ("\(form)&client_assertion=a.b.c", 401),
    ])
    func anyFormIsAnswered(_ text: String, _ status: Int) async throws {
        try await TestServer.with { server in
            let answer = try await server.send(
                .post, "/v1/token", text, type: "application/x-www-form-urlencoded;charset=UTF-8")
            #expect(answer.status.code == status)
        }
    }

    private static let form =
        "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3A"
        + "jwt-bearer"
}
