public import Deidentification
import Foundation
import IncidentReports
public import Submission

/// What came of rebuilding a store.
public struct Restoration: Sendable {
    /// Revisions that the aggregator holds.
    public internal(set) var listed = 0
    /// Revisions rebuilt now.
    public internal(set) var restored = 0
    /// Revisions that this store knew.
    public internal(set) var known = 0
    /// Revisions whose envelopes no key given opens; they were left out.
    public internal(set) var closed: [PacketKey] = []
    /// Revisions that came back otherwise than their receipts say, or whose envelopes belong to something else.
    public internal(set) var damaged: [PacketKey] = []
    /// Attachments rebuilt now.
    public internal(set) var attachments = 0
    /// Attachments that no key given opens.
    public internal(set) var closedAttachments = 0
    /// Attachments that came back otherwise than their receipts say.
    public internal(set) var damagedAttachments = 0

    /// Whether everything that the aggregator holds is here.
    public var isWhole: Bool {
        closed.isEmpty && damaged.isEmpty && closedAttachments == 0 && damagedAttachments == 0
    }
}

extension Practice {
    /// Fetches every report of the practice that the aggregator holds and rebuilds what the practice held.
    ///
    /// Safe to run again: what is known is passed over. To be called under the store's lock.
    ///
    /// - Parameters:
    ///   - recoveryKeys: open the envelopes; several if the recovery key was ever replaced.
    ///   - progress: told after each page.
    public func restore(
        recoveryKeys: [SealingKey], progress: (Restoration) -> Void = { _ in }
    ) async throws -> Restoration {
        guard let enrolment = try reports.enrolment() else { throw PracticeError.notEnrolled }
        let openers = try recoveryKeys.map { try RecoveryOpener($0, now: clock.now) }
        let rebuilder = Rebuilder(ElementPolicy(specification))
        let client = try client()
        var result = Restoration()
        var next: ReportID?
        repeat {
            let page = try await client.listing(after: next)
            next = page.next
            var packets: [(packet: Data, listed: ListedRevision)] = []
            var rebuilt: [(report: IdentifiedReport, trail: RedactionTrail)] = []
            for listed in page.revisions {
                result.listed += 1
                guard try reports.revision(listed.key) == nil else {
                    result.known += 1
                    continue
                }
                let packet = try await client.packet(listed.key)
                do {
                    rebuilt.append(
                        try rebuild(packet, listed, practice: enrolment.practice.description, openers, rebuilder))
                    packets.append((packet, listed))
                    result.restored += 1
                } catch PracticeError.noKeyOpens {
                    result.closed.append(listed.key)
                } catch is SealingError {
                    result.damaged.append(listed.key)
                }
            }
            // The outbox first: killed in between, the revision is not known yet and is fetched again.
            try outbox.restore(packets)
            try reports.restore(rebuilt)
            progress(result)
        } while next != nil
        try await restoreAttachments(client, openers, &result)
        try reports.note(.restored, detail: "\(result.restored) of \(result.listed) revisions")
        return result
    }

    private func rebuild(
        _ packet: Data, _ listed: ListedRevision, practice: String, _ openers: [RecoveryOpener], _ rebuilder: Rebuilder
    ) throws -> (report: IdentifiedReport, trail: RedactionTrail) {
        let report = try decode(packet)
        guard ReportCodec.contentHash(of: packet).hexadecimal == listed.receipt.contentHash,
            PacketKey(report.id, revision: report.revision) == listed.key
        else { throw SealingError.boundToAnotherReport }
        let contents = try report.sealed.map { sealed in
            let outside = try SealedEnvelope(sealed)
            guard let opener = openers.first(where: { outside.isSealed(to: $0.certificate) }) else {
                throw PracticeError.noKeyOpens
            }
            let binding = SealedBinding(
                practice: practice, reportID: listed.key.reportID.description, revision: listed.key.revision)
            return try opener.unsealer.open(sealed, expecting: binding)
        }
        return try rebuilder.rebuild(report, contents)
    }
}

/// A recovery key with a certificate made for it, since its own may have gone with the store.
struct RecoveryOpener {
    let certificate: SealingCertificate
    let unsealer: Unsealer

    init(_ key: SealingKey, now: Date) throws {
        certificate = try key.certificate(commonName: "restore", validFrom: now, validForDays: 1)
        unsealer = try Unsealer(key: key, certificate: certificate)
    }
}
