import Deidentification
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
    public let configuration: ClinicConfiguration
    public let specification: Specification
    let clock: Clock

    /// Opens a store.
    ///
    /// - Parameter passphrase: of the private keys, if they are encrypted.
    public init(
        opening url: URL, passphrase: String? = nil, specification: Specification = .v2012, clock: Clock = .system
    ) throws {
        try self.init(PracticeDirectory(opening: url), passphrase, specification, clock)
    }

    private init(
        _ directory: PracticeDirectory, _ passphrase: String?, _ specification: Specification, _ clock: Clock
    ) throws {
        self.directory = directory
        self.specification = specification
        self.clock = clock
        configuration = try ClinicConfiguration(directory)
        reports = try ReportStore(directory, specification)
        outbox = try Outbox(path: directory.outboxFile.path)
        keys = KeyRing(directory, passphrase: passphrase)
    }

    /// What a new store leaves to be kept elsewhere.
    public struct Created: Sendable {
        public let sealingKeyID: String
        public let recoveryKeyID: String
    }

    /// Makes a store, whole or not at all.
    ///
    /// - Parameter recoveryFile: where the recovery key is written; it opens every envelope and belongs offline.
    public static func create(
        at url: URL, passphrase: String?, recoveryFile: URL, specification: Specification = .v2012,
        clock: Clock = .system
    ) throws -> Created {
        guard !FileManager.default.fileExists(atPath: recoveryFile.path) else { throw PracticeError.recoveryFileExists }
        return try PracticeDirectory.create(at: url) { directory in
            let practice = try Practice(directory, passphrase, specification, clock)
            let (recoveryKey, recoveryKeyID) = try practice.keys.create(now: clock.now)
            let created = Created(sealingKeyID: try practice.keys.sealingKeyID(), recoveryKeyID: recoveryKeyID)
            try PrivateFile.write(Data(ClinicConfiguration.initialText.utf8), to: directory.configurationFile)
            // Last, so that a recovery key never stands without its store.
            try PrivateFile.write(Data(recoveryKey.utf8), to: recoveryFile)
            return created
        }
    }

    /// Makes what leaves of what is held here.
    ///
    /// - Parameter practice: the code envelopes are bound to; only an enrolled practice has one.
    func deidentifier(for practice: PracticeCode) throws -> Deidentifier {
        Deidentifier(
            specification, practice: practice, sealer: try keys.sealer(), identifiers: configuration.identifiers)
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
        # identifiers:                    # searched for in every text, beside what a report's own fields say
        #   facilities: []
        #   locations: []
        #   staff: []

        """
}
