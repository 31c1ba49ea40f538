import ArgumentParser
import Foundation
import SampleReports

/// `goodcatch-spec sample`: invents the reports of several practices.
struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Invents identified reports of several practices, for trials and tests.",
        discussion: """
            Writes a folder for each practice with practice.json and reports.jsonl, and beside them planted.jsonl, which
            lists every identifier hidden in the texts. The same arguments give the same bytes on any machine. All
            people, places and events are invented.

            EXAMPLES
              goodcatch-spec sample --practices 6 --reports 400 --seed 7 --out /tmp/samples

            \(Failure.codes)
            """)

    @Option(help: "Number of practices; the first is the largest.")
    var practices = 6

    @Option(help: "Number of different reports; amendments come on top.")
    var reports = 400

    @Option(help: "Where the invention starts; another seed gives other reports.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("The folder to write; made if it does not exist.", valueName: "dir"))
    var out: String

    func validate() throws {
        guard (1...999).contains(practices) else { throw ValidationError("--practices must be 1 to 999") }
        guard reports >= practices else { throw ValidationError("--reports must be at least one for each practice") }
    }

    func run() throws {
        Failure.say("writing \(reports) reports of \(practices) practices to \(out)")
        let generator = SampleGenerator(SampleOptions(practices: practices, reports: reports, seed: seed))
        do {
            try generator.write(to: URL(filePath: out, directoryHint: .isDirectory))
        } catch {
            throw Failure.files("\(out) cannot be written: \(error.localizedDescription)")
        }
        Failure.say("done")
    }
}
