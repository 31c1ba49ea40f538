import Foundation
import TestSupport
import Testing

/// An administrator links accounts to an identity provider with the real program, configured by the environment alone.
@Suite struct AccountLinkTests {
    @Test func anAdministratorLinksAndUnlinks() async throws {
        try await TestAggregator.with { aggregator in
            let environment = [
                "GOODCATCH_DATABASE_URL": try aggregator.database.url(),
                "GOODCATCH_SERVER_PUBLIC_URL": "https://pso.example",
                "GOODCATCH_SERVER_CERTIFICATE": "-", "GOODCATCH_SERVER_PRIVATE_KEY": "-", "GOODCATCH_TOKEN_KEY": "-",
                "GOODCATCH_ACCOUNT_KEY": "-", "GOODCATCH_OIDC_ISSUER": "https://localhost:1",
                "GOODCATCH_OIDC_CLIENT_ID": "goodcatch", "GOODCATCH_OIDC_CLIENT_SECRET": "/etc/hostname",
            ]
            func account(_ arguments: String...) async throws -> Programs.Result {
                try await Programs.run("goodcatch-pso", ["account"] + arguments, environment: environment)
            }
            func list() async throws -> [[String: Any]] {
                let data = Data(try await account("list", "--json").output.utf8)
                return try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
            }
            for name in ["alice", "bob"] {
                #expect(try await account("add", name, "--role", "pso-analyst").status == 0)
            }
            #expect(try await account("link", "alice", "--subject", "248289761001").status == 0)
            let waiting = try await account("link", "bob", "--email", "Bob@Hospital.example")
            #expect(waiting.output == "account bob is linked; it waits for the first login\n")
            let linked = try await list()
            #expect(linked.map { $0["issuer"] as? String } == ["https://localhost:1", "https://localhost:1"])
            #expect(linked.map { $0["subject"] as? String } == ["248289761001", nil])
            #expect(linked.map { $0["email"] as? String } == [nil, "bob@hospital.example"])
            #expect(linked.map { $0["state"] as? String } == ["active", "active"])

            let slips: [([String], Int32, String)] = [
                (["link", "alice", "--subject", "another"], 1, "unlink first"),
                (["link", "nobody", "--subject", "another"], 1, "unlink first"),
                (["link", "alice"], 64, "--subject or --email"),
                (["link", "alice", "--subject", "a", "--email", "a@b"], 64, "--subject or --email"),
                (["link", "alice", "--subject", "a", "--issuer", "http://localhost"], 64, "https"),
                (["unlink", "nobody"], 1, "no linked account"), (["provider"], 1, "it cannot be reached"),
            ]
            for (arguments, status, words) in slips {
                let result = try await Programs.run(
                    "goodcatch-pso", ["account"] + arguments, environment: environment)
                #expect(result.status == status, "\(arguments)")
                #expect(result.errors.contains(words), "\(result.everything)")
            }
            #expect(try await account("unlink", "alice").status == 0)
            let left = try await list()
            #expect(left.map { $0["state"] as? String } == ["waits for its code", "active"])
        }
    }
}
