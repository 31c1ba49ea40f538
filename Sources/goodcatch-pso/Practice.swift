import AggregatorServer
import AggregatorStore
import ArgumentParser
import Foundation
import IncidentReports

struct Practice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add and list practices, let their submitters in and out, and see a practice off.",
        subcommands: [
            Add.self, Code.self, List.self, Events.self, Revoke.self, Export.self, Transfer.self, Destroy.self,
        ])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a practice, and issue a one-time enrolment code once its agreements are recorded.",
            discussion: """
                Only a practice that signed both agreements may submit. --agreements-signed records both in their \
                current versions and prints a code at once; without it the practice is added and the command says what \
                is missing. The code is shown once; only its hash is kept. For a practice that exists, a further code \
                is issued.

                Example:
                  goodcatch-pso practice add P001 --name "Lakeside Radiation Oncology" \\
                    --agreements-signed 2026-01-01 --signed-by "N. N." --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Option(help: "The practice's name as in its contract; shown to the PSO only.")
        var name: String
        @Option(help: "The day on which both agreements were signed, such as 2026-01-01.")
        var agreementsSigned: CalendarDate?
        @Option(help: "Who signed them for the practice.")
        var signedBy: String?
        @Option(help: "Last day in force of both agreements, if they have one.")
        var agreementsEnd: CalendarDate?
        @OptionGroup var codes: CodeOptions

        func validate() throws {
            guard (agreementsSigned == nil) == (signedBy == nil), agreementsSigned != nil || agreementsEnd == nil else {
                throw ValidationError("--agreements-signed and --signed-by belong together")
            }
        }

        func run() async throws {
            try await reporting {
                let administration = try await practice.administration()
                try await administration.add(code: practice.code, name: name)
                if let agreementsSigned, let signedBy {
                    try await administration.recordAgreements(
                        of: practice.code, signedOn: agreementsSigned, signer: signedBy, endsOn: agreementsEnd)
                }
                let standing = try await administration.standing(of: practice.code)
                guard standing != .enrolled else {
                    return try await codes.issue(administration, practice.code, facility: nil)
                }
                if codes.json {
                    try printJSON(["practice": practice.code.description, "standing": standing.rawValue])
                } else {
                    print("practice \(practice.code)")
                    print("no enrolment code yet: \(standing.sentence); record them with 'enrolment agreement'")
                }
            }
        }
    }

    struct Code: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "code",
            abstract: "Issue a one-time enrolment code for a further submitter of an enrolled practice.",
            discussion: """
                Prints the code once; only its hash is kept. A practice may have several submitters, each for the whole \
                practice or for one of its facilities.

                Example:
                  goodcatch-pso practice code P001 --facility "East campus" --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Option(help: "The facility the submitter will send for, as recorded.")
        var facility: String?
        @OptionGroup var codes: CodeOptions

        func run() async throws {
            try await reporting {
                try await codes.issue(practice.administration(), practice.code, facility: facility)
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Trust a submitter of a practice no more, or all of them, for example after a theft.",
            discussion: """
                It is refused from the next request on, whatever token it holds. Without --submitter every installation \
                enrolled so far is, and open codes are void. The practice's reports stay. It sends again after it \
                enrolled with a new code: 'practice code'.

                Example:
                  goodcatch-pso practice revoke P001 --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Option(
            help: "The id of one submitter, as 'enrolment show' lists it.",
            transform: { text in
                guard let id = UUID(uuidString: text) else { throw ValidationError("a submitter's id is a UUID") }
                return id
            })
        var submitter: UUID?

        func run() async throws {
            try await reporting {
                let revoked = try await practice.administration().revokeSubmitters(
                    of: practice.code, only: submitter, clock: .system)
                print("\(revoked) submitters revoked")
            }
        }
    }

    struct Events: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List where each event of a practice stands: reported, declared, withdrawn, with times.",
            discussion: """
                Reported is when the first revision was durably stored. Declared is what the practice says in X.2; the \
                packet holds no time of entry, and an event removed before reporting never leaves the practice.

                Example:
                  goodcatch-pso practice events P001 --json --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            try await reporting {
                try show(try await practice.administration().lists([.events], of: practice.code), json: json)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List practices with their standing, submitters and reports.",
            discussion: """
                Example:
                  goodcatch-pso practice list --json --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Flag(help: "Print one JSON array.")
        var json = false

        private struct Output: Encodable {
            let code, name, enrolledAt: String
            let standing: Standing
            let submitters, reports: Int
        }

        func run() async throws {
            try await reporting {
                let rows = try await PracticeAdministration(common.configuration().ownerPool()).list()
                if json {
                    try printJSON(
                        rows.map {
                            Output(
                                code: $0.code, name: $0.name, enrolledAt: $0.enrolledAt, standing: $0.standing,
                                submitters: $0.submitters, reports: $0.reports)
                        })
                } else {
                    for row in rows {
                        print(
                            "\(row.code)\t\(row.standing.rawValue)\t\(row.reports) reports\t\(row.submitters) submitters\t\(row.name)"
                        )
                    }
                }
            }
        }
    }
}

/// The practice a command is about.
struct PracticeArgument: ParsableArguments {
    @OptionGroup var common: CommonOptions
    @Argument(help: "The practice's code: capital letters, digits and hyphens; never its name.")
    var code: PracticeCode

    /// Administration as the owner of the database.
    func administration() async throws -> PracticeAdministration {
        PracticeAdministration(try await common.configuration().ownerPool())
    }
}

/// Options of the commands that issue enrolment codes.
struct CodeOptions: ParsableArguments {
    @Option(help: "Days until the enrolment code expires.")
    var validDays = 14
    @Option(help: "Days for which each key of the submitter will be trusted.")
    var keyDays = 730
    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (1...90).contains(validDays) else { throw ValidationError("--valid-days lies between 1 and 90") }
        guard (1...3650).contains(keyDays) else { throw ValidationError("--key-days lies between 1 and 3650") }
    }

    func issue(_ administration: PracticeAdministration, _ practice: PracticeCode, facility: String?) async throws {
        let code = try await administration.issueCode(
            to: practice, facility: facility, validFor: validDays * 86_400, keyDays: keyDays, clock: .system)
        if json {
            try printJSON(["practice": practice.description, "enrolmentCode": code])
        } else {
            print("practice \(practice)")
            print("enrolment code \(code) (shown once, valid for \(validDays) days)")
        }
    }
}
