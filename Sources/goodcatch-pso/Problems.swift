import AggregatorServer
import ArgumentParser
import IncidentSpec

struct Problems: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print every name under which a request or a report is refused, as Markdown.",
        discussion: """
            Example:
              goodcatch-pso problems > Docs/generated/ErrorCatalogue.md
            """)

    func run() { print(ErrorCatalogue.page(.v2012), terminator: "") }
}
