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
            their findings, to be mended there and imported from there: once all its rows were taken, a rejects file \
            is removed. One whose rows were mended elsewhere may be deleted by hand at any time, with the findings \
            beside it; nothing else reads it. A row whose local id is known is an amendment; one that says \
            the same as before changes nothing, so a file may be imported again.

            MAPPING (Docs/IMPORT.md has all of it)
              columns:
                Event Date: {element: "1.1", dateFormat: "MM/dd/yyyy"}
                Type: {element: "1.5", codes: {NM: "2", ACT: "1"}}
                Steps: {element: "3.3", separator: "|"}
                Internal No: {localId: true}
                Who Saw It: {identifies: staff}
                Remarks: {ignore: true}
              defaults: {"2.38": "1"}

            EXAMPLE
              goodcatch-clinic import incidents.csv --mapping columns.yaml --dry-run
              goodcatch-clinic import january.jsonl february.jsonl
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The files to import, in this order.")
    var files: [String]

    @Option(help: "A mapping of the files' own columns and codes, in YAML.")
    var mapping: String?

    @Flag(help: "Let a row that says what an earlier revision said become the latest again.")
    var revert = false

    @Flag(help: "Only tell what would be taken, and change nothing.")
    var dryRun = false

    func run() async throws {
        let practice = try options.practice()
        let columns = try mapping.map {
            try ColumnMapping(
                contentsOf: StoreOptions.input($0, "--mapping"), specification: practice.specification)
        }
        // A path that is wrong is told before anything of the others enters.
        let urls = try files.map { path in
            let url = StoreOptions.file(path)
            guard FileManager.default.isReadableFile(atPath: url.path) else { throw ReportFileError.unreadable }
            return url
        }
        var isPartial = false
        for (path, url) in zip(files, urls) {
            if files.count > 1, !output.json { print("\(path):") }
            let result = try await take(url, columns, into: practice)
            output.json ? printJSON(result, path) : tell(result)
            isPartial = isPartial || result.rejected > 0 || !result.preparation.withheld.isEmpty
            if !dryRun, result.rejected == 0, result.older == 0, try practice.discardRejects(url) {
                Terminal.say("every row of the rejects file was taken; it was removed, with its findings")
            }
        }
        if isPartial { throw ExitStatus.partial }
    }

    private func take(_ url: URL, _ columns: ColumnMapping?, into practice: Practice) async throws -> ImportResult {
        let reports = try ReportFile(
            contentsOf: url, mapping: columns, specification: practice.specification, today: Clock.system.today)
        if dryRun { return try practice.tryImport(reports) }
        return try await practice.directory.locked {
            var line = ProgressLine()
            defer { line.end() }
            return try await practice.importReports(reports, reverting: revert) { read, ready in
                line.show("\(read) rows read" + (ready > 0 ? ", \(ready) reports made ready or withheld" : ""))
            }
        }
    }

    private func tell(_ result: ImportResult) {
        for finding in result.fileFindings { Terminal.say("file: \(finding)") }
        for row in result.findings {
            let localID = row.localID.map { " (\($0))" } ?? ""
            for finding in row.findings { print("row \(row.number)\(localID): \(finding)") }
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
            let options = mapping.map { " --mapping '\($0)'" } ?? ""
            Terminal.say(
                "mend the rows in that file, beside which their findings stand, and run: "
                    + "goodcatch-clinic import '\(file.path)'\(options)")
        }
        Report.tell(result.preparation, isTrial: dryRun)
    }

    private func printJSON(_ result: ImportResult, _ path: String) {
        for finding in result.fileFindings {
            Terminal.line(["type": "file", "rule": .string(finding.rule), "message": .string(finding.message)])
        }
        for row in result.findings {
            var members: [String: JSONValue] = [
                "type": "row", "row": .integer(row.number), "entered": .bool(row.entered),
                "findings": .array(row.findings.map(\.json)),
            ]
            members["localId"] = row.localID.map { .string($0) }
            Terminal.line(.object(members))
        }
        var summary: [String: JSONValue] = [
            "type": "summary", "file": .string(path), "dryRun": .bool(dryRun), "rows": .integer(result.rows),
            "new": .integer(result.new),
            "amended": .integer(result.amended), "unchanged": .integer(result.unchanged),
            "older": .integer(result.older), "rejected": .integer(result.rejected),
            "preparation": Report.json(result.preparation),
        ]
        summary["rejectsFile"] = result.rejectsFile.map { .string($0.path) }
        Terminal.line(.object(summary))
    }
}
