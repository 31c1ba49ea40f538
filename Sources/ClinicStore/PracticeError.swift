import IncidentReports
public import Submission

/// Why a practice's store cannot do what it was asked.
public enum PracticeError: StoreRefusal, Sendable, Hashable {
    case noStore
    case storeExists
    case openToOthers
    case notWritable
    case busy
    case notEnrolled
    case alreadyEnrolled
    case configuration(String)
    case passphraseFile
    case keyMissing
    case recoveryFileExists
    case recoveryKeyUnreadable
    case otherRecoveryKey
    case passphraseNeeded
    case passphraseTooShort
    case passphrasesDiffer
    case fileExists
    /// A file to read, by its option.
    case unreadable(String)
    /// The folder of a file to write, by its option.
    case noFolder(String)
    case attachmentUnreadable
    case attachmentTooLarge
    case attachmentKind
    case attachmentNotCleaned
    case cleanerMissing
    case noSuchAttachment
    case notLookedAt
    case attachmentSent
    case readableNotConfirmed
    case noSuchReport
    case ambiguousReport
    case notPrepared
    case alreadyWithdrawn
    case notRefused
    case nothingSealed
    case noKeyOpens
    case tooManyRevisions
    case practiceCode
    case specification(String)
}

extension PracticeError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noStore: "there is no store in this folder: run 'goodcatch-clinic init', or name the folder with --store"
        case .storeExists: "something is already in the store's place: choose another folder with --store"
        case .openToOthers: "the store's folder is open to other users: run 'chmod 700' on it"
        case .notWritable: "the store's folder cannot be written: check the disk's space and the folder's permissions"
        case .busy: "another goodcatch-clinic is changing this store: wait until it has ended and run the command again"
        case .notEnrolled: "the practice is not enrolled: run 'goodcatch-clinic enroll' with the code from the PSO"
        case .alreadyEnrolled: "the practice is already enrolled: make a new store to enroll another practice"
        case .configuration(let fault): "config.yaml of the store is not usable: \(fault)"
        case .passphraseFile: "the passphrase file cannot be read, or is empty: check --passphrase-file"
        case .keyMissing: "a key file of the store is missing or damaged: restore the keys folder from its backup"
        case .recoveryFileExists: "the file for the recovery key already exists: choose another with --recovery-out"
        case .recoveryKeyUnreadable: "the recovery key's file cannot be read: check its path"
        case .otherRecoveryKey:
            "this is not the recovery key that reports of this store are sealed to: look for the file of the key id "
                + "that 'goodcatch-clinic keys list' shows"
        case .passphraseNeeded:
            "the private keys need a passphrase: type it on a terminal, give it with --passphrase-file or "
                + "\(Passphrase.variable), or accept keys that are not encrypted with --no-passphrase"
        case .passphraseTooShort:
            "the passphrase is too short: take at least \(Passphrase.shortest) characters, for example four words"
        case .passphrasesDiffer: "the passphrases differ: run the command again"
        case .fileExists: "the file to write already exists: choose another name"
        case .unreadable(let option): "the file given with \(option) cannot be read: check its path and permissions"
        case .noFolder(let option):
            "the folder of the file named with \(option) does not exist or cannot be written: make it, or name another"
        case .attachmentUnreadable: "the file to attach cannot be read, or is empty: check its path"
        case .attachmentTooLarge:
            "the file to attach is larger than \(AttachmentKind.largest >> 20) MB: attach the page or picture that matters"
        case .attachmentKind: "the file to attach is no PDF, PNG or JPEG by its contents: convert it first"
        case .attachmentNotCleaned:
            "mat2 could not clean the file to attach: open it, print it to a PDF or save it as a picture, and attach that"
        case .cleanerMissing: "mat2 is not installed, which takes metadata out of files: run 'apt-get install mat2'"
        case .noSuchAttachment: "no attachment has this number: see 'goodcatch-clinic attachment list'"
        case .notLookedAt: "nobody has looked at this attachment yet: run 'goodcatch-clinic attachment look' first"
        case .attachmentSent:
            "this attachment was sent already and stays as it was sent: withdraw its report to have the PSO delete it"
        case .readableNotConfirmed:
            "with --readable the file leaves as it is, and the PSO's staff can open it and see all that is in it: "
                + "names, faces, dates and record numbers that stand in the picture or the text were not taken out by "
                + "anybody, and what was sent cannot be called back but with its whole report. Without --readable it "
                + "leaves encrypted, and only your practice can open it. If the PSO is to read it and you have seen "
                + "that it identifies nobody, run the command again with --readable --pso-may-read-it"
        case .noSuchReport: "no report has this local id, and no report id begins so: see 'goodcatch-clinic list'"
        case .ambiguousReport: "several report ids begin so: give more of its characters"
        case .notPrepared: "this report has no packet: see its state with 'goodcatch-clinic show'"
        case .alreadyWithdrawn: "this report was withdrawn already, and for another reason: the first stands"
        case .notRefused: "only what is withheld or was refused can be queued again: see 'goodcatch-clinic list'"
        case .nothingSealed: "this report has no sealed elements"
        case .noKeyOpens: "none of the store's keys opens this envelope: open it with --recovery-key"
        case .tooManyRevisions: "a report has 998 revisions already and takes no more"
        case .practiceCode: "the server gave a practice code of an unknown form: update goodcatch-clinic"
        case .specification(let version):
            "the server asks for specification \(version), which this program does not have: update goodcatch-clinic"
        }
    }
}
