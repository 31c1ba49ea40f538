import ArgumentParser
import IncidentSpec
import SpecArtifacts

/// `goodcatch-spec export`: prints the specification as JSON.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Prints the whole specification as one JSON object.",
        discussion: """
            Members: version, elements, extensions (our additions), processSteps, medicalSeverity, dosimetricSeverity,
            causes, rules. An element whose answers come from one of the long lists has no options of its own and names
            that list instead. Keys are sorted, so that two exports can be compared byte by byte.

            EXAMPLES
              goodcatch-spec export > specification.json
              goodcatch-spec export | jq -r '.elements[] | [.number, .level, .flag, .edge] | @tsv'

            \(Failure.codes)
            """)

    func run() { print(Export.render(.v2012), terminator: "") }
}
