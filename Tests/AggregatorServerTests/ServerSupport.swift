import AggregatorStore
import Configuration
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IncidentReports
import IncidentSpec
import JWTKit
import Logging
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import AggregatorServer

/// A running aggregator with a practice's way in, for one test.
struct TestServer: Sendable {
    let aggregator: TestAggregator
    let client: any TestClientProtocol
    static let publicURL = "https://aggregator.test"

    /// Files a server cannot start without.
    private struct Files {
        let certificate, privateKey, tokenKey, accountKey, password: String
    }

    /// The file of account.key.
    static var accountKey: String { files.accountKey }

    private static let files: Files = {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "goodcatch-server-tests-\(UUID().uuidString)")
        func openssl(_ arguments: String...) {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/openssl")
            process.arguments = arguments
            process.standardError = FileHandle.nullDevice
            try? process.run()
            process.waitUntilExit()
        }
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = { (name: String) in folder.appending(path: name).path }
        openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-keyout", path("key.pem"), "-out", path("certificate.pem"))
        openssl(
            "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path("token.pem"))
        openssl("rand", "-base64", "-out", path("account.key"), "32")
        try? Data("twelve quiet linacs\n".utf8).write(to: folder.appending(path: "password"))
        return Files(
            certificate: path("certificate.pem"), privateKey: path("key.pem"), tokenKey: path("token.pem"),
            accountKey: path("account.key"), password: path("password"))
    }()

    private static func configuration(
        _ aggregator: TestAggregator, _ settings: [AbsoluteConfigKey: ConfigValue] = [:]
    ) throws -> ServerConfiguration {
        let own: [AbsoluteConfigKey: ConfigValue] = [
            "server.port": 0, "server.publicURL": ConfigValue(stringLiteral: publicURL),
            "server.certificate": ConfigValue(stringLiteral: files.certificate),
            "server.privateKey": ConfigValue(stringLiteral: files.privateKey),
            "database.url": ConfigValue(stringLiteral: try aggregator.database.url()),
            "account.key": ConfigValue(stringLiteral: files.accountKey),
            "token.key": ConfigValue(stringLiteral: files.tokenKey), "server.bodyLimit": 200_000,
            "metrics.password": ConfigValue(stringLiteral: files.password),
        ]
        let provider = InMemoryProvider(values: settings.merging(own) { given, _ in given })
        return try ServerConfiguration(ConfigReader(provider: provider))
    }

    /// Lends the routes that an aggregator has, each written like "GET /v1/reports/{id}".
    static func withRouter(_ body: ([String]) async throws -> Void) async throws {
        try await TestAggregator.with { aggregator in
            let configuration = try configuration(aggregator)
            let tokens = try await Tokens(
                store: aggregator.store, clock: .system, publicURL: publicURL, lifetime: 300,
                signingKey: String(contentsOfFile: configuration.tokenKey, encoding: .utf8))
            let router = try buildRouter(
                configuration, aggregator.store, .v2012, .system, tokens, accountKey: nil, .standard)
            try await body(router.routes.map { "\($0.method) \($0.path)" })
        }
    }

    /// - Parameter logger: what is logged goes there, or nowhere.
    static func with(
        _ settings: [AbsoluteConfigKey: ConfigValue] = [:], logger given: Logger? = nil,
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        try await TestAggregator.with { aggregator in
            var logger = given ?? Logger(label: "test")
            if given == nil { logger.logLevel = .critical }
            let application = try await buildApplication(
                configuration(aggregator, settings), store: aggregator.store,
                specification: .v2012, clock: .system, logger: logger,
                passwordCost: PasswordCost(rounds: 16, blockSize: 8, parallelism: 1))
            try await application.test(.router) { client in
                try await body(TestServer(aggregator: aggregator, client: client))
            }
        }
    }

    /// An answer as the caller sees it.
    struct Answer {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let text: String

        var json: JSONValue { (try? JSONValue(parsing: Data(text.utf8))) ?? .null }
        var outcomes: [JSONValue] { json["outcomes"]?.array ?? [] }
        func outcome(_ index: Int) -> String? { outcomes[index]["outcome"]?.string }
        func rules(_ index: Int) -> [String] {
            (outcomes[index]["findings"]?.array ?? []).compactMap { $0["rule"]?.string }
        }
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, type: String = "application/json",
        token: String? = nil
    ) async throws -> Answer {
        try await send(method, path, bytes: body.map { Data($0.utf8) }, type: type, token: token)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, bytes: Data?, type: String = "application/json",
        token: String? = nil, coding: String? = nil
    ) async throws -> Answer {
        var headers: HTTPFields = [.contentType: type]
        if let coding { headers[.contentEncoding] = coding }
        if let token { headers[.authorization] = "Bearer \(token)" }
        return try await client.execute(
            uri: path, method: method, headers: headers, body: bytes.map { ByteBuffer(bytes: $0) }
        ) { response in
            Answer(status: response.status, headers: response.headers, text: String(buffer: response.body))
        }
    }

