import ArgumentParser
import ClinicStore
import Foundation
import IncidentReports

/// Compares receipts with what the PSO holds.
struct Reconcile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare the receipts with what the PSO holds, and make ready again what is missing there.",
        discussion: """
            For when the PSO had to go back to a backup: whatever it acknowledged and lost is sent again by the next \
            push, as the same bytes. Safe to run at any time.

            EXAMPLE
              goodcatch-clinic reconcile --dry-run
              goodcatch-clinic reconcile && goodcatch-clinic push

            \(ExitStatus.help)
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Only tell what is missing.")
    var dryRun = false

    func run() async throws {
        let practice = try options.practice()
        var line = ProgressLine()
        let result = try await practice.directory.locked {
            try await practice.reconcile(isTrial: dryRun) { line.show("\($0) reports looked at") }
        }
        line.end()
        if output.json {
            let members: [String: JSONValue] = [
                "held": .integer(result.held), "missing": .integer(result.missing.count),
                "missingAttachments": .integer(result.missingAttachments.count), "unknown": .integer(result.unknown),
                "dryRun": .bool(dryRun),
            ]
            return Terminal.line(.object(members))
        }
        let missing = result.missing.count + result.missingAttachments.count
        print("\(result.held) held as their receipts say, \(missing) missing at the PSO")
        if missing > 0, !dryRun { print("made ready again: run 'goodcatch-clinic push'") }
        if result.unknown > 0 {
            Terminal.say("the PSO holds \(result.unknown) reports of the practice that this store does not know")
        }
    }
}
