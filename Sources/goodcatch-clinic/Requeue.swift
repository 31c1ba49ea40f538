import ArgumentParser
import ClinicStore
import Deidentification
import IncidentReports

/// Makes a refused report ready again.
struct Requeue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a report that was refused or withheld ready again.",
        discussion: """
            For when the cause is mended outside the report itself: names were added to the practice's lists, or the \
            PSO changed a rule. A report whose answers were mended need only be imported again.

            EXAMPLE
              goodcatch-clinic requeue 2025-0117
            """)

    @OptionGroup var options: StoreOptions

    @Argument(help: "A local id, or the beginning of a report id.")
    var id: String

    func run() async throws {
        let practice = try options.practice()
        let preparation = try await practice.directory.locked { try await practice.requeue(id) }
        Report.tell(preparation)
        if !preparation.withheld.isEmpty { throw ExitStatus.partial }
    }
}
