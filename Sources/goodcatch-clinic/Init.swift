import ArgumentParser
import ClinicStore
import Foundation

/// Makes a practice's store.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a practice's store and its keys.",
        discussion: """
            Makes a folder with mode 0700 that holds the reports, the outbox, the sealing pair and the signing key, and \
            writes the recovery key, which opens every sealed envelope when the store is lost, to a file of its own. \
            Move that file to a place that is offline.

            Key files, the recovery key's included, are encrypted under a passphrase: typed on a terminal, or from \
            --passphrase-file or GOODCATCH_PASSPHRASE. Keep a copy of it apart from both: nobody can restore it.

            EXAMPLE
              goodcatch-clinic init --store /srv/goodcatch --recovery-out /media/safe/recovery.pem
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var new: NewPassphraseOptions

    @Option(help: "Where the recovery key is written (default: goodcatch-recovery.key.pem in this folder).")
    var recoveryOut = "goodcatch-recovery.key.pem"

    func run() throws {
        let recovery = try StoreOptions.output(recoveryOut, "--recovery-out")
        let passphrase = try new.passphrase(options)
        let created = try Practice.create(at: options.url, passphrase: passphrase, recovery: .new(recovery))
        print(
            """
            store: \(options.url.path)
            sealing key: \(created.sealingKeyID)
            recovery key: \(created.recoveryKeyID) in \(recovery.path)
            """)
        Terminal.say("move the recovery key offline now: whoever has it can open every sealed envelope")
        if passphrase == nil {
            Terminal.say("the private keys are not encrypted: the folder's mode alone protects them")
        }
    }
}
