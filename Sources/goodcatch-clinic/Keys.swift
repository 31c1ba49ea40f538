import ArgumentParser
import ClinicStore
import Deidentification
import Foundation
import IncidentReports
import Submission

/// The practice's keys.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, change and check the practice's keys.",
        subcommands: [List.self, Rotate.self, Rewrap.self, ExportRecovery.self])

    /// Lists certificates.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what reports are sealed to, how long it is valid, and how many reports each key opens.",
            discussion: """
                Roles: 'current' and 'recovery' are in use; an 'earlier' key opens earlier reports and must be kept; so \
                must the file of an 'earlier-recovery' key. The end of validity is a reminder: keys open reports \
                after it too.

                EXAMPLE
                  goodcatch-clinic keys list
                """)

        @OptionGroup var options: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let records = try options.practice().keyRecords()
            guard !output.json else {
                for record in records {
                    Terminal.line([
                        "keyId": .string(record.certificate.keyID), "role": .string(record.role.rawValue),
                        "notBefore": .string(record.certificate.notBefore.formatted(.iso8601)),
                        "notAfter": .string(record.certificate.notAfter.formatted(.iso8601)),
                        "reports": .integer(record.packets),
                    ])
                }
                return
            }
            let rows = records.map { record in
                [
                    record.certificate.keyID, record.role.rawValue, Self.day(record.certificate.notBefore),
                    Self.day(record.certificate.notAfter), String(record.packets),
                ]
            }
            print(TextTable.text(["key id", "role", "from", "until", "reports"], rows))
        }

        private static func day(_ date: Date) -> String { String(date.formatted(.iso8601).prefix(10)) }
    }

    /// Puts new keys in use.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a new sealing pair and a new signing key in use.",
            discussion: """
                Old sealing pairs stay in the store, because old envelopes open with them alone. The server takes the \
                old signing key for another day. A run that was killed is taken up by the next. With --recovery-out a \
                new recovery key is made as well; keep the old one's file for old reports.

                EXAMPLE
                  goodcatch-clinic keys rotate
                """)

        @OptionGroup var options: StoreOptions

        @Option(help: "Make a new recovery key too, and write it to this file.")
        var recoveryOut: String?

        @Flag(help: "Only tell what would be sent, and change nothing.")
        var dryRun = false

        func run() async throws {
            let practice = try options.practice()
            guard !dryRun else {
                let server = try practice.reports.enrolment()?.server
                print(
                    server.map { "would send to \($0)/v1/keys: the public half of a new signing key" }
                        ?? "would send nothing, because the practice is not enrolled")
                return
            }
            let file = try recoveryOut.map { try StoreOptions.output($0, "--recovery-out") }
            try await practice.directory.locked {
                let rotation = try await practice.rotateKeys()
                print("sealing key: \(rotation.sealingKeyID)")
                print("signing key: \(rotation.signingKeyID ?? "kept, because the practice is not enrolled")")
                guard let file else { return }
                print("recovery key: \(try practice.rotateRecoveryKey(to: file)) in \(file.path)")
                Terminal.say("move the recovery key offline now; keep the earlier one: it opens earlier reports")
            }
        }
    }

    /// Seals anew what was not sent.
    struct Rewrap: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal the reports that wait to be sent anew, to the keys in use.",
            discussion: """
                After a rotation. Only the envelope changes. What was handed to the network keeps its envelope: the \
                receipt is for its very bytes, and whoever has an old key may have the old bytes too.

                EXAMPLE
                  goodcatch-clinic keys rewrap
                """)

        @OptionGroup var options: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let practice = try options.practice()
            let result = try await practice.directory.locked { try practice.rewrap() }
            guard !output.json else {
                return Terminal.line([
                    "resealed": .integer(result.resealed), "current": .integer(result.current),
                    "sent": .integer(result.sent),
                ])
            }
            print("\(result.resealed) sealed anew, \(result.current) were sealed to the keys in use already")
            if result.sent > 0 { print("\(result.sent) were sent under earlier keys and stay so: keep those keys") }
        }
    }

    /// Writes what belongs beside the recovery key, and checks that key.
    struct ExportRecovery: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export-recovery",
            abstract: "Write the sheet that belongs beside the recovery key, or check the key's file.",
            discussion: """
                The sheet holds the recovery certificate and says how the key is used; it is no secret. --check tells \
                whether a file is the recovery key that reports are sealed to now.

                EXAMPLE
                  goodcatch-clinic keys export-recovery --out recovery-sheet.txt
                  goodcatch-clinic keys export-recovery --check /media/safe/recovery.pem
                """)

        @OptionGroup var options: StoreOptions

        @Option(help: "The file to write.")
        var out: String?

        @Option(help: "The recovery key's file to check.")
        var check: String?

        func validate() throws {
            guard out != nil || check != nil else { throw ValidationError("give --out, --check or both") }
        }

        func run() throws {
            let practice = try options.practice()
            if let check {
                for key in try options.recoveryKeys([check]) { try practice.checkRecoveryKey(key) }
                print("the recovery key fits: \(try practice.keys.recoveryCertificate().keyID)")
            }
            guard let file = try out.map({ try StoreOptions.output($0, "--out") }) else { return }
            guard !FileManager.default.fileExists(atPath: file.path) else { throw PracticeError.fileExists }
            try PrivateFile.write(Data(try practice.recoverySheet().utf8), to: file)
            print(file.path)
        }
    }
}

/// The former name of `keys rotate`.
struct RotateKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-keys", abstract: "The same as 'keys rotate'.", shouldDisplay: false)

    @OptionGroup var rotation: Keys.Rotate

    func run() async throws { try await rotation.run() }
}
