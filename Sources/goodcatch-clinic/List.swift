import ArgumentParser
import ClinicStore
import Foundation
import IncidentReports
import Submission

/// Lists the reports of the store.
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the revisions of every report with their states.",
        discussion: """
            Prints ids, revisions and states, no answers. A revision that was replaced before it was sent is listed \
            with --all only.

            EXAMPLE
              goodcatch-clinic list
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "List also what was replaced before it was sent.")
    var all = false

    func run() throws {
        let practice = try options.practice()
        let states = try practice.outbox.states()
        func state(_ summary: StoredSummary) -> String {
            if summary.isWithdrawn {
                let isTold = summary.withdrawal.map { states[PacketKey(summary.id, revision: $0)] == .stored } ?? true
                return isTold ? Report.withdrawn : Report.withdrawing
            }
            return Report.state(summary.state, states[PacketKey(summary.id, revision: summary.revision)])
        }
        let summaries = try practice.reports.summaries().filter { all || state($0) != Report.replaced }
        guard output.json else {
            let rows = summaries.map { summary in
                return [
                    summary.localID, summary.id.description, String(summary.revision), state(summary),
                    Report.why(summary, states[PacketKey(summary.id, revision: summary.revision)]),
                ]
            }
            return print(TextTable.text(["local id", "report id", "revision", "state", "why"], rows))
        }
        for summary in summaries {
            var members: [String: JSONValue] = [
                "localId": .string(summary.localID), "reportId": .string(summary.id.description),
                "revision": .integer(summary.revision), "state": .string(state(summary)),
            ]
            if summary.questions > 0 { members["questions"] = .integer(summary.questions) }
            members["rule"] = summary.rule.map { .string($0) }
            members["element"] = summary.element.map { .string($0) }
            Terminal.line(.object(members))
        }
    }
}
