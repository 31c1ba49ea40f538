import AggregatorServer
import AggregatorStore
import ArgumentParser
import Foundation
import IncidentReports

extension Practice {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write everything held of one practice to a folder, with checksums.",
            discussion: """
                Reports byte for byte with their sealed envelopes, receipts, attachments, summaries, agreements and \
                lists, as NDJSON, CSV and files; README.txt in it says what is what. The folder is new, readable to its \
                owner alone, and appears whole or not at all. Check it with sha256sum -c SHA256SUMS.

                Example:
                  goodcatch-pso practice export P001 --out export-P001 --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Option(help: "The folder to make.")
        var out: String
        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            try await reporting { try await PracticeExport.write(practice, to: out, json: json) }
        }
    }

    struct Transfer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a practice go to another patient safety organization.",
            discussion: """
                Records where it goes and who approved that for the practice, revokes its submitters at once, and \
                exports everything for the receiving organization. Nothing is sent anywhere: hand the folder over \
                yourself. What is here stays until 'practice destroy'.

                Example:
                  goodcatch-pso practice transfer P001 --to "Other PSO" --approved-by "N. N." --out transfer-P001 \\
                    --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Option(help: "The receiving organization; may be left out if exactly one other is recorded.")
        var to: String?
        @Option(help: "Who approved the transfer for the practice.")
        var approvedBy: String
        @Option(help: "The folder to make.")
        var out: String
        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            try await reporting {
                let receiver = try await practice.administration().transfer(
                    practice.code, to: to, approvedBy: approvedBy, clock: .system)
                note("practice \(practice.code) goes to \(receiver); its submitters are revoked")
                do {
                    try await PracticeExport.write(practice, to: out, json: json)
                } catch {
                    note("the practice has left, but nothing was exported yet: run 'practice export'")
                    throw error
                }
            }
        }
    }

    struct Destroy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Destroy the work product of a practice and write a certificate.",
            discussion: """
                Deletes its reports, envelopes, attachments, withdrawals and summaries in one transaction, counts what \
                is left afterwards, and writes certificate.json and certificate.txt. Refused without an export that \
                holds everything, unless --without-export. Published aggregate reports stay, since they hold no \
                practice; so do agreements and contacts, which are the organization's own records. There is no way back.

                Example:
                  goodcatch-pso practice destroy P001 --confirm P001 --out destruction-P001 --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Option(help: "The practice's code once more.")
        var confirm: String
        @Option(help: "An existing folder for the certificate.")
        var out = "."
        @Flag(help: "Destroy although nothing, or not everything, was exported.")
        var withoutExport = false

        func validate() throws {
            guard confirm == practice.code.description else {
                throw ValidationError("--confirm repeats the practice's code; nothing was destroyed")
            }
            guard FileManager.default.isWritableFile(atPath: out) else {
                throw ValidationError("--out is no folder that can be written; nothing was destroyed")
            }
        }

        func run() async throws {
            try await reporting {
                guard let retention = try await practice.common.configuration().backupRetentionDays else {
                    throw ConfigurationError.missing("backup.retentionDays")
                }
                let administration = try await practice.administration()
                let certificate = try await administration.destroy(
                    practice.code, withoutExport: withoutExport, backupRetentionDays: retention, clock: .system)
                let folder = URL(filePath: out)
                print(certificate.text)
                let remaining = try await administration.workProductRows(of: practice.code).values.reduce(0, +)
                print("counted once more after the commit: \(remaining) rows of work product")
                try certificate.json.write(to: folder.appending(path: "certificate.json"))
                try Data(certificate.text.utf8).write(to: folder.appending(path: "certificate.txt"))
            }
        }
    }
}
