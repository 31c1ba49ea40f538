import ArgumentParser
import Foundation
import IncidentReports

/// The practice's side of GoodCatch, as one command with a subcommand for each step.
@main
struct GoodCatchClinic: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "goodcatch-clinic",
        abstract: "Take incident reports in, strip and seal what identifies anybody, and send the rest to the PSO.",
        discussion: """
            The store holds everything of a practice and is readable to its owner alone. Nothing leaves but by 'push', \
            'enroll' and 'keys rotate', and 'preview' shows every byte of a report that would.

            EXAMPLE
              goodcatch-clinic init --recovery-out /media/safe/recovery.pem
              goodcatch-clinic enroll --server https://pso.example --code K7Q2-9XWM
              goodcatch-clinic import incidents.csv --mapping columns.yaml
              goodcatch-clinic preview
              goodcatch-clinic push

            ENVIRONMENT
              GOODCATCH_STORE       the store, when --store is not given
              GOODCATCH_PASSPHRASE  the passphrase of the private keys, when --passphrase-file is not given
              HTTPS_PROXY, NO_PROXY the proxy, when config.yaml names none

            \(ExitStatus.help)
            """,
        version: "1.0",
        subcommands: [
            Init.self, Enroll.self, Roster.self, Devices.self, Facilities.self, Import.self, Review.self,
            PreviewCommand.self, PushCommand.self, Status.self, List.self, Show.self, Open.self, Withdraw.self,
            Requeue.self, Reconcile.self, Doctor.self, Keys.self, RotateKeys.self, Restore.self, AttachmentCommand.self,
            SummaryCommand.self, AuditTrailCommand.self, Scrub.self,
        ])

    static func main() async {
        // Whatever file is made belongs to its owner alone.
        umask(0o077)
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            Timings.write()
        } catch {
            Timings.write()
            leave(error)
        }
    }

    /// Help goes to standard output, everything else to standard error with a status of its own.
    private static func leave(_ error: any Error) -> Never {
        let code = exitCode(for: error)
        if code == .success {
            print(fullMessage(for: error))
        } else if code == .validationFailure {
            Terminal.say(fullMessage(for: error))
            Foundation.exit(ExitStatus.usage.rawValue)
        } else if let status = error as? ExitStatus {
            Foundation.exit(status.rawValue)
        } else {
            Terminal.say("goodcatch-clinic: \(ExitStatus.text(of: error))")
            Foundation.exit(ExitStatus(error).rawValue)
        }
        Foundation.exit(0)
    }
}
