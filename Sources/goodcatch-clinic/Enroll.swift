import ArgumentParser
import ClinicStore
import Foundation

/// Makes the practice known to the aggregator.
struct Enroll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Enroll at the PSO's server with the one-time code from the PSO.",
        discussion: """
            Sends the public half of the signing key. What was imported before is made ready for sending.

            EXAMPLE
              goodcatch-clinic enroll --server https://pso.example:8443 --code-file code.txt --ca pso-ca.pem
            """)

    @OptionGroup var options: StoreOptions

    @Option(help: "The server's address, beginning with https://.")
    var server: String

    @OptionGroup var code: CodeOptions

    @Option(help: "PEM file of the authorities that sign the server's certificate; a copy stays in the store.")
    var ca: String?

    @Flag(help: "Only tell what would be sent, and send nothing.")
    var dryRun = false

    func run() async throws {
        let authorities = try ca.map { try StoreOptions.input($0, "--ca") }
        let practice = try options.practice()
        let code = try code.read()
        guard !dryRun else {
            print("would send to \(server)/v1/enroll: the one-time code and the public half of the signing key")
            return
        }
        try await practice.directory.locked {
            let enrolment = try await practice.enroll(server: server, code: code, caFile: authorities)
            print("enrolled as \(enrolment.practice) at \(enrolment.server)")
            let preparation = try await practice.prepareInSight()
            Report.tell(preparation)
        }
    }
}
