import ArgumentParser
import ClinicStore
import Deidentification
import Foundation
import IncidentReports
import IncidentSpec
import Submission

/// Shows one report as the practice holds it.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one report as the practice holds it, with all that identifies, and its way out.",
        discussion: """
            Prints what never leaves: keep the output as you keep the store. 'preview' shows what leaves.

            EXAMPLE
              goodcatch-clinic show 2025-0117
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "A local id, or the beginning of a report id.")
    var id: String

    func run() throws {
        let practice = try options.practice()
        let revisions = try practice.reports.revisions(of: id)
        if let report = revisions.first?.report { try practice.reports.note(.shown, report: report.id) }
        for stored in output.json ? revisions : Array(revisions.prefix(1)) {
            let key = PacketKey(stored.report.id, revision: stored.report.revision)
            let entry = try practice.outbox.entry(key)
            let events = try practice.outbox.events(key)
            output.json ? printJSON(stored, entry, practice) : tell(stored, entry, events, practice)
        }
        if !output.json, revisions.count > 1 { print("\(revisions.count - 1) earlier revisions") }
    }

    private func tell(_ stored: StoredReport, _ entry: OutboxEntry?, _ events: [OutboxEvent], _ practice: Practice) {
        let report = stored.report
        print("local id: \(report.localID)")
        print("report id: \(report.id) revision \(report.revision)")
        print("imported: \(stored.importedAt)")
        print("state: \(Report.state(stored.state, entry?.state))")
        if stored.questions > 0 { print("open questions: \(stored.questions), see 'goodcatch-clinic review'") }
        if let rule = stored.rule { print("why: \(rule)\(stored.element.map { " element \($0)" } ?? "")") }
        if let receipt = entry?.receipt { print("receipt: \(receipt.id) \(receipt.receivedAt)") }
        for finding in entry?.findings ?? [] { print("finding: \(finding.rule) \(finding.message)") }
        for event in events { print("\(event.at) \(event.to?.rawValue ?? "taken out of the outbox")") }
        let rows = practice.specification.allElements.compactMap { element in
            report.answers[element.number].map { value in
                [
                    element.number.description, element.title,
                    AnswerText.text(value, of: element, practice.specification),
                ]
            }
        }
        print(TextTable.text(["element", "title", "answer"], rows))
    }

    private func printJSON(_ stored: StoredReport, _ entry: OutboxEntry?, _ practice: Practice) {
        let report = stored.report
        var members: [String: JSONValue] = [
            "localId": .string(report.localID), "reportId": .string(report.id.description),
            "revision": .integer(report.revision), "state": .string(Report.state(stored.state, entry?.state)),
            "forms": .array(report.forms.map { .string($0.rawValue) }),
            "notAsked": .array(report.notAsked.map { .string($0.description) }),
            "elements": Report.answers(report.answers, practice.specification, extensions: false),
            "extensions": Report.answers(report.answers, practice.specification, extensions: true),
        ]
        members["receipt"] = entry?.receipt.map { .string($0.id) }
        members["findings"] = entry.map { .array($0.findings.map(\.json)) }
        Terminal.line(.object(members))
    }
}
