import AggregatorStore
import ArgumentParser
import Foundation
import IncidentReports

extension Enrolment {
    struct AgreementCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "agreement",
            abstract: "Record agreements that practices signed, and their end.",
            subcommands: [Sign.self, End.self, Version.self])

        struct Sign: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Record that a practice signed an agreement.",
                discussion: """
                    Kinds: \(Agreement.kinds.joined(separator: ", ")). A practice needs one of each in force. With --file \
                    the name and SHA-256 of the signed document are recorded; --keep-file keeps its bytes as well.

                    Example:
                      goodcatch-pso enrolment agreement sign P001 provider-services --signed 2026-01-01 --by "N. N." \\
                        --ends 2028-12-31 --file agreement.pdf --keep-file --config pso.yaml
                    """)

            @OptionGroup var practice: PracticeArgument
            @Argument(help: "Which agreement.")
            var kind: String
            @Option(help: "Date of the last signature; in force from that day on.")
            var signed: CalendarDate
            @Option(help: "Who signed for the practice.")
            var by: String
            @Option(help: "The version signed; the current one if left out.")
            var version: String?
            @Option(help: "Last day in force, if there is one.")
            var ends: CalendarDate?
            @Option(help: "The day by which it is to be looked at again.")
            var renewal: CalendarDate?
            @Option(help: "The signed document.")
            var file: String?
            @Flag(help: "Keep the document's bytes in the database.")
            var keepFile = false

            func run() async throws {
                try await reporting {
                    let document = try file.map { path in
                        let url = URL(filePath: path)
                        guard let content = try? Data(contentsOf: url) else {
                            throw ValidationError("--file cannot be read")
                        }
                        return Agreement.SignedFile(name: url.lastPathComponent, content: content, isKept: keepFile)
                    }
                    try await practice.administration().record(
                        Agreement(
                            kind: kind, signedOn: signed, version: version, signer: by, endsOn: ends,
                            renewalOn: renewal, file: document), of: practice.code)
                    print("recorded")
                }
            }
        }

        struct End: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Record that an agreement ends.",
                discussion: """
                    From that day on the practice cannot submit, and has to sign anew to do so.

                    Example:
                      goodcatch-pso enrolment agreement end P001 provider-services --on 2026-06-30 --config pso.yaml
                    """)

            @OptionGroup var practice: PracticeArgument
            @Argument(help: "Which agreement.")
            var kind: String
            @Option(help: "First day out of force; today if left out.")
            var on: CalendarDate?

            func run() async throws {
                try await reporting {
                    try await practice.administration().endAgreement(
                        kind, of: practice.code, on: on ?? Clock.system.today)
                    print("recorded")
                }
            }
        }

        struct Version: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Say which version of an agreement is signed from now on.",
                discussion: """
                    Example:
                      goodcatch-pso enrolment agreement version business-associate 2026-02 --config pso.yaml
                    """)

            @OptionGroup var common: CommonOptions
            @Argument(help: "Which agreement.")
            var kind: String
            @Argument(help: "The version, in your own numbering.")
            var version: String

            func run() async throws {
                try await reporting {
                    try await PracticeAdministration(common.configuration().ownerPool())
                        .setCurrentVersion(version, ofAgreement: kind)
                    print("recorded")
                }
            }
        }
    }
}
