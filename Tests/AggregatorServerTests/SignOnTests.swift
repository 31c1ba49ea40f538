import AggregatorStore
import Configuration
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import InMemoryLogging
import IncidentReports
import JWTKit
import Logging
import Postgres
import TestSupport
import Testing

@testable import AggregatorServer

/// People log in at an identity provider, a real HTTPS server in the test's own process.
@Suite struct SignOnTests {
    @Test func aLinkedPersonLogsInAndOut() async throws {
        try await SignOnSite.with(["oidc.afterLogOut": "https://pso.example/bye"]) { site in
            try await site.add("alice", FakeProvider.subject)
            let begin = try await site.send(.get, SignOnSite.begin)
            let kept = try #require(begin.headers[.setCookie])
            for attribute in ["__Host-sign-on=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"] {
                #expect(kept.contains(attribute), "\(attribute)")
            }
            #expect(!kept.contains("Domain"))

            let answer = try await site.logIn()
            #expect(answer.status == .ok)
            // The role is the account's, whatever the provider says.
            #expect(answer.json["name"]?.string == "alice" && answer.json["role"]?.string == "pso-analyst")
            let cookies = answer.headers[values: .setCookie]
            let cookie = try #require(cookies.first { $0.hasPrefix("__Host-session=") })
            for attribute in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
                #expect(cookie.contains(attribute), "\(attribute)")
            }
            #expect(cookies.contains { $0.hasPrefix("__Host-sign-on=;") && $0.contains("Max-Age=0") })

            let session = ["Cookie": try #require(answer.session)]
            #expect(try await site.send(.get, "/v1/account", session).json["name"]?.string == "alice")
            let forged = try await site.send(.delete, "/v1/session", session)
            #expect(forged.status == .forbidden)
            let proof = ["X-CSRF-Token": try #require(answer.json["csrfToken"]?.string)]
            let out = try await site.send(.delete, "/v1/session", session.merging(proof) { $1 })
            #expect(out.status == .ok)
            #expect(
                out.json["endSession"]?.string == site.provider.issuer
                    + "/logout?client_id=goodcatch&post_logout_redirect_uri=https%3A%2F%2Fpso.example%2Fbye")
            #expect(try await site.send(.get, "/v1/account", session).status == .unauthorized)

            let rows = try await site.audit()
            #expect(rows.map(\.action) == ["migrate", "add-account", "link-account", "sign-on", "log-out"])
            #expect(!rows.contains { $0.detail.contains(FakeProvider.subject) || $0.actor == "alice" })
        }
    }

