import AggregatorStore
import Configuration
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import JWTKit
import Postgres
import TestSupport
import Testing

@testable import AggregatorServer

/// Logins at an identity provider that are refused: each with its problem, a row in the audit log, and no session.
@Suite struct SignOnRefusalTests {
    /// An ID token with one thing wrong.
    private struct Spoilt: Sendable {
        let reason: String
        let note: String
        let spoil: @Sendable (inout FakeProvider.Behaviour) -> Void
    }

    private static func claims(
        _ reason: String, _ note: String, _ change: @escaping @Sendable (inout [String: JSONValue]) -> Void
    ) -> Spoilt {
        Spoilt(reason: reason, note: note) { $0.claims = change }
    }

    private static func header(_ reason: String, _ name: String, _ value: JWTHeaderField) -> Spoilt {
        Spoilt(reason: reason, note: "header \(name)") { $0.signer.header[name] = value }
    }

    private static func seconds(_ offset: Int) -> JSONValue {
        .integer(Int(Date().timeIntervalSince1970) + offset)
    }

    private static let spoilt: [Spoilt] = [
        claims("nonce", "another login's") { $0["nonce"] = "another" },
        claims("nonce", "none") { $0["nonce"] = nil },
        claims("issuer", "another") { $0["iss"] = "https://localhost:1" },
        claims("issuer", "with a slash") { $0["iss"] = .string(($0["iss"]?.string ?? "") + "/") },
        claims("audience", "another") { $0["aud"] = "another" },
        claims("audience", "nobody") { $0["aud"] = [] },
        claims("audience", "several, and no azp") { $0["aud"] = ["goodcatch", "another"] },
        claims("audience", "made for another") { $0["azp"] = "another" },
        claims("expired", "long ago") { $0["exp"] = seconds(-3600) },
        claims("token", "no exp") { $0["exp"] = nil },
        claims("issued-at", "long ago") { $0["iat"] = seconds(-3600) },
        claims("issued-at", "not yet") { $0["iat"] = seconds(3600) },
        claims("issued-at", "not before") { $0["nbf"] = seconds(3600) },
        claims("token", "no subject") { $0["sub"] = nil },
        claims("subject", "empty") { $0["sub"] = "" },
        claims("subject", "long") { $0["sub"] = .string(String(repeating: "x", count: 256)) },
        claims("unlinked", "another person") { $0["sub"] = "another" },
        // The algorithm of the header is checked against the list and bound to the type of the key.
        header("algorithm", "alg", "none"),
        header("algorithm", "alg", "HS256"),
        header("algorithm", "alg", "ES256K"),
        header("unknown-key", "alg", "RS256"),
        header("signature", "alg", "ES384"),
        header("token", "crit", .array([.string("exp")])),
        Spoilt(reason: "algorithm", note: "none at all") { behaviour in
            behaviour.signer.other = { await $0.addUnsecuredNone() }
        },
        Spoilt(reason: "algorithm", note: "a MAC with the public key as its secret") { behaviour in
            let pem = behaviour.signer.key.publicKey.pemRepresentation
            behaviour.signer.other = { await $0.add(hmac: HMACKey(from: pem), digestAlgorithm: .sha256) }
        },
        Spoilt(reason: "signature", note: "another key of the same name") { $0.signer.key = ES256PrivateKey() },
        Spoilt(reason: "unknown-key", note: "a key of another name") { $0.signer.kid = "second" },
        Spoilt(reason: "unknown-key", note: "a key for another algorithm") {
            guard var key = Signer.first.jwk.object else { return }
            key["alg"] = "ES384"
            key["kid"] = "third"
            $0.published = [.object(key)]
            $0.signer.kid = "third"
        },
    ]

    @Test func aSpoiltTokenIsRefused() async throws {
        try await SignOnSite.with { site in
            try await site.add("alice", FakeProvider.subject)
            for spoilt in Self.spoilt {
                site.provider.behave {
                    $0 = FakeProvider.Behaviour()
                    spoilt.spoil(&$0)
                }
                try await site.expectRefused(
                    site.logIn(), .forbidden, spoilt.reason == "unlinked" ? "sign-on-account" : "sign-on-answer",
                    reason: spoilt.reason, "\(spoilt.reason): \(spoilt.note)")
            }
            // All refused for what was spoilt, and for nothing else.
            site.provider.behave { $0 = FakeProvider.Behaviour() }
            #expect(try await site.logIn().status == .ok)
            #expect(try await AuditTrail(site.server.aggregator.database.pool).verify().fault == nil)
        }
    }

