import ArgumentParser
import ClinicStore
import Foundation
import IncidentReports

/// Exports who did what with the store.
struct AuditTrailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit-trail",
        abstract: "Export who sent, opened, reviewed and changed what, and when.",
        discussion: """
            One line for each act and each change of state, oldest first: time (UTC), account, act, local id, report \
            id, revision, detail. It holds no answer of any report; the local ids are the practice's own, so it stays \
            at the practice. As CSV, or with --json as JSON lines.

            EXAMPLE
              goodcatch-clinic audit-trail --since 2026-01-01 > audit-2026.csv
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only from this day or moment on, UTC, such as 2026-01-31 or 2026-01-31T08:00.")
    var since = ""

    func validate() throws {
        guard since.wholeMatch(of: /(\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?Z?)?)?)?)?)?/) != nil else {
            throw ValidationError("--since takes a day as YYYY-MM-DD, with a time as YYYY-MM-DDTHH:MM")
        }
    }

    private static let columns: [(name: String, value: @Sendable (AuditEntry) -> String?)] = [
        ("at", { $0.at }), ("by", { $0.by }), ("act", { $0.act }), ("localId", { $0.localID }),
        ("reportId", { $0.reportID }), ("revision", { $0.revision.map(String.init) }), ("detail", { $0.detail }),
    ]

    func run() throws {
        let practice = try options.practice()
        if !output.json { print(Self.columns.map(\.name).joined(separator: ",")) }
        try practice.auditTrail(since: since) { entry in
            if output.json {
                Terminal.line(
                    .object(
                        Self.columns.reduce(into: [:]) { members, column in
                            members[column.name] = column.value(entry).map { .string($0) }
                        }))
            } else {
                print(CSVLine.text(Self.columns.map { Self.safe($0.value(entry) ?? "") }))
            }
        }
    }

    /// A spreadsheet must not take an id for a formula.
    private static func safe(_ text: String) -> String {
        text.first.map { "=+-@\t".contains($0) } == true ? "'" + text : text
    }
}
