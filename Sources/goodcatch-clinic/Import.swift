import ArgumentParser
import ClinicStore
import Foundation
import IncidentReports
import Submission

/// Takes a clinic's export in.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take reports in from a JSON or CSV file.",
        discussion: """
            JSON: one report, an array, or one report a line. CSV: a header of element numbers, names or titles, or a \
            clinic's own column names with a mapping. Several answers in one cell are separated by ';'.

            Good rows enter and are made ready for sending. Bad rows are written to the store's rejects folder with \
            their findings, to be mended and imported. A row whose local id is known is an amendment; one that says \
            the same as before changes nothing, so a file may be imported again.

            MAPPING
              columns:
                Event Date: {element: "1.1", dateFormat: "MM/dd/yyyy"}
                Type: {element: "1.5", codes: {NM: "2", ACT: "1"}}
                Steps: {element: "3.3", separator: "|"}
                Internal No: {localId: true}
                Remarks: {ignore: true}
              defaults: {"2.38": "1"}

            EXAMPLE
              goodcatch-clinic import incidents.csv --mapping columns.yaml --dry-run
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The file to import.")
    var file: String

    @Option(help: "A mapping of the file's own columns and codes, in YAML.")
    var mapping: String?

    @Flag(help: "Let a row that says what an earlier revision said become the latest again.")
    var revert = false

    @Flag(help: "Only tell what would be taken, and change nothing.")
    var dryRun = false

    func run() async throws {
        let practice = try options.practice()
        let columns = try mapping.map {
            try ColumnMapping(contentsOf: StoreOptions.file($0), specification: practice.specification)
        }
        let reports = try ReportFile(
            contentsOf: StoreOptions.file(file), mapping: columns, specification: practice.specification,
            today: Clock.system.today)
        let result =
            dryRun
            ? try practice.tryImport(reports)
            : try await practice.directory.locked { try await practice.importReports(reports, reverting: revert) }
        output.json ? printJSON(result) : tell(result)
        if result.rejected > 0 || !result.preparation.withheld.isEmpty { throw ExitStatus.partial }
    }

    private func tell(_ result: ImportResult) {
        for finding in result.fileFindings { Terminal.say("file: \(finding)") }
        for row in result.findings {
            for finding in row.findings { print("row \(row.number): \(finding)") }
        }
        let good = result.rows - result.rejected
        print(
            dryRun
                ? "\(result.rows) rows: \(good) good, \(result.rejected) bad; nothing was changed"
                : "\(result.rows) rows: \(result.new) new, \(result.amended) amended, \(result.unchanged) unchanged, "
                    + "\(result.rejected) not taken")
        if result.older > 0 {
            Terminal.say(
                "\(result.older) rows say what an earlier revision said and were left out; --revert takes them")
        }
        if let file = result.rejectsFile {
            Terminal.say("mend the rows in \(file.path) and import that file; their findings stand beside it")
        }
        Report.tell(result.preparation, isTrial: dryRun)
    }

    private func printJSON(_ result: ImportResult) {
        for finding in result.fileFindings {
            Terminal.line(["type": "file", "rule": .string(finding.rule), "message": .string(finding.message)])
        }
        for row in result.findings {
            Terminal.line([
                "type": "row", "row": .integer(row.number), "entered": .bool(row.entered),
                "findings": .array(row.findings.map(\.json)),
            ])
        }
        var summary: [String: JSONValue] = [
            "type": "summary", "dryRun": .bool(dryRun), "rows": .integer(result.rows), "new": .integer(result.new),
            "amended": .integer(result.amended), "unchanged": .integer(result.unchanged),
            "older": .integer(result.older), "rejected": .integer(result.rejected),
            "preparation": Report.json(result.preparation),
        ]
        summary["rejectsFile"] = result.rejectsFile.map { .string($0.path) }
        Terminal.line(.object(summary))
    }
}