    /// The browser that comes back must be the one that went, with the login that it began, once.
    @Test func anAnswerBelongsToOneBrowserAndOneLogin() async throws {
        try await SignOnSite.with { site in
            try await site.add("alice", FakeProvider.subject)
            let begun = try await site.beginLogin()
            let (code, state) = try site.provider.authorize(begun.location)
            let other = try await site.beginLogin()
            let wrong: [(String, String, String?)] = [
                ("no cookie: another's answer is slipped to this browser", "code=\(code)&state=\(state)", nil),
                ("another login's cookie", "code=\(code)&state=\(state)", other.cookie),
                ("no state", "code=\(code)", begun.cookie),
                ("another state", "code=\(code)&state=another", begun.cookie),
                ("two states", "code=\(code)&state=\(state)&state=\(state)", begun.cookie),
                ("a cookie of somebody's making", "code=\(code)&state=\(state)", "__Host-sign-on=AAAA"),
                ("a cookie changed", "code=\(code)&state=\(state)", begun.cookie.dropLast(2) + "AA"),
                ("a cookie that has expired", "code=\(code)&state=old", try Self.cookie(state: "old", expires: -1)),
            ]
            for (note, query, cookie) in wrong {
                try await site.expectRefused(
                    site.comeBack(query, cookie: cookie), .badRequest, "sign-on-state", reason: "state", note)
            }
            // None of them used up what was begun; of two at once one is taken.
            async let one = site.comeBack("code=\(code)&state=\(state)", cookie: begun.cookie)
            async let two = site.comeBack("code=\(code)&state=\(state)", cookie: begun.cookie)
            let statuses = try await [one.status, two.status]
            #expect(Set(statuses) == [.ok, .badRequest])
            let again = try await site.comeBack("code=\(code)&state=\(state)", cookie: begun.cookie)
            #expect(again.json["type"]?.string == "urn:goodcatch:problem:sign-on-state")
            #expect(try await site.audit().last?.detail == "{\"reason\": \"state-used\"}")
            #expect(try await site.server.aggregator.count("account_session") == 1)
        }
    }

