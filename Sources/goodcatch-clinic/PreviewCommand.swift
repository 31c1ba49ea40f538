import ArgumentParser
import ClinicStore
import Deidentification
import IncidentReports
import Submission

/// Shows what would leave.
struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show the exact bytes that would leave, and what was done to each answer.",
        discussion: """
            Without an id: every report that waits to be sent. The packet is the line that 'push' sends, byte for byte.

            EXAMPLE
              goodcatch-clinic preview 2025-0117
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "A local id, or the beginning of a report id.")
    var id: String?

    func run() throws {
        let practice = try options.practice()
        if let id {
            guard let last = try practice.reports.revisions(of: id).first else { throw PracticeError.noSuchReport }
            guard let withdrawn = try practice.reports.withdrawn(last.report.id).first else {
                return try show(last, practice)
            }
            guard try show(withdrawn, practice) else { throw PracticeError.notPrepared }
            return
        }
        let keys = try practice.outbox.waiting()
        for key in keys {
            if let stored = try practice.reports.revision(key) {
                try show(stored, practice)
            } else if let withdrawn = try practice.reports.withdrawn(key.reportID).first {
                _ = try show(withdrawn, practice)
            }
        }
        if try practice.reports.enrolment() == nil {
            for stored in try practice.reports.waiting() { try show(stored, practice) }
            Terminal.say("not enrolled: envelopes will be made anew for the practice's code")
        } else if keys.isEmpty {
            Terminal.say("nothing waits to be sent")
        }
    }

    private func show(_ stored: StoredReport, _ practice: Practice) throws {
        try show(try practice.preview(stored))
    }

    /// Whether anything leaves of this withdrawal.
    private func show(_ withdrawn: WithdrawnReport, _ practice: Practice) throws -> Bool {
        guard let preview = practice.preview(withdrawn) else { return false }
        try show(preview)
        return true
    }

    private func show(_ preview: Preview) throws {
        if output.json { try Terminal.line(preview) } else { print(preview.text, terminator: "\n\n") }
    }
}
