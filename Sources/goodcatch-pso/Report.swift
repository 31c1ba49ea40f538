import AggregatorServer
import AggregatorStore
import ArgumentParser
import Foundation
import IncidentReports
import Publishing

struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make and freeze the aggregate report of a period.",
        discussion: """
            Counts in one snapshot, hides what is too small, freezes the result and writes report.html, report.csv and \
            report.json. The same data give the same bytes. A period is a quarter, a half, a year or a range of months.

            Example:
              goodcatch-pso report --period 2025Q4 --out report-2025Q4 --config pso.yaml
              goodcatch-pso report --period 2025-03..2025-08 --out report --config pso.yaml
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: PublicationOptions

    func run() async throws {
        try await reporting {
            try await output.publish(common, .countReports) { publisher, period, configuration in
                try await publisher.aggregateReport(period: period, thresholds: configuration.thresholds)
            }
        }
    }
}

/// Options of the two commands that make publications.
struct PublicationOptions: ParsableArguments {
    @Option(help: "2025Q4, 2025H2, 2025 or 2025-01..2025-09, by date of incident.")
    var period: String
    @Option(help: "The folder the files are written to; it appears whole or not at all.")
    var out: String
    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard ReportingPeriod(period) != nil else {
            throw ValidationError("a period is written like 2025Q4, 2025H2, 2025 or 2025-01..2025-09")
        }
    }

    private struct Output: Encodable {
        let publication: Int?
        let period, contentHash: String
        let files: [String]
    }

    /// Makes a publication, writes its files and tells where they are.
    func publish(
        _ common: CommonOptions, _ action: AuditEvent.Action, practice: PracticeCode? = nil,
        _ make: (Publisher, ReportingPeriod, ServerConfiguration) async throws -> FrozenPublication
    ) async throws {
        guard let period = ReportingPeriod(period) else { throw ExitCode.validationFailure }
        let configuration = try await common.configuration()
        let store = try AggregatorStore(url: configuration.databaseURL)
        try await Migrator.check(store.access)
        note("goodcatch-pso: counting \(period)")
        try await AuditLog.append(
            AuditEvent(action, by: .currentOperator, practice: practice?.description, subject: period.label),
            to: store.analysis)
        let frozen = try await make(Publisher(store), period, configuration)
        let files = try write(frozen, to: URL(filePath: out))
        if json {
            try printJSON(
                Output(
                    publication: frozen.id, period: period.label, contentHash: frozen.contentHash,
                    files: files.map(\.path)))
        } else {
            for file in files { print(file.path) }
        }
        await store.close()
    }
}

extension ServerConfiguration {
    /// The smallest cell that may be shown.
    var thresholds: Publication.Thresholds {
        Publication.Thresholds(reports: minimumReports, practices: minimumPractices)
    }
}
