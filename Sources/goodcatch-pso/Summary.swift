import AggregatorStore
import ArgumentParser
import IncidentReports
import Publishing

struct Summary: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, freeze and release one practice's summary of a period.",
        discussion: """
            The practice's own counts beside the frozen national distribution of the same period, which is made first \
            when there is none. From then on that practice alone can download it.

            Example:
              goodcatch-pso summary --practice P001 --period 2025H2 --out summary-P001 --config pso.yaml
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: "The practice's code.")
    var practice: String
    @OptionGroup var output: PublicationOptions

    func run() async throws {
        guard let code = PracticeCode(practice) else {
            throw ValidationError("a practice code has 2 to 32 capital letters, digits and hyphens, a letter first")
        }
        try await reporting {
            try await output.publish(common, .summarizePractice, practice: code) { publisher, period, configuration in
                try await publisher.practiceSummary(
                    practice: code, period: period, thresholds: configuration.thresholds)
            }
        }
    }
}
