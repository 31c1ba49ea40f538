import AggregatorServer
import AggregatorStore
import ArgumentParser
import IncidentReports

struct Practice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add and list practices, and revoke what they send with.",
        subcommands: [Add.self, List.self, Revoke.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a practice and issue a one-time enrolment code.",
            discussion: """
                Prints the code once; only its hash is kept. For a practice that exists, a further code is issued, for \
                example for a second submitter.

                Example:
                  goodcatch-pso practice add P001 --name "Lakeside Radiation Oncology" --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "An opaque code of capital letters, digits and hyphens; never the practice's name.")
        var code: String
        @Option(help: "The practice's name as in its contract; shown to the PSO only.")
        var name: String
        @Option(help: "Days until the enrolment code expires.")
        var validDays = 14
        @Flag(help: "Print one JSON object.")
        var json = false

        func validate() throws {
            guard PracticeCode(code) != nil else {
                throw ValidationError("a practice code has 2 to 32 capital letters, digits and hyphens, a letter first")
            }
            guard (1...90).contains(validDays) else { throw ValidationError("--valid-days lies between 1 and 90") }
        }

        func run() async throws {
            guard let practice = PracticeCode(code) else { throw ExitCode.validationFailure }
            try await reporting {
                let administration = PracticeAdministration(try await common.configuration().ownerPool())
                let enrolment = try await administration.add(
                    code: practice, name: name, codeValidFor: validDays * 86_400, clock: .system)
                if json {
                    try printJSON(["practice": code, "enrolmentCode": enrolment])
                } else {
                    print("practice \(code)")
                    print("enrolment code \(enrolment) (shown once, valid for \(validDays) days)")
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Trust no submitter of a practice any more, for example after a theft.",
            discussion: """
                Every installation enrolled so far gets no further token; tokens already given end within minutes. The \
                practice's reports stay. It sends again after it enrolled with a new code: 'practice add'.

                Example:
                  goodcatch-pso practice revoke P001 --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "The practice's code.")
        var code: String

        func validate() throws {
            guard PracticeCode(code) != nil else { throw ValidationError("this is no practice code") }
        }

        func run() async throws {
            guard let practice = PracticeCode(code) else { throw ExitCode.validationFailure }
            try await reporting {
                let administration = PracticeAdministration(try await common.configuration().ownerPool())
                print("\(try await administration.revokeSubmitters(of: practice, clock: .system)) submitters revoked")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List practices with their submitters and reports.",
            discussion: """
                Example:
                  goodcatch-pso practice list --json --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Flag(help: "Print one JSON array.")
        var json = false

        private struct Output: Encodable {
            let code, name, enrolledAt: String
            let submitters, reports: Int
        }

        func run() async throws {
            try await reporting {
                let rows = try await PracticeAdministration(common.configuration().ownerPool()).list()
                if json {
                    try printJSON(
                        rows.map {
                            Output(
                                code: $0.code, name: $0.name, enrolledAt: $0.enrolledAt, submitters: $0.submitters,
                                reports: $0.reports)
                        })
                } else {
                    for row in rows {
                        print("\(row.code)\t\(row.reports) reports\t\(row.submitters) submitters\t\(row.name)")
                    }
                }
            }
        }
    }
}
