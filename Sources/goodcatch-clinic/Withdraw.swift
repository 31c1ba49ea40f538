public import ArgumentParser
import ClinicStore
import Deidentification
public import IncidentReports
import Submission

/// Takes a report back.
struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take a report back, for good.",
        discussion: """
            What was not sent yet is never sent. If the PSO has the report, or may have it, the next 'push' tells it \
            that the report counts no more; 'preview' shows the bytes. A withdrawn report takes no amendments: report \
            the incident anew under another id. The practice keeps its own record.

            EXAMPLE
              goodcatch-clinic withdraw 2025-0117 --reason duplicate
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "A local id, or the beginning of a report id.")
    var id: String

    @Option(help: "\(WithdrawalReason.allCases.map(\.rawValue).joined(separator: ", ")).")
    var reason = WithdrawalReason.practiceDecision

    @Flag(help: "Only tell what would happen.")
    var dryRun = false

    func run() async throws {
        let practice = try options.practice()
        if dryRun {
            guard let last = try practice.reports.revisions(of: id).first?.report else {
                throw PracticeError.noSuchReport
            }
            return tell(last.localID, last.id, isSent: try practice.outbox.mayHaveArrived(last.id))
        }
        let withdrawn = try await practice.directory.locked { try practice.withdraw(id, for: reason) }
        tell(withdrawn.localID, withdrawn.id, isSent: withdrawn.revision != nil)
    }

    private func tell(_ localID: String, _ id: ReportID, isSent: Bool) {
        guard !output.json else {
            return Terminal.line([
                "type": "withdrawal", "localId": .string(localID), "reportId": .string(id.description),
                "dryRun": .bool(dryRun), "reason": .string(reason.rawValue), "mustBeSent": .bool(isSent),
            ])
        }
        print("\(localID)  \(id)  \(dryRun ? "would be withdrawn" : "withdrawn")")
        Terminal.say(
            isSent ? "the PSO is told by the next 'goodcatch-clinic push'" : "the PSO does not have it: nothing is sent"
        )
    }
}

extension WithdrawalReason: ExpressibleByArgument {}
