public import Deidentification
public import Foundation
public import IncidentReports
public import IncidentSpec
public import Submission

/// A practice's store, opened: its reports, its outbox, its keys and its configuration.
public struct Practice: Sendable {
    public let directory: PracticeDirectory
    public let reports: ReportStore
    public let outbox: Outbox
    public let keys: KeyRing
    public private(set) var configuration: ClinicConfiguration
    public let specification: Specification
    let clock: Clock

    /// Opens a store.
    ///
    /// - Parameters:
    ///   - passphrase: of the private keys, if they are encrypted.
    ///   - ask: asks a person for the passphrase, once it is needed and none was given.
    public init(
        opening url: URL, passphrase: String? = nil, ask: (@Sendable () -> String?)? = nil,
        specification: Specification = .v2012, clock: Clock = .system
    ) throws {
        try self.init(PracticeDirectory(opening: url), passphrase, ask, specification, clock)
    }

    private init(
        _ directory: PracticeDirectory, _ passphrase: String?, _ ask: (@Sendable () -> String?)?,
        _ specification: Specification, _ clock: Clock
    ) throws {
        self.directory = directory
        self.specification = specification
        self.clock = clock
        configuration = try ClinicConfiguration(directory)
        reports = try ReportStore(directory, specification)
        outbox = try Outbox(path: directory.outboxFile.path)
        keys = KeyRing(directory, passphrase: passphrase, ask: ask)
    }

    /// The same store with its configuration read anew, for example after an enrolment named an authority in it.
    public func reconfigured() throws -> Practice {
        var practice = self
        practice.configuration = try ClinicConfiguration(directory)
        return practice
    }

    /// What a new store leaves to be kept elsewhere.
    public struct Created: Sendable {
        public let sealingKeyID: String
        public let recoveryKeyID: String
    }

    /// Where a new store's recovery key is.
    public enum Recovery: Sendable {
        /// It is made, and written to a file that belongs offline: it opens every envelope.
        case new(URL)
        /// It is an earlier store's.
        case known(SealingKey)
    }

    /// Makes a store, whole or not at all.
    public static func create(
        at url: URL, passphrase: String?, recovery: Recovery, specification: Specification = .v2012,
        clock: Clock = .system
    ) throws -> Created {
        if case .new(let file) = recovery, FileManager.default.fileExists(atPath: file.path) {
            throw PracticeError.recoveryFileExists
        }
        return try PracticeDirectory.create(at: url) { directory in
            let practice = try Practice(directory, passphrase, nil, specification, clock)
            let keys = practice.keys
            try keys.create(now: clock.now)
            try PrivateFile.write(Data(ClinicConfiguration.initialText.utf8), to: directory.configurationFile)
            switch recovery {
            case .known(let key): try keys.adoptRecoveryKey(key, now: clock.now)
            // Last, so that a recovery key never stands without its store.
            case .new(let file):
                let (key, pem) = try keys.makeRecoveryKey(now: clock.now)
                try keys.adoptRecoveryKey(key, now: clock.now)
                try PrivateFile.write(Data(pem.utf8), to: file)
            }
            return Created(
                sealingKeyID: try keys.sealingKeyID(), recoveryKeyID: try keys.recoveryCertificate().keyID)
        }
    }

    /// Makes what leaves of what is held here.
    ///
    /// - Parameter practice: the code envelopes are bound to; only an enrolled practice has one.
    func deidentifier(for practice: PracticeCode) throws -> Deidentifier {
        Deidentifier(
            specification, practice: practice, sealer: try keys.sealer(), identifiers: try identifiers(),
            reviewed: try reports.reviewedWords())
    }

    /// Stands in envelopes that are made only to be looked at, before the practice has a code.
    static let provisionalCode = PracticeCode("NOT-ENROLLED")!
}

extension ClinicConfiguration {
    /// The configuration that a new store begins with.
    static let initialText = """
        # Settings of this practice's store; every key may be left out.
        # server:
        #   caFile: ca.pem                # authorities to trust instead of the system's
        #   minimumTLS: "1.2"             # or "1.3"
        #   proxy: http://proxy:3128      # else from HTTPS_PROXY and NO_PROXY
        #   proxyAuthentication: any      # or basic, digest, ntlm, negotiate; http://user:password@proxy:3128
        #   connectTimeoutSeconds: 15
        #   requestTimeoutSeconds: 120
        # push:
        #   batchReports: 500
        #   batchBytes: 4194304
        #   attempts: 5
        # review: ask                     # or remove: words that no list vouches for go, and nobody is asked

        """
}
