import AggregatorStore
import Configuration
import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import IncidentReports
import Logging
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import AggregatorServer

/// An aggregator with single sign-on at a provider of its own, and a browser in front of both.
struct SignOnSite: Sendable {
    let server: TestServer
    let provider: FakeProvider

    static let begin = "/v1/session/sign-on"
    static let callback = SignOnController.callbackPath

    /// Settings that fit a provider.
    static func settings(_ issuer: String) -> [AbsoluteConfigKey: ConfigValue] {
        func text(_ value: String) -> ConfigValue { ConfigValue(stringLiteral: value) }
        return [
            "oidc.issuer": text(issuer), "oidc.clientID": text(FakeProvider.clientID),
            "oidc.clientSecret": text(FakeProvider.folder.appending(path: "secret").path),
            "oidc.authorities": text(FakeProvider.folder.appending(path: "certificate.pem").path),
            "oidc.patience": 2,
        ]
    }

    /// - Parameter changes: of the settings; `nil` leaves one out.
    static func with(
        _ changes: [AbsoluteConfigKey: ConfigValue?] = [:], logger: Logger? = nil,
        _ body: @escaping @Sendable (SignOnSite) async throws -> Void
    ) async throws {
        try await FakeProvider.with { provider in
            var settings = settings(provider.issuer)
            for (key, value) in changes { settings[key] = value }
            try await TestServer.with(settings, logger: logger) { server in
                try await body(SignOnSite(server: server, provider: provider))
            }
        }
    }

    var accounts: AccountAdministration { AccountAdministration(server.aggregator.database.pool) }

    /// Adds an account, linked to a subject if there is one.
    func add(_ name: String, _ subject: String? = nil, role: AccountRole = .psoAnalyst) async throws {
        _ = try await accounts.add(name: name, role: role, practice: nil, codeValidFor: 3600, clock: .system)
        if let subject {
            try await accounts.link(name: name, issuer: provider.issuer, to: .subject(subject), clock: .system)
        }
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: [String: String] = [:], body: String? = nil
    ) async throws -> TestServer.Answer {
        var fields: HTTPFields = [:]
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        return try await server.client.execute(
            uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) }
        ) { TestServer.Answer(status: $0.status, headers: $0.headers, text: String(buffer: $0.body)) }
    }

    /// A login under way: where the browser is sent, and the cookie that it keeps.
    struct Begun {
        let location, cookie: String
    }

    func beginLogin() async throws -> Begun {
        let answer = try await send(.get, Self.begin)
        #expect(answer.status == .seeOther)
        return Begun(
            location: try #require(answer.headers[.location]),
            cookie: String(try #require(answer.headers[.setCookie]).prefix { $0 != ";" }))
    }

    /// Comes back from the provider.
    func comeBack(_ query: String, cookie: String?) async throws -> TestServer.Answer {
        try await send(.get, Self.callback + "?" + query, cookie.map { ["Cookie": $0] } ?? [:])
    }

    /// The whole way.
    func logIn() async throws -> TestServer.Answer {
        let begun = try await beginLogin()
        let (code, state) = try provider.authorize(begun.location)
        return try await comeBack("code=\(code)&state=\(state)", cookie: begun.cookie)
    }

    /// Every row of the audit log that tells of this, as action and detail.
    func audit() async throws -> [(action: String, detail: String, actor: String)] {
        try await AuditTrail(server.aggregator.database.pool).list(AuditQuery(), limit: 1000).map {
            ($0.action, $0.detail, $0.actor)
        }
    }

    /// That a login was refused: the problem, one more row in the audit log with the reason, and no session.
    func expectRefused(
        _ answer: TestServer.Answer, _ status: HTTPResponse.Status, _ problem: String, reason: String,
        _ note: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(answer.status == status, "\(note)", sourceLocation: sourceLocation)
        #expect(
            answer.json["type"]?.string == "urn:goodcatch:problem:\(problem)", "\(note)", sourceLocation: sourceLocation
        )
        #expect(answer.headers[.setCookie] == nil, "\(note)", sourceLocation: sourceLocation)
        let last = try await audit().last { $0.action == "refuse-sign-on" }
        #expect(last?.detail == "{\"reason\": \"\(reason)\"}", "\(note)", sourceLocation: sourceLocation)
        let sessions = try await server.aggregator.count("account_session")
        #expect(sessions == 0, "\(note)", sourceLocation: sourceLocation)
    }
}

extension TestServer.Answer {
    /// The session's cookie as a browser sends it back.
    var session: String? {
        headers[values: .setCookie].first { $0.hasPrefix(SessionAuthentication.cookie + "=") }.map {
            String($0.prefix { $0 != ";" })
        }
    }
}
