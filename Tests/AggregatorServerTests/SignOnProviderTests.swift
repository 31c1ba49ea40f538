import AggregatorStore
import Configuration
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import AggregatorServer

/// An identity provider that is down, slow, huge, or not what it says it is.
@Suite struct SignOnProviderTests {
    /// A token endpoint that fails, each in its way.
    @Test func aProviderThatFailsIsToldOf() async throws {
        try await SignOnSite.with { site in
            try await site.add("alice", FakeProvider.subject)
            @Sendable func body(_ text: String, _ status: HTTPResponse.Status = .ok) -> Response {
                Response(status: status, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
            }
            let failures: [(String, @Sendable () async throws -> Response)] = [
                (
                    "slow",
                    {
                        try await Task.sleep(for: .seconds(4))
                        return Response(status: .ok)
                    }
                ),
                (
                    "slow",
                    {
                        // A byte a second, for ever.
                        Response(
                            status: .ok,
                            body: ResponseBody { writer in
                                for _ in 1...4 {
                                    try await writer.write(ByteBuffer(string: " "))
                                    try await Task.sleep(for: .seconds(1))
                                }
                                try await writer.finish(nil)
                            })
                    }
                ),
                ("too-large", { body(String(repeating: " ", count: 1_000_000)) }),
                ("malformed", { body("<html>log in</html>") }), ("malformed", { body("{\"access_token\":\"x\"}") }),
                ("malformed", { body(String(repeating: "[", count: 10_000)) }),
                ("status", { body("{}", .internalServerError) }),
                (
                    "status",
                    { Response(status: .temporaryRedirect, headers: [.location: site.provider.issuer + "/keys"]) }
                ),
                ("client-refused", { body("{\"error\":\"invalid_client\"}", .unauthorized) }),
            ]
            for (reason, answer) in failures {
                site.provider.behave { $0.token = answer }
                let refusal = try await site.logIn()
                try await site.expectRefused(
                    refusal, .serviceUnavailable, "provider-unavailable", reason: reason, reason)
                #expect(refusal.headers[.retryAfter] == "30")
            }
        }
    }

    /// One that was there when the login began.
    @Test(arguments: ["token_endpoint", "jwks_uri"])
    func aProviderThatGoesAwayIsToldOf(endpoint: String) async throws {
        try await SignOnSite.with { site in
            try await site.add("alice", FakeProvider.subject)
            site.provider.behave { $0.metadata = { $0[endpoint] = "https://localhost:1/gone" } }
            let answer = try await site.logIn()
            try await site.expectRefused(
                answer, .serviceUnavailable, "provider-unavailable", reason: "unreachable", endpoint)
            // The browser's login is used up: the code may have reached the provider.
            #expect(try await site.server.aggregator.count("sign_on_use") == 1)
        }
    }

    /// A provider whose discovery document cannot be had, or does not fit: nobody is sent anywhere.
    @Test func nobodyIsSentToAProviderThatCannotBeTrusted() async throws {
        let documents: [@Sendable (inout [String: JSONValue]) -> Void] = [
            { $0["issuer"] = "https://another.example" }, { $0["authorization_endpoint"] = nil },
            { $0["token_endpoint"] = "http://localhost/token" }, { $0["jwks_uri"] = "file:///etc/passwd" },
            { $0["code_challenge_methods_supported"] = ["plain"] },
        ]
        try await FakeProvider.with { provider in
            func expectNobodySent(
                _ fault: SignOnFault, _ change: (inout [AbsoluteConfigKey: ConfigValue]) -> Void = { _ in }
            ) async throws {
                var settings = SignOnSite.settings(provider.issuer)
                change(&settings)
                let reader = ConfigReader(provider: InMemoryProvider(values: settings))
                let configuration = try #require(try SignOnConfiguration(reader))
                let client = try IdentityProvider(configuration, publicURL: TestServer.publicURL, clock: .system)
                for _ in 1...2 {
                    await #expect(throws: fault) { try await client.address(for: SignOnTicket(at: Date())) }
                }
            }
            for document in documents {
                provider.behave { $0.metadata = document }
                try await expectNobodySent(.metadata)
            }
            provider.behave { $0.metadata = { _ in } }
            try await expectNobodySent(.unreachable) { $0["oidc.issuer"] = "https://localhost:1" }
            try await expectNobodySent(.certificate) { $0["oidc.authorities"] = nil }
            try await expectNobodySent(.certificate) {
                // The certificate is made out to localhost.
                let address = provider.issuer.replacing("localhost", with: "127.0.0.1")
                $0["oidc.issuer"] = ConfigValue(stringLiteral: address)
            }
            try await expectNobodySent(.status) {
                $0["oidc.issuer"] = ConfigValue(stringLiteral: provider.issuer + "/nowhere")
            }
        }
        try await SignOnSite.with(["oidc.issuer": "https://localhost:1"]) { site in
            let answer = try await site.send(.get, SignOnSite.begin)
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.json["detail"]?.string?.hasPrefix("it cannot be reached") == true, "\(answer.text)")
            #expect(answer.headers[.setCookie] == nil && answer.headers[.location] == nil)
        }
    }

    /// With a proxy configured nothing goes past it, and it is told nothing but where to connect to.
    @Test func theProxyIsUsed() async throws {
        let seen = Mutex("")
        let channel = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        RecordingProxy { text in seen.withLock { $0 += text } })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await SignOnSite.with([
            "oidc.proxy": ConfigValue(stringLiteral: "http://clinic:pass%20word@127.0.0.1:\(port)")
        ]) { site in
            let answer = try await site.send(.get, SignOnSite.begin)
            #expect(answer.status == .serviceUnavailable)
            let text = seen.withLock { $0 }
            #expect(text.hasPrefix("CONNECT " + site.provider.issuer.dropFirst("https://".count)))
            #expect(text.contains("Basic " + Data("clinic:pass word".utf8).base64EncodedString()))
        }
        try await channel.close()
    }
}

/// Notes what it is told and refuses.
private final class RecordingProxy: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let note: @Sendable (String) -> Void

    init(_ note: @escaping @Sendable (String) -> Void) { self.note = note }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        note(String(buffer: unwrapInboundIn(data)))
        let refusal = ByteBuffer(string: "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
        context.writeAndFlush(wrapOutboundOut(refusal), promise: nil)
    }
}
