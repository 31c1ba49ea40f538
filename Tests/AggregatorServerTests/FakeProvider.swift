import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import IncidentReports
import JWTKit
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import Synchronization
import Testing

@testable import AggregatorServer

/// An identity provider for one test: a real HTTPS server on the loopback that checks what it is sent, and whose answers
/// the test may spoil.
final class FakeProvider: Sendable {
    static let clientID = "goodcatch"
    static let secret = "a secret: with / all + sorts & of = signs"
    static let subject = "248289761001"

    /// How it answers; what a test changes holds from the next request on.
    struct Behaviour: Sendable {
        var metadata: @Sendable (inout [String: JSONValue]) -> Void = { _ in }
        var claims: @Sendable (inout [String: JSONValue]) -> Void = { _ in }
        /// Signs the ID token.
        var signer = Signer()
        /// Further members of a published key.
        var published: [JSONValue] = [Signer.first.jwk]
        /// What the token endpoint gives instead of an answer.
        var token: (@Sendable () async throws -> Response)?
    }

    /// What a login that was begun asked for.
    struct Login: Sendable {
        let nonce, challenge, redirect: String
    }

    private struct State {
        var behaviour = Behaviour()
        var logins: [String: Login] = [:]
        var tokens: [String] = []
        var keyReads = 0
    }

    private let state = Mutex(State())
    private let port = Mutex(0)
    var issuer: String { "https://localhost:\(port.withLock { $0 })" }
    /// How often the keys were read.
    var keyReads: Int { state.withLock { $0.keyReads } }
    /// Every ID token that was handed out.
    var tokens: [String] { state.withLock { $0.tokens } }

    func behave(_ change: @Sendable (inout Behaviour) -> Void) { state.withLock { change(&$0.behaviour) } }