    /// A session of a new person with a role, at the practice for a practice's roles.
    func session(_ name: String, _ role: AccountRole, of practice: String = "P1") async throws -> String {
        let pool = aggregator.database.pool
        _ = try await AccountAdministration(pool).add(
            name: name, role: role, practice: role.needsPractice ? PracticeCode(practice) : nil, codeValidFor: 60,
            clock: .system)
        let token = UUID().uuidString
        try await pool.withConnection {
            _ = try await $0.execute(
                """
                INSERT INTO account_session (token_hash, account_id, created_at, last_used_at)
                SELECT sha256(convert_to(\(token), 'UTF8')), account_id, now(), now() FROM account
                WHERE name = \(name)
                """)
        }
        return token
    }

    /// Sends what a person's own page would.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, session: String
    ) async throws -> Answer {
        let headers: HTTPFields = [
            .contentType: "application/json", .cookie: "\(SessionAuthentication.cookie)=\(session)",
            HTTPField.Name("X-CSRF-Token")!: SessionAuthentication.proof(session),
        ]
        return try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
        ) { Answer(status: $0.status, headers: $0.headers, text: String(buffer: $0.body)) }
    }

    /// Enrols a submitter of a new practice.
    func submitter(_ code: String) async throws -> TestSubmitter {
        let enrolment = try await aggregator.enrolmentCode(#require(PracticeCode(code)))
        let submitter = TestSubmitter()
        let answer = try await send(.post, "/v1/enroll", submitter.enrolment(code: enrolment))
        #expect(answer.status == .created)
        return submitter.enrolled(as: try #require(answer.json["clientId"]?.string))
    }

    /// Asks for a token with an assertion.
    func token(_ assertion: String) async throws -> Answer {
        let form =
            "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3A"
            + "jwt-bearer&client_assertion=\(assertion)"
        return try await send(.post, "/v1/token", form, type: "application/x-www-form-urlencoded")
    }

    /// A good access token of a new practice.
    func accessToken(_ code: String) async throws -> String {
        let submitter = try await submitter(code)
        return try #require(try await token(submitter.assertion()).json["access_token"]?.string)
    }
}

/// A submitter's key and what it signs.
struct TestSubmitter {
    var clientID = ""
    let kid = UUID().uuidString
    let key = ES256PrivateKey()

    func enrolled(as clientID: String) -> TestSubmitter {
        var copy = self
        copy.clientID = clientID
        return copy
    }

    var jwk: String {
        let point = key.publicKey.parameters
        return """
            {"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"\(kid)","x":"\(point?.x ?? "")","y":"\(point?.y ?? "")"}
            """
    }

    func enrolment(code: String) -> String { "{\"code\":\"\(code)\",\"signingKey\":\(jwk)}" }

    private struct Claims: JWTPayload {
        let iss, sub, aud, jti: String
        let exp: ExpirationClaim
        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    func assertion(
        issuer: String? = nil, audience: String = TestServer.publicURL + "/v1/token", lifetime: Double = 120,
        id: String = UUID().uuidString, signedBy other: ES256PrivateKey? = nil, kid otherKid: String? = nil
    ) async throws -> String {
        let keys = JWTKeyCollection()
        await keys.add(ecdsa: other ?? key, kid: JWKIdentifier(string: otherKid ?? kid))
        return try await keys.sign(
            Claims(
                iss: issuer ?? clientID, sub: clientID, aud: audience, jti: id,
                exp: ExpirationClaim(value: Date().addingTimeInterval(lifetime))),
            kid: JWKIdentifier(string: otherKid ?? kid))
    }
}

/// A good packet that a test may spoil.
func packet(_ change: (inout [String: JSONValue]) -> Void = { _ in }) -> String {
    var members: [String: JSONValue] = [
        "format": "goodcatch-report/1", "specification": "2012", "revision": 1,
        "reportId": .string(UUID().uuidString.lowercased()), "forms": ["report", "analysis", "response"],
        "extensions": [:],
        "elements": [
            "incidentDate": "2025-10-24", "incidentType": 1, "personAffected": 1, "fractionsDeliveredIncorrectly": 1,
            "incidentDescription": "the wrong side was treated", "medicalSeverity": 5, "severityAssessmentType": 2,
            "causes": ["1.a.i.1", "6.b"],
        ],
    ]
    change(&members)
    return String(decoding: JSONValue.object(members).canonicalData, as: UTF8.self)
}

/// A good packet with one element changed.
func packet(element: String, _ value: JSONValue?) -> String {
    packet { members in
        var elements = members["elements"]?.object ?? [:]
        elements[element] = value
        members["elements"] = .object(elements)
    }
}