    /// The other ways to sign, for the provider and for this service.
    @Test func providersSignWithRSAAndTakeSignedAssertions() async throws {
        let pem = try Self.openssl("genrsa", "2048")
        let file = FileManager.default.temporaryDirectory.appending(path: "rsa-\(UUID().uuidString).pem")
        try Data(pem.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let hex = try Self.openssl("rsa", "-in", file.path, "-noout", "-modulus").dropFirst("Modulus=".count)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let pairs = stride(from: 0, to: hex.count, by: 2).map { hex.dropFirst($0).prefix(2) }
        let modulus = Data(pairs.compactMap { UInt8($0, radix: 16) })
        #expect(modulus.count == 256)
        try await SignOnSite.with([
            "oidc.clientSecret": nil,
            "oidc.clientKey": ConfigValue(stringLiteral: FakeProvider.folder.appending(path: "client.pem").path),
        ]) { site in
            try await site.add("alice", FakeProvider.subject)
            let key = try Insecure.RSA.PrivateKey(pem: pem)
            for algorithm in ["RS256", "PS256"] {
                site.provider.behave { behaviour in
                    behaviour.published = [
                        // What is of no use here does not stand in the way.
                        ["kty": "oct", "k": "AAAA", "kid": "rsa"], ["kty": "later", "kid": "x"],
                        ["kty": "RSA", "use": "enc", "kid": "rsa", "n": "AQAB", "e": "AQAB"],
                        ["kty": "RSA", "kid": "rsa", "e": "AQAB", "n": .string(modulus.base64URL)],
                    ]
                    behaviour.signer.kid = "rsa"
                    behaviour.signer.other = { keys in
                        if algorithm == "RS256" {
                            await keys.add(rsa: key, digestAlgorithm: .sha256)
                        } else {
                            await keys.add(pss: key, digestAlgorithm: .sha256)
                        }
                    }
                }
                #expect(try await site.logIn().status == .ok, "\(algorithm)")
            }
        }
    }

    private static func openssl(_ arguments: String...) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    @Test func aNewKeyIsReadAndTheOldOneForgotten() async throws {
        try await SignOnSite.with { site in
            try await site.add("alice", FakeProvider.subject)
            for _ in 1...2 { #expect(try await site.logIn().status == .ok) }
            #expect(site.provider.keyReads == 1)
            let next = Signer(kid: "second", key: ES256PrivateKey())
            site.provider.behave {
                $0.signer = next
                $0.published = [next.jwk]
            }
            #expect(try await site.logIn().status == .ok)
            #expect(site.provider.keyReads == 2)
            // Withdrawn: not found, and not looked for again so soon.
            site.provider.behave { $0.signer = .first }
            #expect(try await site.logIn().json["type"]?.string == "urn:goodcatch:problem:sign-on-answer")
            #expect(site.provider.keyReads == 2)
        }
    }

    /// A token need not name its key where there is only one that it can mean.
    @Test func aKeyWithoutANameIsTakenWhereThereIsOne() async throws {
        try await SignOnSite.with { site in
            try await site.add("alice", FakeProvider.subject)
            site.provider.behave { $0.signer.header["kid"] = .null }
            #expect(try await site.logIn().status == .ok)
        }
        try await SignOnSite.with { site in
            try await site.add("alice", FakeProvider.subject)
            let other = Signer(kid: "second", key: ES256PrivateKey())
            site.provider.behave {
                $0.signer.header["kid"] = .null
                $0.published.append(other.jwk)
            }
            try await site.expectRefused(site.logIn(), .forbidden, "sign-on-answer", reason: "unknown-key")
        }
    }

    @Test func withoutAProviderThereIsNoSignOn() async throws {
        try await TestServer.with { server in
            for path in [SignOnSite.begin, SignOnSite.callback] {
                let answer = try await server.send(.get, path)
                #expect(answer.status == .notFound)
                #expect(answer.json["type"]?.string == "urn:goodcatch:problem:no-sign-on")
            }
        }
    }

    @Test func aVerifiedAddressClaimsALinkOnceWhereThatIsAllowed() async throws {
        for isAllowed in [false, true] {
            try await SignOnSite.with([
                "oidc.linkByEmail": ConfigValue(booleanLiteral: isAllowed), "oidc.scopes": "openid email",
            ]) { site in
                try await site.add("alice")
                try await site.accounts.link(
                    name: "alice", issuer: site.provider.issuer, to: .verifiedEmail("Alice@Hospital.example"),
                    clock: .system)
                site.provider.behave { $0.claims = { $0["email"] = "alice@hospital.example" } }
                try await site.expectRefused(
                    site.logIn(), .forbidden, "sign-on-account", reason: "unlinked", "not verified")
                site.provider.behave {
                    $0.claims = {
                        $0["email"] = "ALICE@hospital.example"
                        $0["email_verified"] = "true"
                    }
                }
                let answer = try await site.logIn()
                #expect((answer.status == .ok) == isAllowed)
                guard isAllowed else { return }
                #expect(answer.json["name"]?.string == "alice")
                #expect(try await site.accounts.list(clock: .system).map(\.subject) == [FakeProvider.subject])
                #expect(try await site.accounts.list(clock: .system).map(\.email) == [nil])
                let actions = try await site.audit().map(\.action)
                #expect(actions.suffix(2) == ["link-account", "sign-on"])
                // From then on the subject counts, and nobody else's with the same address.
                site.provider.behave {
                    $0.claims = {
                        $0["sub"] = "another"
                        $0["email"] = "alice@hospital.example"
                        $0["email_verified"] = .bool(true)
                    }
                }
                #expect(try await site.logIn().json["type"]?.string == "urn:goodcatch:problem:sign-on-account")
                site.provider.behave { $0.claims = { _ in } }
                #expect(try await site.logIn().status == .ok)
            }
        }
    }

    @Test func aSessionEndsWithItsLinkOrItsAccount() async throws {
        try await SignOnSite.with { site in
            try await site.add("alice", FakeProvider.subject)
            let first = ["Cookie": try #require(try await site.logIn().session)]
            #expect(try await site.send(.get, "/v1/account", first).status == .ok)
            try await site.accounts.unlink(name: "alice")
            #expect(try await site.send(.get, "/v1/account", first).status == .unauthorized)
            await #expect(throws: AccountLinkError.self) { try await site.accounts.unlink(name: "alice") }

            try await site.accounts.link(
                name: "alice", issuer: site.provider.issuer, to: .subject(FakeProvider.subject), clock: .system)
            // One account a person, and one person an account.
            try await site.add("bob")
            for (name, subject) in [("bob", FakeProvider.subject), ("alice", "another"), ("nobody", "another")] {
                await #expect(throws: AccountLinkError.self, "\(name)") {
                    try await site.accounts.link(
                        name: name, issuer: site.provider.issuer, to: .subject(subject), clock: .system)
                }
            }
            let second = ["Cookie": try #require(try await site.logIn().session)]
            try await site.accounts.disable(name: "alice", clock: .system)
            #expect(try await site.send(.get, "/v1/account", second).status == .unauthorized)
            #expect(try await site.logIn().status == .forbidden)
        }
    }

    /// Where configuration says so, a linked account has no password, and nobody can lock it by guessing.
    @Test func aLinkMayTakeThePasswordsPlace() async throws {
        for keeps in [true, false] {
            try await SignOnSite.with(["oidc.keepPasswords": ConfigValue(booleanLiteral: keeps)]) { site in
                let pool = site.server.aggregator.database.pool
                for name in ["alice", "bob"] { try await site.add(name) }
                try await site.accounts.link(
                    name: "alice", issuer: site.provider.issuer, to: .subject(FakeProvider.subject), clock: .system)
                let factor = SecondFactor()
                let key = try #require(
                    Data(
                        base64Encoded: String(contentsOfFile: TestServer.accountKey, encoding: .utf8)
                            .trimmingCharacters(in: .whitespacesAndNewlines)))
                let cost = PasswordCost(rounds: 16, blockSize: 8, parallelism: 1)
                let password = try await PasswordHash.make("correct horse battery", cost)
                for row in try await site.accounts.list(clock: .system) {
                    let id = try #require(UUID(uuidString: row.id))
                    let sealed = try factor.sealed(for: id, key: SymmetricKey(data: key))
                    try await pool.withConnection {
                        _ = try await $0.execute(
                            "UPDATE account SET password = \(password), second_factor = \(sealed) WHERE account_id = \(id)"
                        )
                    }
                }
                func logIn(_ name: String, _ password: String = "correct horse battery") async throws -> Int {
                    let code = factor.code(step: Int(Date().timeIntervalSince1970) / 30)
                    let body = JSONValue.object([
                        "name": .string(name), "password": .string(password), "secondFactor": .string(code),
                    ])
                    let answer = try await site.send(
                        .post, "/v1/session", ["Content-Type": "application/json"],
                        body: String(decoding: body.canonicalData, as: UTF8.self))
                    return answer.status.code
                }
                #expect(try await logIn("bob") == 200)
                #expect(try await logIn("alice") == (keeps ? 200 : 401))
                for _ in 1...5 { #expect(try await logIn("alice", "not the password") == 401) }
                let isOpen = try await site.logIn().status == .ok
                #expect(isOpen != keeps)
            }
        }
    }

    /// What an administrator is told before anybody logs in.
    @Test func theProviderCanBeAskedBeforehand() async throws {
        try await FakeProvider.with { provider in
            var settings = SignOnSite.settings(provider.issuer)
            settings["oidc.clientSecret"] = nil
            settings["oidc.clientKey"] = ConfigValue(
                stringLiteral: FakeProvider.folder.appending(path: "client.pem").path)
            for key in ["server.certificate", "server.privateKey", "database.url", "token.key", "account.key"] {
                settings[AbsoluteConfigKey(key.split(separator: ".").map(String.init))] = "unused"
            }
            settings["server.publicURL"] = "https://pso.example"
            let reader = ConfigReader(provider: InMemoryProvider(values: settings))
            let configuration = try ServerConfiguration(reader)
            let found = try await ProviderCheck(configuration)
            #expect(found.issuer == provider.issuer && found.keys == 1 && found.endsSessions)
            #expect(found.redirectURI == "https://pso.example/v1/session/sign-on/callback")
            let keys = try JSONValue(parsing: Data(try #require(found.clientKeys).utf8))
            #expect(keys["keys"]?.array?.first?["kty"] == "EC" && keys["keys"]?.array?.first?["d"] == nil)
            provider.behave { $0.metadata = { $0["issuer"] = "https://another.example" } }
            let error = await #expect(throws: SignOnFault.self) { try await ProviderCheck(configuration) }
            #expect(error?.description.contains("discovery document") == true)
        }
    }

    /// Whatever somebody who reads the log could use to log in, or to learn who did.
    @Test func theLogHoldsNoSecret() async throws {
        let handler = InMemoryLogHandler()
        var logger = Logger(label: "sign-on") { _ in handler }
        logger.logLevel = .trace
        try await SignOnSite.with(logger: logger) { site in
            try await site.add("alice", FakeProvider.subject)
            let begun = try await site.beginLogin()
            let (code, state) = try site.provider.authorize(begun.location)
            let answer = try await site.comeBack("code=\(code)&state=\(state)", cookie: begun.cookie)
            #expect(answer.status == .ok)
            var secrets = [code, state, FakeProvider.secret, FakeProvider.subject, try #require(answer.session)]
            secrets += site.provider.tokens + [String(begun.cookie.dropFirst("__Host-sign-on=".count))]
            // And where it fails.
            site.provider.behave { $0.token = { throw HTTPError(.internalServerError) } }
            let second = try await site.beginLogin()
            let failed = try site.provider.authorize(second.location)
            let refusal = try await site.comeBack("code=\(failed.code)&state=\(failed.state)", cookie: second.cookie)
            #expect(refusal.status == .serviceUnavailable)
            secrets += [failed.code, failed.state]
            let lines = handler.entries.map { "\($0.message) \($0.metadata) \(String(describing: $0.error))" }
            #expect(lines.contains { $0.contains(SignOnSite.callback) })
            #expect(lines.contains { $0.contains("provider-unavailable") })
            for secret in secrets { #expect(!lines.contains { $0.contains(secret) }) }
        }
    }
}
