public import Deidentification
public import Foundation
import IncidentReports
import Submission

/// A certificate of the practice and how much depends on it.
public struct KeyRecord: Sendable {
    public let role: KeyRing.Role
    public let certificate: SealingCertificate
    /// Packets of the outbox, sent or not, that its key opens.
    public let packets: Int
}

/// What came of sealing anew.
public struct Rewrapping: Sendable {
    /// Packets that are sealed to the certificates in use now.
    public internal(set) var resealed = 0
    /// Packets that were so already.
    public internal(set) var current = 0
    /// Packets that were handed to the network: they stay as they are for good.
    public internal(set) var sent = 0
}

extension Practice {
    /// Every certificate with the number of packets it opens.
    public func keyRecords() throws -> [KeyRecord] {
        let certificates = try keys.certificates()
        var counts: [String: Int] = [:]
        for key in try outbox.states().keys {
            guard let envelope = try outbox.entry(key).flatMap({ try decode($0.packet).sealed }) else { continue }
            let outside = try SealedEnvelope(envelope)
            for (_, certificate) in certificates where outside.isSealed(to: certificate) {
                counts[certificate.keyID, default: 0] += 1
            }
        }
        return certificates.map {
            KeyRecord(role: $0.role, certificate: $0.certificate, packets: counts[$0.certificate.keyID] ?? 0)
        }
    }

    /// Puts a new recovery key in use and writes it to a file that belongs offline.
    ///
    /// The file is written first: nothing is ever sealed to a recovery key that does not exist. To be called under
    /// the store's lock.
    public func rotateRecoveryKey(to file: URL) throws -> String {
        guard !FileManager.default.fileExists(atPath: file.path) else { throw PracticeError.recoveryFileExists }
        let (key, pem) = try keys.makeRecoveryKey(now: clock.now)
        try PrivateFile.write(Data(pem.utf8), to: file)
        try keys.adoptRecoveryKey(key, now: clock.now)
        try reports.note(.keysRotated, detail: "recovery \(try keys.recoveryCertificate().keyID)")
        return try keys.recoveryCertificate().keyID
    }

    /// Seals the packets that were never handed to the network anew, to the certificates in use.
    ///
    /// A packet that was handed over keeps its bytes: its receipt is for them. To be called under the store's lock.
    public func rewrap() throws -> Rewrapping {
        var result = Rewrapping()
        let sealer = try keys.sealer()
        let inUse = try keys.certificatesInUse()
        for (key, state) in try outbox.states() {
            guard let entry = try outbox.entry(key) else { continue }
            let report = try decode(entry.packet)
            guard let sealed = report.sealed else { continue }
            let outside = try SealedEnvelope(sealed)
            if inUse.allSatisfy({ outside.isSealed(to: $0) }) {
                result.current += 1
            } else if state != .ready || entry.attempts > 0 {
                result.sent += 1
            } else {
                let resealed = try sealer.reseal(report, try unseal(entry.packet, expecting: key))
                try outbox.enqueue([(key, ReportCodec(specification).encode(resealed))])
                result.resealed += 1
            }
        }
        try reports.note(.keysRewrapped, detail: "\(result.resealed) packets")
        return result
    }

    /// Refuses a key that is not the recovery key that reports are sealed to now.
    public func checkRecoveryKey(_ key: SealingKey) throws {
        do {
            _ = try Unsealer(key: key, certificate: try keys.recoveryCertificate())
        } catch SealingError.keyOfAnotherCertificate {
            throw PracticeError.otherRecoveryKey
        }
    }

    /// A sheet to keep with the recovery key: what it is for, how it is used, and its certificate.
    public func recoverySheet() throws -> String {
        let certificate = try keys.recoveryCertificate()
        let enrolment = try reports.enrolment()
        try reports.note(.recoveryExported, detail: "sheet of \(certificate.keyID)")
        return """
            GoodCatch: recovery of a practice's store

            practice:       \(enrolment?.practice.description ?? "not enrolled when this sheet was made")
            PSO's server:   \(enrolment?.server ?? "not enrolled when this sheet was made")
            recovery key:   \(certificate.keyID)
            valid until:    \(certificate.notAfter.formatted(.iso8601))
            sheet made:     \(clock.now.formatted(.iso8601))

            Keep with this sheet the recovery key's file and, apart from it, its passphrase. Whoever has both can open
            every sealed envelope of the practice; without them a lost store cannot be rebuilt. Nobody else has a copy.

            To check once a year that the file is still the right one and can be read, at the clinic's computer:
              goodcatch-clinic keys export-recovery --check RECOVERY-KEY-FILE

            To rebuild a lost store on a new computer, with a new one-time code from the PSO:
              goodcatch-clinic restore --recovery-key RECOVERY-KEY-FILE --server \(enrolment?.server ?? "URL") \
            --code CODE --ca CA-FILE

            To open one envelope without this program, with the certificate below in recovery-certificate.pem:
              openssl cms -decrypt -inform DER -in envelope.der -inkey RECOVERY-KEY-FILE -recip recovery-certificate.pem

            \(certificate.pem)
            """
    }

    /// The report that a packet is.
    func decode(_ packet: Data) throws -> DeidentifiedReport {
        do throws(RefusedPacket) {
            return try ReportCodec(specification).decode(packet)
        } catch {
            throw SubmissionError.unexpectedAnswer("not a packet")
        }
    }
}
