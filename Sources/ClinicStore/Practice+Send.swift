public import Deidentification
public import Foundation
import IncidentReports
import IncidentSpec
public import Submission

extension Practice {
    /// A client for the aggregator the practice is enrolled at.
    public func client() throws -> SubmissionClient {
        guard let enrolment = try reports.enrolment() else { throw PracticeError.notEnrolled }
        return try SubmissionClient(
            server: enrolment.server, options: configuration.transport,
            identity: ClientIdentity(clientID: enrolment.clientID, key: try keys.signingKey()),
            retry: configuration.retry, clock: clock)
    }

    /// A client that looks once at what lies between the practice and the aggregator.
    ///
    /// - Parameter server: the address to look at before the practice is enrolled.
    public func diagnosis(of server: String?) async throws -> [Diagnosis] {
        let enrolment = try reports.enrolment()
        guard let address = server ?? enrolment?.server else { throw PracticeError.notEnrolled }
        var once = configuration.retry
        once.attempts = 1
        let identity = try enrolment.flatMap { enrolment in
            address == enrolment.server
                ? ClientIdentity(clientID: enrolment.clientID, key: try keys.signingKey()) : nil
        }
        let client = try SubmissionClient(
            server: address, options: configuration.transport, identity: identity, retry: once, clock: clock)
        return await client.diagnose(specification: specification.version)
    }

    /// Redeems the one-time code that the PSO gave the practice. To be called under the store's lock.
    ///
    /// - Parameter caFile: PEM file of the authorities that sign the server's certificate; a copy stays in the store.
    public func enroll(server: String, code: String, caFile: URL?) async throws -> Enrolment {
        guard try reports.enrolment() == nil else { throw PracticeError.alreadyEnrolled }
        var options = configuration.transport
        var authorities: Data?
        if let caFile {
            guard let pem = try? Data(contentsOf: caFile) else {
                throw PracticeError.unreadable("--ca")
            }
            authorities = pem
            options.caFile = caFile.path
        }
        let client = try SubmissionClient(
            server: server, options: options, identity: nil, retry: configuration.retry, clock: clock)
        let answer = try await client.enroll(code: code, key: try keys.signingKey())
        guard let practice = PracticeCode(answer.practice) else { throw PracticeError.practiceCode }
        // Only now are they trusted for good: whoever cannot enrol us is nobody to trust.
        if let authorities {
            try PrivateFile.write(authorities, to: directory.url.appending(path: "ca.pem"))
            try adoptCAFile()
        }
        try reports.enrol(server: server, practice: practice, clientID: answer.clientId)
        try reports.note(.enrolled, detail: "practice \(practice)")
        guard answer.specification == specification.version else {
            throw PracticeError.specification(answer.specification)
        }
        return try reports.enrolment() ?? { throw PracticeError.notEnrolled }()
    }

    /// Names ca.pem in config.yaml, unless the file names authorities already.
    private func adoptCAFile() throws {
        guard configuration.transport.caFile == nil else { return }
        let text = (try? String(contentsOf: directory.configurationFile, encoding: .utf8)) ?? ""
        let isSet = text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("server:") }
        guard !isSet else { throw PracticeError.configuration("add 'caFile: ca.pem' under server, then enroll again") }
        try PrivateFile.write(Data((text + "server:\n  caFile: ca.pem\n").utf8), to: directory.configurationFile)
    }

    /// What a change of keys did.
    public struct Rotation: Sendable {
        public let sealingKeyID: String
        /// `nil` when the practice is not enrolled, so that its signing key is known to nobody yet.
        public let signingKeyID: String?
    }

    /// Puts a new sealing pair and a new signing key in use. To be called under the store's lock.
    ///
    /// A run that was killed is taken up where it ended: a key that was perhaps made known already is tried first.
    public func rotateKeys() async throws -> Rotation {
        guard let enrolment = try reports.enrolment() else {
            let sealing = try keys.addSealingKey(now: clock.now)
            try reports.note(.keysRotated, detail: "sealing \(sealing)")
            return Rotation(sealingKeyID: sealing, signingKeyID: nil)
        }
        let client = try client()
        let next: SigningKey
        if let staged = try keys.nextSigningKey(), await isAccepted(staged, enrolment, client) {
            next = staged
        } else {
            await client.use(ClientIdentity(clientID: enrolment.clientID, key: try keys.signingKey()))
            next = try keys.stageSigningKey()
            try await client.announce(next)
        }
        try keys.promote(next)
        let sealing = try keys.addSealingKey(now: clock.now)
        try reports.note(.keysRotated, detail: "sealing \(sealing), signing \(next.id)")
        return Rotation(sealingKeyID: sealing, signingKeyID: next.id)
    }

    private func isAccepted(_ key: SigningKey, _ enrolment: Enrolment, _ client: SubmissionClient) async -> Bool {
        await client.use(ClientIdentity(clientID: enrolment.clientID, key: key))
        do throws(SubmissionError) {
            try await client.authenticate()
            return true
        } catch {
            return false
        }
    }

    // MARK: - Looking

    /// What leaves of a report: the packet in the outbox, or the one that would be made of it now.
    public func preview(_ stored: StoredReport) throws -> Preview {
        let key = PacketKey(stored.report.id, revision: stored.report.revision)
        if let entry = try outbox.entry(key), let trail = stored.trail {
            return Preview(
                stored.report, packet: entry.packet, outgoing: try decode(entry.packet), trail: trail,
                isProvisional: false, specification: specification)
        }
        let practice = try reports.enrolment()?.practice
        let id = stored.report.id
        let prepared = try deidentifier(for: practice ?? Self.provisionalCode)
            .prepare(try reports.linked([stored.report])[0], try reports.reviewedWords(of: [id])[id] ?? .none)
        return Preview(
            stored.report, packet: prepared.packet, outgoing: prepared.report, trail: prepared.trail,
            isProvisional: practice == nil, specification: specification)
    }

    /// The sealed elements of a report, opened with the practice's own key.
    ///
    /// - Parameters:
    ///   - packet: as it was sent, or as it was fetched back from the aggregator.
    ///   - recoveryKey: opens it instead, if the keys of that time are lost.
    public func open(
        _ packet: Data, expecting key: PacketKey, recoveryKey: SealingKey? = nil
    ) throws -> SealedContents {
        try reports.note(.opened, report: key.reportID, detail: recoveryKey == nil ? nil : "with the recovery key")
        return try unseal(packet, expecting: key, recoveryKey: recoveryKey)
    }

    /// The same for the program's own ends.
    func unseal(_ packet: Data, expecting key: PacketKey, recoveryKey: SealingKey? = nil) throws -> SealedContents {
        guard let enrolment = try reports.enrolment() else { throw PracticeError.notEnrolled }
        guard let sealed = try decode(packet).sealed else { throw PracticeError.nothingSealed }
        let binding = SealedBinding(
            practice: enrolment.practice.description, reportID: key.reportID.description, revision: key.revision)
        if let recoveryKey {
            return try RecoveryOpener(recoveryKey, now: clock.now).unsealer.open(sealed, expecting: binding)
        }
        return try keys.open(sealed, expecting: binding)
    }
}
