import ArgumentParser
import ClinicStore
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
            return try show(last, practice)
        }
        let keys = try practice.outbox.waiting()
        for key in keys {
            guard let stored = try practice.reports.revision(key) else { continue }
            try show(stored, practice)
        }
        if try practice.reports.enrolment() == nil {
            for stored in try practice.reports.waiting() { try show(stored, practice) }
            Terminal.say("not enrolled: envelopes will be made anew for the practice's code")
        } else if keys.isEmpty {
            Terminal.say("nothing waits to be sent")
        }
    }

    private func show(_ stored: StoredReport, _ practice: Practice) throws {
        let preview = try practice.preview(stored)
        if output.json { try Terminal.line(preview) } else { print(preview.text, terminator: "\n\n") }
    }
}
