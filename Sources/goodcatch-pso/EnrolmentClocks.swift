import AggregatorStore
import ArgumentParser
import Foundation
import IncidentReports

extension Enrolment {
    struct Clocks: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Warn of what ends or falls due: agreements, keys, forms to file, the listing.",
            discussion: """
                Lists what is overdue or due within 90 days; --all lists the rest as well. Exit code 1 when something is \
                overdue. Run it daily.

                Example:
                  goodcatch-pso enrolment clocks --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Option(help: "The day to judge by; today if left out.")
        var today: CalendarDate?
        @Flag(help: "List also what is due later.")
        var all = false
        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            try await reporting {
                let clocks = try await PracticeAdministration(common.configuration().ownerPool())
                    .clocks(today: today ?? Clock.system.today)
                let told = clocks.filter { all || $0.state != .later }
                let list = PracticeList(
                    name: "clocks", columns: ["state", "due", "kind", "practice", "detail"],
                    rows: told.map { [$0.state.rawValue, $0.due.description, $0.kind, $0.practice, $0.detail] })
                try show([list], json: json)
                if clocks.contains(where: { $0.state == .overdue }) { throw ExitCode.failure }
            }
        }
    }

    struct Listing: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record this organization's listing by AHRQ.",
            discussion: """
                A listing runs for three years; the periods of 24 months with two contracts each begin with the first.

                Example:
                  goodcatch-pso enrolment listing --from 2025-03-01 --until 2028-02-29 --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Option(help: "First day of the listing.")
        var from: CalendarDate
        @Option(help: "The day on which it ends unless it is continued.")
        var until: CalendarDate

        func validate() throws {
            guard from < until else { throw ValidationError("--until comes after --from") }
        }

        func run() async throws {
            try await reporting {
                try await PracticeAdministration(common.configuration().ownerPool())
                    .recordListing(from: from, until: until)
                print("recorded")
            }
        }
    }

    struct Filed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that a form was filed with AHRQ.",
            discussion: """
                Kinds: \(Filing.allCases.map(\.rawValue).joined(separator: ", ")). 'enrolment clocks' names the period or \
                listing that is due.

                Example:
                  goodcatch-pso enrolment filed two-contracts --period-end 2027-02-28 --on 2027-01-05 --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "Which form.")
        var kind: Filing
        @Option(help: "The last day of the period or listing it is for.")
        var periodEnd: CalendarDate
        @Option(help: "The day it was filed; today if left out.")
        var on: CalendarDate?
        @Option(help: "What shows it.")
        var evidence: String?

        func run() async throws {
            try await reporting {
                try await PracticeAdministration(common.configuration().ownerPool())
                    .recordFiling(kind, periodEnd: periodEnd, on: on ?? Clock.system.today, evidence: evidence)
                print("recorded")
            }
        }
    }
}
