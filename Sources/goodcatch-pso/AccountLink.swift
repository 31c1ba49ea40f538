import AggregatorServer
import AggregatorStore
import ArgumentParser
import IncidentReports

extension Account {
    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a person of an identity provider log in to an account (single sign-on).",
            discussion: """
                The subject is the provider's own id of the person, not their name there. With --email the link waits \
                for the first login with that address, verified by the provider, and oidc.linkByEmail must say so. An \
                open one-time code is void from then on, and sessions end. Role and practice stay those of the account.

                Example:
                  goodcatch-pso account link alice --subject 00u1a2b3c4 --config pso.yaml
                  goodcatch-pso account link bob@p001 --email bob@clinic.example --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "The account's name.")
        var name: String
        @Option(help: "The provider's issuer; oidc.issuer if left out.")
        var issuer: String?
        @Option(help: "The person's subject (claim sub) at the provider.")
        var subject: String?
        @Option(help: "The address that the first login must have verified.")
        var email: String?

        func validate() throws {
            guard (subject == nil) != (email == nil) else { throw ValidationError("name --subject or --email") }
            guard subject.map({ $0.wholeMatch(of: /[\x20-\x7e]{1,255}/) != nil }) ?? true else {
                throw ValidationError("a subject has 1 to 255 ASCII characters")
            }
            guard email.map({ $0.wholeMatch(of: /[\x21-\x7e]{1,200}@[\x21-\x7e]{1,200}/) != nil }) ?? true else {
                throw ValidationError("this is no e-mail address")
            }
            guard issuer.map({ $0.wholeMatch(of: /https:\/\/[\x21-\x7e]{1,492}/) != nil }) ?? true else {
                throw ValidationError("an issuer is an https URL")
            }
        }

        func run() async throws {
            try await reporting {
                let configuration = try await common.configuration()
                guard let issuer = issuer ?? configuration.signOn?.issuer else {
                    throw ConfigurationError.missing("oidc.issuer")
                }
                if let configured = configuration.signOn?.issuer, configured != issuer {
                    note("goodcatch-pso: oidc.issuer is another issuer, so nobody logs in by this link for now")
                }
                let person = subject.map { LinkedPerson.subject($0) } ?? .verifiedEmail(email ?? "")
                try await AccountAdministration(configuration.ownerPool()).link(
                    name: name, issuer: issuer, to: person, clock: .system)
                print("account \(name) is linked" + (email == nil ? "" : "; it waits for the first login"))
            }
        }
    }

    struct Unlink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an account from its identity provider and end its sessions, at once.",
            discussion: """
                The account stays; account reset gives it a password again.

                Example:
                  goodcatch-pso account unlink alice --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "The account's name.")
        var name: String

        func run() async throws {
            try await reporting {
                try await AccountAdministration(common.configuration().ownerPool()).unlink(name: name)
                print("account \(name) is linked no more")
            }
        }
    }

    struct Provider: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask the identity provider for what it publishes, and print what to register there.",
            discussion: """
                Reads the discovery document and the keys as the service does, over the same proxy and with the same \
                authorities. Nobody logs in.

                Example:
                  goodcatch-pso account provider --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            try await reporting {
                let found = try await ProviderCheck(common.configuration())
                if json { return try printJSON(found) }
                print("issuer\t\(found.issuer)")
                print("keys that sign\t\(found.keys)")
                print("ends its own sessions\t\(found.endsSessions ? "yes" : "no")")
                print("register there as redirect URI\t\(found.redirectURI)")
                if let keys = found.clientKeys { print("register there as JWK set\t\(keys)") }
            }
        }
    }
}
