import ArgumentParser
import ClinicStore
import Deidentification
import Foundation
import IncidentReports
import Submission

/// Shows what would leave.
struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show each answer beside what leaves of it, why, and the exact bytes.",
        discussion: """
            Without an id: every report that waits to be sent or for your answers. The packet is the line that 'push' \
            sends, byte for byte. --html writes a page for a privacy officer; it and the text show what the practice \
            holds, so keep them as you keep the store. --json gives only what leaves and what was done.

            EXAMPLE
              goodcatch-clinic preview 2025-0117
              goodcatch-clinic preview --html preview.html
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "A local id, or the beginning of a report id.")
    var id: String?

    @Option(help: "Write one page to this file instead; it must not exist.")
    var html: String?

    func validate() throws {
        guard html == nil || !output.json else { throw ValidationError("--html and --json exclude each other") }
    }

    func run() throws {
        let practice = try options.practice()
        let previews = try id.map { [try preview($0, practice)] } ?? waiting(practice)
        if let html {
            let file = StoreOptions.file(html)
            guard !FileManager.default.fileExists(atPath: file.path) else { throw PracticeError.fileExists }
            try PrivateFile.write(Data(PreviewPage.html(of: previews).utf8), to: file)
            return print("\(previews.count) reports in \(file.path)")
        }
        for preview in previews {
            if output.json {
                try Terminal.line(preview)
            } else {
                print(preview.text(width: Terminal.width, style: Terminal.shown), terminator: "\n\n")
            }
        }
        if previews.isEmpty { Terminal.say("nothing waits to be sent") }
    }

    private func preview(_ id: String, _ practice: Practice) throws -> Preview {
        guard let last = try practice.reports.revisions(of: id).first else { throw PracticeError.noSuchReport }
        guard let withdrawn = try practice.reports.withdrawn(last.report.id).first else {
            return try practice.preview(last)
        }
        guard let preview = practice.preview(withdrawn) else { throw PracticeError.notPrepared }
        return preview
    }

    /// What is in the outbox, and what waits for an answer or the enrolment; what cannot be cleaned is named.
    private func waiting(_ practice: Practice) throws -> [Preview] {
        let ready = try practice.outbox.waiting().compactMap { key in
            if let stored = try practice.reports.revision(key) { return try practice.preview(stored) }
            return try practice.reports.withdrawn(key.reportID).first.flatMap { practice.preview($0) }
        }
        return ready
            + (try practice.reportsToReview().compactMap { key in
                guard let stored = try practice.reports.revision(key) else { return nil }
                do {
                    return try practice.preview(stored)
                } catch let error as DeidentificationError {
                    Terminal.say("\(stored.report.localID): \(error)")
                    return nil
                }
            })
    }
}

extension Terminal {
    /// A part of a preview as the terminal can show it.
    fileprivate static func shown(_ part: Preview.Part) -> String {
        switch part.kind {
        case .plain: part.text
        case .removed(_, let isDoubtful): style(isDoubtful ? .doubtful : .removed, part.text)
        case .mark: style(.mark, part.text)
        case .note: style(.note, part.text)
        }
    }
}
