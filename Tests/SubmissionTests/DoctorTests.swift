import Foundation
import IncidentReports
import Testing

@testable import Submission

@Suite(.serialized) struct DoctorTests {
    private func client(
        _ server: String, _ authority: String?, proxy: String = "",
        authentication: TransportOptions.ProxyAuthentication = .any,
        minimumTLS: TransportOptions.MinimumTLS = .tls12, connectTimeout: Duration = .seconds(5),
        clock: Clock = .system
    ) throws -> SubmissionClient {
        var (options, retry) = (TransportOptions(), RetryPolicy())
        options.caFile = authority
        options.proxy = proxy
        options.proxyAuthentication = authentication
        options.minimumTLS = minimumTLS
        options.connectTimeout = connectTimeout
        retry.attempts = 1
        return try SubmissionClient(
            server: server, options: options, identity: ClientIdentity(clientID: "c", key: SigningKey()), retry: retry,
            clock: clock)
    }

    /// The first place that failed, with what is said of it; everything after it was not reached.
    private func failure(_ client: SubmissionClient, specification: String = "2012") async throws -> Diagnosis {
        let found = await client.diagnose(specification: specification)
        #expect(found.map(\.check) == Diagnosis.Check.allCases)
        let index = try #require(found.firstIndex { $0.state == .failed })
        #expect(found[..<index].allSatisfy { $0.state == .ok })
        return found[index]
    }

    @Test func everythingIsInOrder() async throws {
        let aggregator = try FakeAggregator()
        let found = try await client(aggregator.url, aggregator.authority).diagnose(specification: "2012")
        #expect(found.allSatisfy { $0.state == .ok })
    }

    @Test func eachFaultIsNamedWhereItIs() async throws {
        let aggregator = try FakeAggregator(faults: ["denied"])
        let (url, authority) = (aggregator.url, aggregator.authority)
        let denied = try await failure(try client(url, authority))
        #expect(denied.check == .credentials)
        let unknown = try await failure(try client(url, nil))
        #expect(unknown.check == .certificate && unknown.text.contains("authority"))
        let nobody = try await failure(try client("https://127.0.0.1:1", authority))
        #expect(nobody.check == .connection && nobody.text.contains("port"))
        let nameless = try await failure(try client("https://nothing.invalid", authority))
        #expect(nameless.check == .name && nameless.text.contains("DNS"))
        let version = try await failure(try client(url, authority), specification: "2031")
        #expect(version.check == .specification && version.text.contains("update"))
    }

    @Test(arguments: [("certificate=other", "another name"), ("certificate=expired", "has expired")])
    func whatIsWrongWithACertificateIsSaidSo(option: String, words: String) async throws {
        let aggregator = try FakeAggregator(faults: [option])
        let found = try await failure(try client(aggregator.url, aggregator.authority))
        #expect(found.check == .certificate && found.text.contains(words))
    }

    @Test func theFloorOfTLSIsKept() async throws {
        let old = try FakeAggregator(faults: ["tls=1.2"])
        let refused = try await failure(try client(old.url, old.authority, minimumTLS: .tls13))
        #expect(refused.check == .certificate && refused.text.contains("server.minimumTLS"))
        let taken = try await client(old.url, old.authority, minimumTLS: .tls12).diagnose(specification: "2012")
        #expect(taken.allSatisfy { $0.state == .ok })
        let new = try FakeAggregator()
        let newest = try await client(new.url, new.authority, minimumTLS: .tls13).diagnose(specification: "2012")
        #expect(newest.allSatisfy { $0.state == .ok })
    }

    @Test func aFileOfAuthoritiesThatIsMissingIsSaidSo() async throws {
        let aggregator = try FakeAggregator()
        let missing = try await failure(try client(aggregator.url, aggregator.authority + ".missing"))
        #expect(missing.check == .certificate && missing.text.contains("server.caFile"))
    }

    @Test func whatIsNoAggregatorIsSaidSo() async throws {
        let aggregator = try FakeAggregator()
        let other = try await failure(try client(aggregator.url + "/elsewhere", aggregator.authority))
        #expect(other.check == .specification && other.text.contains("does not answer as an aggregator does"))
        let silent = try FakeAggregator(faults: ["silent=yes"])
        let mute = try await failure(try client(silent.url, silent.authority, connectTimeout: .seconds(1)))
        #expect(mute.check == .connection && mute.text.contains("firewall"))
    }

    @Test func aProxyThatIsNotThereIsNotTakenForTheServer() async throws {
        let aggregator = try FakeAggregator()
        let gone = try await failure(try client(aggregator.url, aggregator.authority, proxy: "http://127.0.0.1:1"))
        #expect(gone.check == .proxy && gone.text.contains("proxy's address"))
        let nameless = try await failure(
            try client(aggregator.url, aggregator.authority, proxy: "http://nothing.invalid:3128"))
        #expect(nameless.check == .proxy && nameless.text.contains("server.proxy"))
    }

    @Test(arguments: [(-3600.0, "60 minutes behind"), (3600, "60 minutes ahead")])
    func aClockThatIsOffIsSaidSo(offset: Double, words: String) async throws {
        let aggregator = try FakeAggregator(faults: ["denied"])
        let clock = Clock { Date().addingTimeInterval(offset) }
        let off = try client(aggregator.url, aggregator.authority, clock: clock)
        let found = try await failure(off)
        #expect(found.check == .clock && found.text.contains(words))
        // A push says the same.
        let error = await #expect(throws: SubmissionError.self) { try await off.authenticate() }
        #expect(error?.description.contains(words) == true)
    }

    @Test(arguments: ["basic", "digest"], [TransportOptions.ProxyAuthentication.any, nil])
    func aProxyThatWantsAPassword(
        scheme: String, authentication: TransportOptions.ProxyAuthentication?
    ) async throws {
        let aggregator = try FakeAggregator()
        let proxy = try FakeProxy(scheme, user: "clinic", password: "open sesame", to: aggregator.port)
        let kind = try #require(authentication ?? TransportOptions.ProxyAuthentication(rawValue: scheme))
        func through(_ user: String, _ server: String? = nil) throws -> SubmissionClient {
            try client(
                server ?? aggregator.url, aggregator.authority, proxy: "http://\(user)127.0.0.1:\(proxy.port)",
                authentication: kind)
        }
        let found = try await through("clinic:open%20sesame@").diagnose(specification: "2012")
        #expect(found.allSatisfy { $0.state == .ok }, "\(found)")
        for user in ["", "clinic:quillfeather@"] {
            let refused = try await failure(try through(user))
            #expect(refused.check == .proxy && refused.text.contains("407"))
            #expect(!refused.text.contains("quillfeather"))
        }
        let other = try await failure(try through("clinic:open%20sesame@", "https://pso.example"))
        #expect(other.check == .certificate && other.text.contains("another name"))
    }

    @Test func aPasswordIsNotSentInTheClearIfDigestIsAskedFor() async throws {
        let aggregator = try FakeAggregator()
        let proxy = try FakeProxy("basic", user: "clinic", password: "secret", to: aggregator.port)
        let strict = try client(
            aggregator.url, aggregator.authority, proxy: "http://clinic:secret@127.0.0.1:\(proxy.port)",
            authentication: .digest)
        let refused = try await failure(strict)
        #expect(refused.check == .proxy)
    }
}
