import AggregatorServer
import AggregatorStore
import ArgumentParser
import IncidentReports

struct Account: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add, list, reset and disable people's accounts, and link them to an identity provider.",
        subcommands: [
            Add.self, List.self, Reset.self, Disable.self, Link.self, Unlink.self, Provider.self,
        ])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account and issue the one-time code that sets its password and second factor.",
            discussion: """
                Prints the code once; hand it over in person or by telephone.

                Example:
                  goodcatch-pso account add alice --role pso-analyst --config pso.yaml
                  goodcatch-pso account add bob@p001 --role practice-reviewer --practice P001 --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @OptionGroup var code: ActivationOptions
        @Argument(help: "The name to log in with: small letters, digits and . _ @ -")
        var name: String
        @Option(
            help:
                "pso-administrator, pso-analyst, practice-administrator, practice-reviewer or practice-reader.",
            transform: {
                guard let role = AccountRole(rawValue: $0) else { throw ValidationError("this is no role") }
                return role
            })
        var role: AccountRole
        @Option(help: "The practice's code, for a practice's roles.")
        var practice: String?

        func validate() throws {
            guard name.wholeMatch(of: /[a-z0-9][a-z0-9._@-]{1,63}/) != nil else {
                throw ValidationError("a name has 2 to 64 small letters, digits and . _ @ -")
            }
            guard role.needsPractice == (practice != nil) else {
                throw ValidationError("--practice belongs to a practice's roles, and only to them")
            }
            guard practice.map({ PracticeCode($0) != nil }) ?? true else {
                throw ValidationError("this is no practice code")
            }
        }

        func run() async throws {
            try await reporting {
                let text = try await AccountAdministration(common.configuration().ownerPool()).add(
                    name: name, role: role, practice: practice.flatMap { PracticeCode($0) },
                    codeValidFor: code.seconds, clock: .system)
                try code.show(name, text)
            }
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take password, second factor and sessions from an account and issue a new one-time code.",
            discussion: """
                Make sure first, by telephone or in person, that it is the account's owner who asks.

                Example:
                  goodcatch-pso account reset alice --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @OptionGroup var code: ActivationOptions
        @Argument(help: "The account's name.")
        var name: String

        func run() async throws {
            try await reporting {
                let text = try await AccountAdministration(common.configuration().ownerPool()).reset(
                    name: name, codeValidFor: code.seconds, clock: .system)
                try code.show(name, text)
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close an account and end its sessions, at once and for good.",
            discussion: """
                Example:
                  goodcatch-pso account disable alice --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "The account's name.")
        var name: String

        func run() async throws {
            try await reporting {
                try await AccountAdministration(common.configuration().ownerPool()).disable(name: name, clock: .system)
                print("account \(name) is closed")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List accounts with their roles and states.",
            discussion: """
                Example:
                  goodcatch-pso account list --json --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Flag(help: "Print one JSON array.")
        var json = false

        func run() async throws {
            try await reporting {
                let rows = try await AccountAdministration(common.configuration().ownerPool()).list(clock: .system)
                if json { return try printJSON(rows) }
                for row in rows {
                    let link = row.issuer == nil ? "-" : row.subject == nil ? "waits for first login" : "linked"
                    print("\(row.name)\t\(row.role)\t\(row.practice ?? "-")\t\(row.state)\t\(link)\t\(row.id)")
                }
            }
        }
    }
}

/// Options of the commands that issue a one-time code.
struct ActivationOptions: ParsableArguments {
    @Option(help: "Hours until the one-time code expires.")
    var validHours = 72
    @Flag(help: "Print one JSON object.")
    var json = false

    var seconds: Int { validHours * 3600 }

    func validate() throws {
        guard (1...336).contains(validHours) else { throw ValidationError("--valid-hours lies between 1 and 336") }
    }

    func show(_ name: String, _ code: String) throws {
        if json { return try printJSON(["name": name, "code": code]) }
        print("account \(name)")
        print("one-time code \(code) (shown once, valid for \(validHours) hours)")
    }
}
