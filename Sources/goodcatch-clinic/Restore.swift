import ArgumentParser
import ClinicStore
import Deidentification
import Foundation
import IncidentReports
import Submission

/// Rebuilds a lost store.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rebuild a lost store from the recovery key and the reports that the PSO holds.",
        discussion: """
            Makes a new store with new keys, enrolls it with a new one-time code for the same practice, fetches the \
            practice's reports and opens their envelopes with the recovery key, to which the new store goes on sealing. \
            A run that was cut off is taken up by the next; the code is then not needed again.

            What comes back is what left: who reported and who discovered was stripped and is gone, attachments come \
            back if they were sent, texts are as they were scrubbed, and reports that were never sent are not there. Import the \
            clinic's export again to fill these in: reports are known by their local ids, if they had any.

            Give --recovery-key once for each recovery key that was ever in use, the latest first.

            EXAMPLE
              goodcatch-clinic restore --recovery-key /media/safe/recovery.pem --server https://pso.example:8443 \\
                --code-file code.txt --ca pso-ca.pem
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var new: NewPassphraseOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "The recovery key's file.")
    var recoveryKey: [String]

    @Option(help: "File whose first line is the passphrase of the recovery keys, if it is not the new store's.")
    var recoveryPassphraseFile: String?

    @Option(help: "The server's address, beginning with https://.")
    var server: String

    @OptionGroup var code: CodeOptions

    @Option(help: "PEM file of the authorities that sign the server's certificate; a copy stays in the store.")
    var ca: String?

    func run() async throws {
        let authorities = try ca.map { try StoreOptions.input($0, "--ca") }
        let passphrase = try recoveryPassphraseFile.map { try Passphrase.find(file: $0, environment: [:]) } ?? nil
        let keys = try options.recoveryKeys(recoveryKey, passphrase: passphrase)
        var practice = try openOrCreate(keys[0])
        var line = ProgressLine()
        defer { line.end() }
        let result = try await practice.directory.locked {
            if try practice.reports.enrolment() == nil {
                _ = try await practice.enroll(server: server, code: try code.read(), caFile: authorities)
                practice = try practice.reconfigured()
            }
            return try await practice.restore(recoveryKeys: keys) { result in
                line.show("\(result.listed) reports looked at")
            }
        }
        line.end()
        tell(result)
        if !result.isWhole { throw ExitStatus.partial }
    }

    /// The store of an earlier run, if that went so far.
    private func openOrCreate(_ recoveryKey: SealingKey) throws -> Practice {
        if FileManager.default.fileExists(atPath: options.url.path) {
            let practice = try options.practice()
            try practice.checkRecoveryKey(recoveryKey)
            return practice
        }
        let passphrase = try new.passphrase(options)
        let created = try Practice.create(at: options.url, passphrase: passphrase, recovery: .known(recoveryKey))
        Terminal.say("new store: \(options.url.path), sealing key \(created.sealingKeyID)")
        return try Practice(opening: options.url, passphrase: passphrase)
    }

    private func tell(_ result: Restoration) {
        guard !output.json else {
            return Terminal.line([
                "listed": .integer(result.listed), "restored": .integer(result.restored),
                "known": .integer(result.known),
                "closed": .array(result.closed.map { .string($0.description) }),
                "damaged": .array(result.damaged.map { .string($0.description) }),
                "attachments": [
                    "restored": .integer(result.attachments), "closed": .integer(result.closedAttachments),
                    "damaged": .integer(result.damagedAttachments),
                ],
            ])
        }
        print("\(result.restored) restored, \(result.known) were here already")
        if result.attachments > 0 { print("\(result.attachments) of the attachments restored, without their names") }
        print("gone for good unless you import them again: names and roles of who reported and who discovered,")
        print("the words that were scrubbed, and reports and attachments that were never sent")
        for key in result.closed {
            Terminal.say("\(key): not sealed to a recovery key given; name the earlier one too and run this again")
        }
        for key in result.damaged { Terminal.say("\(key): not what its receipt is for; ask the PSO") }
        if result.closedAttachments > 0 {
            Terminal.say(
                "\(result.closedAttachments) of the attachments are not sealed to a recovery key given; name the earlier one too and run this again"
            )
        }
        if result.damagedAttachments > 0 {
            Terminal.say(
                "\(result.damagedAttachments) of the attachments are not what their receipts are for; ask the PSO")
        }
    }
}