    /// A ticket that this service itself sealed.
    private static func cookie(state: String, expires: Int) throws -> String {
        let text = try String(contentsOfFile: TestServer.accountKey, encoding: .utf8)
        let key = SymmetricKey(
            data: try #require(Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines))))
        let members: JSONValue = ["state": .string(state), "nonce": "n", "verifier": "v", "expires": seconds(expires)]
        let sealed = try AES.GCM.seal(members.canonicalData, using: SignOnTicket.key(from: key)).combined
        return "__Host-sign-on=" + (try #require(sealed)).base64URL
    }

    /// RFC 9207: an answer that names its issuer must name the right one; and what else may be wrong with a query.
    @Test func anAnswerOfAnotherProviderIsRefused() async throws {
        try await SignOnSite.with { site in
            try await site.add("alice", FakeProvider.subject)
            func comeBack(_ addition: String, code isThere: Bool = true) async throws -> TestServer.Answer {
                let begun = try await site.beginLogin()
                let (code, state) = try site.provider.authorize(begun.location)
                return try await site.comeBack(
                    "state=\(state)" + (isThere ? "&code=\(code)" : "") + addition, cookie: begun.cookie)
            }
            let refusals: [(String, Bool, HTTPResponse.Status, String, String)] = [
                ("&iss=https%3A%2F%2Fevil.example", true, .badRequest, "sign-on-state", "issuer-parameter"),
                ("&iss=", true, .badRequest, "sign-on-state", "issuer-parameter"),
                ("&code=two", true, .badRequest, "sign-on-state", "no-code"),
                ("", false, .badRequest, "sign-on-state", "no-code"),
                ("&code=", false, .badRequest, "sign-on-state", "no-code"),
                ("&code=guessed", false, .badRequest, "sign-on-state", "code-refused"),
                (
                    "&error=access_denied&error_description=x", false, .forbidden, "sign-on-refused",
                    "refused-by-provider"
                ),
            ]
            for (addition, isThere, status, problem, reason) in refusals {
                let answer = try await comeBack(addition, code: isThere)
                try await site.expectRefused(answer, status, problem, reason: reason, addition)
                #expect(!answer.text.contains("evil") && !answer.text.contains("access_denied"))
            }
            let issuer = "&iss=" + FormText.encoded(site.provider.issuer)
            #expect(try await comeBack(issuer).status == .ok)
        }
        // A provider that says it names its issuer has to.
        try await SignOnSite.with { site in
            try await site.add("alice", FakeProvider.subject)
            site.provider.behave {
                $0.metadata = { $0["authorization_response_iss_parameter_supported"] = .bool(true) }
            }
            try await site.expectRefused(
                site.logIn(), .badRequest, "sign-on-state", reason: "issuer-parameter", "left out")
        }
    }

    @Test func anAccountThatIsNotOpenIsRefused() async throws {
        try await SignOnSite.with { site in
            try await site.expectRefused(site.logIn(), .forbidden, "sign-on-account", reason: "unlinked")
            #expect(try await site.server.aggregator.count("account") == 0)
            try await site.add("alice", FakeProvider.subject)
            let pool = site.server.aggregator.database.pool
            try await pool.withConnection {
                _ = try await $0.execute("UPDATE account SET locked_until = now() + interval '10 minutes'")
            }
            try await site.expectRefused(site.logIn(), .forbidden, "sign-on-account", reason: "locked")
            try await pool.withConnection { _ = try await $0.execute("UPDATE account SET locked_until = NULL") }
            try await site.accounts.disable(name: "alice", clock: .system)
            try await site.expectRefused(site.logIn(), .forbidden, "sign-on-account", reason: "disabled")
            // Both told under the account.
            let id = try #require(try await site.accounts.list(clock: .system).first?.id)
            #expect(try await site.audit().suffix(1).map(\.actor) == [id])
        }
    }

    @Test func aSecondFactorIsAskedForWhereConfigured() async throws {
        try await SignOnSite.with(["oidc.acr": "urn:two urn:three", "oidc.amr": "otp hwk"]) { site in
            try await site.add("alice", FakeProvider.subject)
            #expect(try await site.beginLogin().location.contains("acr_values=urn%3Atwo%20urn%3Athree"))
            let rows: [(JSONValue?, JSONValue?, Bool)] = [
                (nil, nil, false), ("urn:two", nil, false), (nil, ["otp"], false), ("urn:one", ["otp"], false),
                ("urn:two", ["pwd"], false), ("urn:two", [], false), ("urn:two urn:three", ["otp"], false),
                ("urn:two", ["pwd", "otp"], true), ("urn:three", "hwk", true),
            ]
            for (acr, amr, isEnough) in rows {
                site.provider.behave {
                    $0.claims = {
                        $0["acr"] = acr
                        $0["amr"] = amr
                    }
                }
                let answer = try await site.logIn()
                #expect((answer.status == .ok) == isEnough, "\(String(describing: (acr, amr)))")
                if !isEnough {
                    try await site.expectRefused(
                        answer, .forbidden, "sign-on-second-factor", reason: "second-factor")
                }
            }
        }
    }

    /// On a computer that people share, whoever is there has to prove it.
    @Test func aLoginLongAgoIsNotEnoughWhereConfigured() async throws {
        try await SignOnSite.with(["oidc.maxAge": 300]) { site in
            try await site.add("alice", FakeProvider.subject)
            #expect(try await site.beginLogin().location.contains("&max_age=300"))
            for (time, isEnough) in [(nil, false), (Self.seconds(-600), false), (Self.seconds(-200), true)] {
                site.provider.behave { $0.claims = { $0["auth_time"] = time } }
                let answer = try await site.logIn()
                #expect((answer.status == .ok) == isEnough)
                if !isEnough {
                    try await site.expectRefused(answer, .forbidden, "sign-on-answer", reason: "age")
                }
            }
        }
    }

    /// Who floods the way back fills neither the audit log nor the provider.
    @Test func soManyLoginsAMinuteComeBack() async throws {
        try await SignOnSite.with { site in
            // More than two minutes' worth, since the clock's minute may end meanwhile.
            var statuses: [Int] = []
            for _ in 0...2 * LoginLimiter.perMinute {
                statuses.append(try await site.comeBack("code=x&state=y", cookie: nil).status.code)
            }
            #expect(Set(statuses) == [400, 429])
            let rows = try await site.audit().count { $0.action == "refuse-sign-on" }
            #expect(rows == statuses.count { $0 == 400 } && rows <= 2 * LoginLimiter.perMinute)
        }
    }
}