    /// Certificate and secret, as files.
    static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "goodcatch-provider-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj",
            "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
            folder.appending(path: "key.pem").path, "-out", folder.appending(path: "certificate.pem").path,
        ]
        process.standardError = FileHandle.nullDevice
        try? process.run()
        process.waitUntilExit()
        try? Data((secret + "\n").utf8).write(to: folder.appending(path: "secret"))
        try? Data(clientKey.pemRepresentation.utf8).write(
            to: folder.appending(path: "client.pem"))
        return folder
    }()

    /// The key with which this service may sign its assertions.
    private static let clientKey = ES256PrivateKey()

    /// Runs a provider while `body` does.
    static func with(_ body: @Sendable (FakeProvider) async throws -> Void) async throws {
        let provider = FakeProvider()
        let tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(folder.appending(path: "certificate.pem").path).map {
                .certificate($0)
            },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: folder.appending(path: "key.pem").path, format: .pem)))
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "provider")
        logger.logLevel = .critical
        let application = Application(
            router: provider.router(), server: try .tls(.http1(), tlsConfiguration: tls),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let services = ServiceGroup(configuration: .init(services: [application], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            let port = try #require(await ports.first { _ in true })
            provider.port.withLock { $0 = port }
            let result: Result<Void, any Error>
            do { result = .success(try await body(provider)) } catch { result = .failure(error) }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            try result.get()
        }
    }

    /// Somebody logs in there: what the browser is sent back with.
    func authorize(_ location: String) throws -> (code: String, state: String) {
        let asked = try #require(URLComponents(string: location))
        let members = Dictionary((asked.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
        #expect(location.hasPrefix(issuer + "/authorize?tenant=a%20b&"))
        #expect(members["response_type"] == "code" && members["client_id"] == Self.clientID)
        #expect(members["code_challenge_method"] == "S256")
        #expect(members["scope"]?.split(separator: " ").contains("openid") == true)
        let code = "code." + UUID().uuidString
        let login = Login(
            nonce: try #require(members["nonce"]), challenge: try #require(members["code_challenge"]),
            redirect: try #require(members["redirect_uri"]))
        state.withLock { $0.logins[code] = login }
        return (code, try #require(members["state"]))
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get(".well-known/openid-configuration") { _, _ in
            let behaviour = self.state.withLock { $0.behaviour }
            var members: [String: JSONValue] = [
                "issuer": .string(self.issuer),
                "authorization_endpoint": .string(self.issuer + "/authorize?tenant=a%20b"),
                "token_endpoint": .string(self.issuer + "/token"), "jwks_uri": .string(self.issuer + "/keys"),
                "end_session_endpoint": .string(self.issuer + "/logout"),
                "code_challenge_methods_supported": ["plain", "S256"], "response_types_supported": ["code"],
            ]
            behaviour.metadata(&members)
            return Self.answer(.object(members))
        }
        router.get("keys") { _, _ in
            let behaviour = self.state.withLock { state in
                state.keyReads += 1
                return state.behaviour
            }
            return Self.answer(["keys": .array(behaviour.published)])
        }
        router.post("token") { request, _ in
            let behaviour = self.state.withLock { $0.behaviour }
            if let answer = behaviour.token { return try await answer() }
            let text = String(buffer: try await request.body.collect(upTo: 10_000))
            return try await self.token(text, request.headers[.authorization], behaviour)
        }
        return router
    }

    private func token(_ form: String, _ authorization: String?, _ behaviour: Behaviour) async throws -> Response {
        var asked = URLComponents()
        asked.percentEncodedQuery = form
        let members = Dictionary((asked.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
        guard await isClient(members, authorization) else { return Self.refusal("invalid_client") }
        // A code is taken once.
        guard let login = state.withLock({ $0.logins.removeValue(forKey: members["code"] ?? "") }),
            members["grant_type"] == "authorization_code", members["redirect_uri"] == login.redirect,
            Data(SHA256.hash(data: Data((members["code_verifier"] ?? "").utf8))).base64URL == login.challenge
        else { return Self.refusal("invalid_grant") }
        let now = Int(Date().timeIntervalSince1970)
        var claims: [String: JSONValue] = [
            "iss": .string(issuer), "sub": .string(Self.subject), "aud": .string(Self.clientID), "iat": .integer(now),
            "exp": .integer(now + 300), "nonce": .string(login.nonce),
            // What an account may do is not the provider's to say.
            "role": "pso-administrator", "groups": ["pso-administrator"], "name": "Somebody",
        ]
        behaviour.claims(&claims)
        let token = try await behaviour.signer.sign(.object(claims))
        state.withLock { $0.tokens.append(token) }
        return Self.answer(["access_token": "access.of.no.use", "token_type": "Bearer", "id_token": .string(token)])
    }

    private struct Assertion: JWTPayload {
        let iss, sub, aud, jti: String
        let exp: ExpirationClaim
        func verify(using algorithm: some JWTAlgorithm) throws { try exp.verifyNotExpired() }
    }

    private func isClient(_ members: [String: String], _ authorization: String?) async -> Bool {
        if let assertion = members["client_assertion"] {
            let keys = JWTKeyCollection()
            await keys.add(ecdsa: Self.clientKey.publicKey)
            guard let claims = try? await keys.verify(assertion, as: Assertion.self) else { return false }
            return authorization == nil && claims.iss == Self.clientID && claims.sub == Self.clientID
                && claims.aud == issuer + "/token"
                && members["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        }
        let pair = Self.clientID + ":" + FormText.encoded(Self.secret)
        return authorization == "Basic " + Data(pair.utf8).base64EncodedString()
    }

    private static func refusal(_ error: String) -> Response {
        var response = answer(["error": .string(error), "error_description": "never to be repeated"])
        response.status = .badRequest
        return response
    }

    private static func answer(_ value: JSONValue) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.canonicalData)))
    }
}

/// A key of the provider and how it signs.
struct Signer: Sendable {
    static let first = Signer()
    private static let firstKey = ES256PrivateKey()

    var kid = "first"
    var key = Self.firstKey
    /// Members of the header beside those that belong there, or instead of them.
    var header: [String: JWTHeaderField] = [:]
    /// Signs instead of the key.
    var other: (@Sendable (JWTKeyCollection) async throws -> Void)?

    /// As the provider publishes it.
    var jwk: JSONValue {
        let point = key.publicKey.parameters
        return [
            "kty": "EC", "crv": "P-256", "use": "sig", "kid": .string(kid), "x": .string(point?.x ?? ""),
            "y": .string(point?.y ?? ""),
        ]
    }

    private struct Claims: JWTPayload {
        let members: JSONValue
        init(_ members: JSONValue) { self.members = members }
        init(from decoder: any Decoder) throws { members = .null }
        func encode(to encoder: any Encoder) throws { try members.encode(to: encoder) }
        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    func sign(_ claims: JSONValue) async throws -> String {
        let keys = JWTKeyCollection()
        if let other { try await other(keys) } else { await keys.add(ecdsa: key) }
        var fields = JWTHeader(fields: ["kid": .string(kid)])
        for (name, value) in header { fields.fields[name] = value }
        return try await keys.sign(Claims(claims), header: fields)
    }
}
