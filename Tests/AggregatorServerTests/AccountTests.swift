import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IncidentReports
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import AggregatorServer

/// People log in with a password and a second factor, and out again.
@Suite struct AccountTests {
    private let password = "correct horse battery staple"

    private func post(
        _ server: TestServer, _ path: String, _ members: [String: String], headers extra: [String: String] = [:]
    ) async throws -> TestServer.Answer {
        let body = JSONValue.object(members.mapValues { .string($0) }).canonicalData
        return try await execute(server, .post, path, body, extra)
    }

    private func execute(
        _ server: TestServer, _ method: HTTPRequest.Method, _ path: String, _ body: Data? = nil,
        _ extra: [String: String] = [:]
    ) async throws -> TestServer.Answer {
        var headers: HTTPFields = [.contentType: "application/json"]
        for (name, value) in extra { headers[try #require(HTTPField.Name(name))] = value }
        return try await server.client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) }
        ) { TestServer.Answer(status: $0.status, headers: $0.headers, text: String(buffer: $0.body)) }
    }

    private func add(_ server: TestServer, _ name: String = "alice") async throws -> String {
        try await AccountAdministration(server.aggregator.database.pool).add(
            name: name, role: .psoAnalyst, practice: nil, codeValidFor: 3600, clock: .system)
    }

    /// Sets password and second factor with a code.
    private func activate(_ server: TestServer, _ code: String, _ name: String = "alice") async throws -> SecondFactor {
        let answer = try await post(server, "/v1/account", ["name": name, "code": code, "password": password])
        #expect(answer.status == .created)
        return SecondFactor(secret: try #require(Self.bytes(base32: answer.json["secret"]?.string ?? "")))
    }

    private static func bytes(base32 text: String) -> Data? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = text.compactMap { alphabet.firstIndex(of: $0) }.flatMap { value in
            (0..<5).map { value >> (4 - $0) & 1 }
        }
        guard bits.count == 160 else { return nil }
        return Data((0..<20).map { byte in bits[byte * 8..<byte * 8 + 8].reduce(0) { $0 << 1 | UInt8($1) } })
    }

    private func logIn(
        _ server: TestServer, _ factor: SecondFactor, name: String = "alice", password: String? = nil,
        step: Int = Int(Date().timeIntervalSince1970) / 30
    ) async throws -> TestServer.Answer {
        return try await post(
            server, "/v1/session",
            ["name": name, "password": password ?? self.password, "secondFactor": factor.code(step: step)])
    }

    /// RFC 6238 appendix B, SHA-1, the last six of its eight digits.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func theSecondFactorIsTheStandards(time: Int, code: String) {
        let factor = SecondFactor(secret: Data("12345678901234567890".utf8))
        #expect(factor.code(step: time / 30) == code)
        #expect(factor.base32 == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(factor.step(of: code, at: Date(timeIntervalSince1970: Double(time + 29))) == time / 30)
        #expect(factor.step(of: code, at: Date(timeIntervalSince1970: Double(time + 90))) == nil)
    }

    @Test func aPasswordMatchesItselfAlone() async throws {
        // Another cost than that of what is kept, which counts.
        let cheap = PasswordCost(rounds: 16, blockSize: 8, parallelism: 1)
        let kept = try await PasswordHash.make(password, .standard)
        #expect(kept.hasPrefix("scrypt$32768$8$3$") && !kept.contains(password))
        #expect(try await PasswordHash.matches(password, kept, cheap))
        #expect(try await !PasswordHash.matches(password + " ", kept, cheap))
        #expect(try await !PasswordHash.matches(password, nil, cheap))
        #expect(try await PasswordHash.make(password, cheap) != PasswordHash.make(password, cheap))
    }

    @Test func aPersonLogsInAndOut() async throws {
        try await TestServer.with { server in
            let code = try await add(server)
            let short = try await post(server, "/v1/account", ["name": "alice", "code": code, "password": "short"])
            #expect(short.status == .badRequest)
            let factor = try await activate(server, code)
            let again = try await post(server, "/v1/account", ["name": "alice", "code": code, "password": password])
            #expect(again.status == .forbidden)

            let step = Int(Date().timeIntervalSince1970) / 30
            let answer = try await logIn(server, factor, step: step)
            #expect(answer.status == .ok && answer.json["role"]?.string == "pso-analyst")
            let cookie = try #require(answer.headers[.setCookie])
            for attribute in ["__Host-session=", "Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
                #expect(cookie.contains(attribute), "\(attribute)")
            }
            #expect(!cookie.contains("Domain"))
            let session = ["Cookie": String(cookie.prefix { $0 != ";" })]
            let proof = ["X-CSRF-Token": try #require(answer.json["csrfToken"]?.string)]
            #expect(try await execute(server, .get, "/v1/account", nil, session).json["name"]?.string == "alice")
            // The same second factor once more.
            #expect(try await logIn(server, factor, step: step).status == .unauthorized)

            for wrong in [
                [:], ["X-CSRF-Token": "guess"], proof.merging(["Origin": "https://elsewhere.test"]) { $1 },
                proof.merging(["Sec-Fetch-Site": "cross-site"]) { $1 },
            ] {
                let forged = try await execute(server, .delete, "/v1/session", nil, session.merging(wrong) { $1 })
                #expect(forged.status == .forbidden, "\(wrong)")
            }
            let ours = ["Origin": TestServer.publicURL, "Sec-Fetch-Site": "same-origin"]
            let out = try await execute(
                server, .delete, "/v1/session", nil, session.merging(proof) { $1 }.merging(ours) { $1 })
            #expect(out.status == .noContent)
            #expect(try await execute(server, .get, "/v1/account", nil, session).status == .unauthorized)

            let rows = try await AuditTrail(server.aggregator.database.pool).list(AuditQuery(), limit: 100)
            #expect(
                rows.map(\.action) == [
                    "migrate", "add-account", "activate-account", "log-in", "refuse-log-in", "log-out",
                ])
            #expect(!rows.contains { $0.detail.contains("alice") || $0.actor == "alice" })
        }
    }

    @Test func fiveRefusalsLockAnAccountAndAResetOpensIt() async throws {
        try await TestServer.with { server in
            let factor = try await activate(server, add(server))
            for _ in 1...5 {
                #expect(try await logIn(server, factor, password: "not the password").status == .unauthorized)
            }
            // Right, and too late.
            #expect(try await logIn(server, factor).status == .unauthorized)
            #expect(try await logIn(server, factor, name: "nobody").status == .unauthorized)
            let administration = AccountAdministration(server.aggregator.database.pool)
            #expect(try await administration.list(clock: .system).map(\.state) == ["locked"])
            let later = Clock.fixed(Date().addingTimeInterval(901))
            #expect(try await administration.list(clock: later).map(\.state) == ["active"])
            let fresh = try await activate(
                server, administration.reset(name: "alice", codeValidFor: 3600, clock: .system))
            #expect(try await logIn(server, factor).status == .unauthorized)
            #expect(try await logIn(server, fresh).status == .ok)
            let actions = try await AuditTrail(server.aggregator.database.pool).list(AuditQuery(), limit: 100).map(
                \.action)
            #expect(actions.filter { $0 == "lock-account" }.count == 1)
            #expect(actions.filter { $0 == "reset-account" }.count == 1)
        }
    }

    @Test func aClosedAccountsSessionEndsAtOnce() async throws {
        try await TestServer.with { server in
            let factor = try await activate(server, add(server))
            let cookie = try #require(try await logIn(server, factor).headers[.setCookie])
            let session = ["Cookie": String(cookie.prefix { $0 != ";" })]
            #expect(try await execute(server, .get, "/v1/account", nil, session).status == .ok)
            let administration = AccountAdministration(server.aggregator.database.pool)
            try await administration.disable(name: "alice", clock: .system)
            #expect(try await execute(server, .get, "/v1/account", nil, session).status == .unauthorized)
            #expect(
                try await logIn(server, factor, step: Int(Date().timeIntervalSince1970) / 30 + 1).status
                    == .unauthorized)
            await #expect(throws: AccountError.self) {
                try await administration.reset(name: "alice", codeValidFor: 3600, clock: .system)
            }
        }
    }

    @Test func aSessionEndsWhenItIsNotUsedOrGrowsOld() async throws {
        try await TestServer.with { server in
            let factor = try await activate(server, add(server))
            let cookie = try #require(try await logIn(server, factor).headers[.setCookie])
            let token = String(cookie.prefix { $0 != ";" }.dropFirst("__Host-session=".count))
            func person(after seconds: Double) async throws -> Person? {
                let clock = Clock.fixed(Date().addingTimeInterval(seconds))
                return try await AccountSessions(server.aggregator.store, clock: clock).person(token: token)
            }
            // Used often enough until its end.
            for quarter in 1...47 { #expect(try await person(after: Double(quarter) * 900) != nil) }
            #expect(try await person(after: AccountSessions.longest + 60) == nil)
            let other = try #require(
                try await logIn(server, factor, step: Int(Date().timeIntervalSince1970) / 30 + 1).headers[.setCookie])
            let unused = String(other.prefix { $0 != ";" }.dropFirst("__Host-session=".count))
            let clock = Clock.fixed(Date().addingTimeInterval(AccountSessions.idleTime + 60))
            #expect(try await AccountSessions(server.aggregator.store, clock: clock).person(token: unused) == nil)
        }
    }

    /// What the database holds is of no use to whoever steals a copy of it.
    @Test func theDatabaseHoldsNoSecretInTheClear() async throws {
        try await TestServer.with { server in
            let code = try await add(server)
            let factor = try await activate(server, code)
            let cookie = try #require(try await logIn(server, factor).headers[.setCookie])
            let dump = try await server.aggregator.database.pool.withConnection {
                try await $0.query(
                    "SELECT a::text || ' ' || coalesce(s::text, '') FROM account a LEFT JOIN account_session s USING (account_id)",
                    as: (String).self)
            }.joined()
            let token = String(cookie.prefix { $0 != ";" }.dropFirst("__Host-session=".count))
            let secret = factor.secret.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            #expect(dump.contains("alice") && dump.contains("scrypt$"))
            for word in [password, code, token, secret] { #expect(!dump.contains(word)) }
        }
    }
}
