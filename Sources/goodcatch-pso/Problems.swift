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

struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi",
        abstract: "Print the description of the service in OpenAPI 3.1, as it serves it at /openapi.json.",
        discussion: """
            Example:
              goodcatch-pso openapi > Docs/generated/openapi.json
            """)

    func run() { print(OpenAPI.render(.v2012), terminator: "") }
}
