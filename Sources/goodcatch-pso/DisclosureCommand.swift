import AggregatorStore
import ArgumentParser
import IncidentReports

struct DisclosureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disclosure",
        abstract: "Record and list disclosures of nonidentifiable work product (42 CFR 3.206(b)(5)).",
        subcommands: [Add.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that an aggregate report is given away, approved by two people.",
            discussion: """
                What is disclosed as nonidentifiable is no longer privileged or confidential (42 CFR 3.208(b)(2)): record \
                it before you give it. Neither can be taken back. Bases: 3.212(a)(1), an expert's documented \
                determination, named in --evidence; 3.212(a)(2), every listed identifier removed.

                Example:
                  goodcatch-pso disclosure add --publication 12 --to public --basis "3.212(a)(1)" \\
                    --evidence "determination of 3 May 2026" --approved-by "A. A." --approved-by "B. B." --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Option(help: "The number of the aggregate report, as 'report --json' prints it.")
        var publication: Int
        @Option(help: "To whom, or \"public\".")
        var to: String
        @Option(help: "How it was made nonidentifiable.")
        var basis: Disclosure.Basis
        @Option(help: "The expert's determination, or another note.")
        var evidence: String?
        @Option(help: "Who approved it; twice, for two different people.")
        var approvedBy: [String]
        @Option(help: "The day it is given; today if left out.")
        var on: CalendarDate?

        func validate() throws {
            guard approvedBy.count == 2 else { throw ValidationError("two people approve: give --approved-by twice") }
            guard basis != .expert || evidence != nil else {
                throw ValidationError("--evidence names the expert's documented determination")
            }
        }

        func run() async throws {
            try await reporting {
                let number = try await PracticeAdministration(common.configuration().ownerPool()).record(
                    Disclosure(
                        publication: publication, recipient: to, basis: basis, evidence: evidence,
                        approvers: (approvedBy[0], approvedBy[1]), disclosedOn: on ?? Clock.system.today))
                print("disclosure \(number)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List every disclosure.",
            discussion: """
                Example:
                  goodcatch-pso disclosure list --json --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            try await reporting {
                let list = try await PracticeAdministration(common.configuration().ownerPool()).disclosures()
                try show([list], json: json)
            }
        }
    }
}
