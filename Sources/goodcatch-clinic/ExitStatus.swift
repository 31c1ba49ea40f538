import ClinicStore
import Deidentification
import Foundation
import Submission

/// What the command's end tells a script; the numbers from 64 are those of sysexits.h.
enum ExitStatus: Int32, Error {
    case partial = 1
    case usage = 64
    case input = 65
    case unreachable = 69
    case fault = 70
    case notCreated = 73
    case disk = 74
    case busy = 75
    case denied = 77
    case configuration = 78

    /// For the help text.
    static let help = """
        EXIT STATUS
           0  everything was done
           1  done, but some rows or reports were refused, withheld or in conflict
          64  the command line is wrong
          65  the input is not usable: a file, a report's id, a packet
          69  the server was not reached, or cannot take anything now; run the command again
          70  an unexpected fault
          73  a store, file or enrolment is already there, or cannot be made
          74  the disk is full or faulty
          75  another goodcatch-clinic is changing the store; run the command again
          77  not enrolled, or the server denies access
          78  the store, its configuration, a key or the passphrase is not usable
        """

    init(_ error: any Error) {
        switch error {
        case is ReportFileError: self = .input
        case is PracticeListError: self = .input
        case let error as PracticeError: self = Self.status(error)
        case let error as SubmissionError: self = Self.status(error)
        case is TransportError: self = .unreachable
        case is SealingError, is DeidentificationError: self = .configuration
        case is StoreFileError: self = .disk
        default: self = .fault
        }
    }

    private static func status(_ error: PracticeError) -> ExitStatus {
        switch error {
        case .busy: .busy
        case .notEnrolled: .denied
        case .storeExists, .recoveryFileExists, .fileExists, .notWritable, .alreadyEnrolled, .noFolder: .notCreated
        case .noSuchReport, .ambiguousReport, .notPrepared, .nothingSealed, .tooManyRevisions, .attachmentUnreadable,
            .attachmentTooLarge, .attachmentKind, .attachmentNotCleaned, .noSuchAttachment, .notLookedAt,
            .attachmentSent, .readableNotConfirmed, .alreadyWithdrawn, .notRefused, .unreadable:
            .input
        case .noStore, .openToOthers, .configuration, .passphraseFile, .keyMissing, .noKeyOpens, .practiceCode,
            .specification, .recoveryKeyUnreadable, .otherRecoveryKey, .passphraseNeeded, .passphraseTooShort,
            .passphrasesDiffer, .cleanerMissing:
            .configuration
        }
    }

    private static func status(_ error: SubmissionError) -> ExitStatus {
        switch error {
        case .unreachable, .unavailable: .unreachable
        case .denied, .clock: .denied
        case .notFound, .rejected, .unexpectedAnswer: .input
        case .address, .signing: .configuration
        }
    }

    /// Our own errors speak for themselves; of any other only its kind is told, since it may quote what it met.
    static func text(of error: any Error) -> String {
        switch error {
        case is ReportFileError, is PracticeListError, is PracticeError, is SubmissionError, is TransportError,
            is SealingError,
            is DeidentificationError, is StoreFileError:
            String(describing: error)
        default: "unexpected fault (\(type(of: error))): run the command again, and report it if it comes back"
        }
    }
}
