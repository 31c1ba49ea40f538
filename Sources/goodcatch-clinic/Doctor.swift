import ArgumentParser
import ClinicStore
import IncidentReports
import Submission

/// Explains what is wrong between here and the PSO.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain what is wrong between here and the PSO's server, and what to do.",
        discussion: """
            Looks at the proxy, the server's name, the connection, its certificate, the clock, the version of the \
            specification and the practice's key. Sends no report and prints nothing secret.

            EXAMPLE
              goodcatch-clinic doctor
              goodcatch-clinic doctor --server https://pso.example:8443    # before the enrolment
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "The server to look at (default: the one where the practice is enrolled).")
    var server: String?

    func run() async throws {
        let found = try await options.practice().diagnosis(of: server)
        if output.json {
            for diagnosis in found {
                Terminal.line([
                    "check": .string(diagnosis.check.rawValue), "state": .string(diagnosis.state.rawValue),
                    "text": .string(diagnosis.text),
                ])
            }
        } else {
            print(
                TextTable.text(
                    ["check", "state", "what"], found.map { [$0.check.rawValue, $0.state.rawValue, $0.text] }))
        }
        if let failed = found.first(where: { $0.state == .failed }) { throw Self.status(failed.check) }
    }

    private static func status(_ check: Diagnosis.Check) -> ExitStatus {
        switch check {
        case .proxy, .name, .connection, .certificate, .answer: .unreachable
        case .clock, .credentials: .denied
        case .specification: .configuration
        }
    }
}
