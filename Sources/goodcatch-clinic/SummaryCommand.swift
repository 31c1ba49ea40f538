import ArgumentParser
import ClinicStore
import Foundation
import IncidentReports
import Submission

/// The practice's half-yearly summaries.
struct SummaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "The practice's half-yearly summary.", subcommands: [Download.self])

    /// Fetches one.
    struct Download: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetch the practice's released summary from the PSO.",
            discussion: """
                EXAMPLE
                  goodcatch-clinic summary download --period 2025H2 --out summary.html
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable {
            case html, csv, json
        }

        @OptionGroup var options: StoreOptions

        @Option(help: "The half year, such as 2025H2.")
        var period: String

        @Option(help: "The form: html, csv or json.")
        var format = Format.html

        @Option(help: "The file to write; one that is there is replaced.")
        var out: String

        func validate() throws {
            guard ReportingPeriod(period) != nil else {
                throw ValidationError("--period must be a half year such as 2025H2")
            }
        }

        func run() async throws {
            guard let period = ReportingPeriod(period) else { return }
            let practice = try options.practice()
            let file = try StoreOptions.output(out, "--out")
            let summary = try await practice.client().summary(period, format: format.rawValue)
            try PrivateFile.write(summary, to: file)
            print(file.path)
        }
    }
}
