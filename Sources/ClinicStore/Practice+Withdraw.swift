import Deidentification
import Foundation
public import IncidentReports
import IncidentSpec
public import Submission

extension Practice {
    /// Takes a report back, for good. To be called under the store's lock.
    ///
    /// The practice's own database is written first, so that a run that was killed is completed by the next one, or by
    /// the next push.
    public func withdraw(_ localIDOrPrefix: String, for reason: WithdrawalReason) throws -> WithdrawnReport {
        guard let last = try reports.revisions(of: localIDOrPrefix).first?.report else {
            throw PracticeError.noSuchReport
        }
        if let earlier = try reports.withdrawn(last.id).first {
            guard earlier.reason == reason else { throw PracticeError.alreadyWithdrawn }
        } else {
            let isKnown = try outbox.mayHaveArrived(last.id)
            try reports.withdraw(last.id, reason, revision: isKnown ? last.revision + 1 : nil)
            try reports.note(.withdrawn, report: last.id, detail: reason.rawValue)
        }
        try queueWithdrawals()
        guard let withdrawn = try reports.withdrawn(last.id).first else { throw PracticeError.noSuchReport }
        return withdrawn
    }

    /// Puts the packet of every withdrawal that the PSO must be told of into the outbox, unless it is there.
    func queueWithdrawals() throws {
        for withdrawn in try reports.withdrawn() {
            guard let packet = packet(of: withdrawn) else {
                try outbox.retract(withdrawn.id, before: .max)
                continue
            }
            guard try outbox.entry(packet.key) == nil else { continue }
            try outbox.retract(withdrawn.id, before: packet.key.revision)
            try outbox.enqueue([packet])
        }
    }

    /// What is sent of a withdrawal.
    private func packet(of withdrawn: WithdrawnReport) -> (key: PacketKey, packet: Data)? {
        withdrawn.revision.map { revision in
            let withdrawal = Withdrawal(
                specification: specification.version, id: withdrawn.id, revision: revision, reason: withdrawn.reason)
            return (PacketKey(withdrawn.id, revision: revision), withdrawal.packet)
        }
    }

    /// The exact bytes of a withdrawal; there is nothing in them that was done to any answer.
    public func preview(_ withdrawn: WithdrawnReport) -> Preview? {
        packet(of: withdrawn).map { Preview(withdrawalOf: withdrawn.localID, packet: $0.packet, key: $0.key) }
    }

    /// Makes the last revision of a report ready anew, after the PSO refused it or the scrubber withheld it.
    ///
    /// What was refused is not stored at the PSO, so that the same revision may leave as other bytes, such as after the
    /// practice's lists of names were completed. To be called under the store's lock.
    public func requeue(_ localIDOrPrefix: String) async throws -> Preparation {
        guard let last = try reports.revisions(of: localIDOrPrefix).first else { throw PracticeError.noSuchReport }
        let key = PacketKey(last.report.id, revision: last.report.revision)
        try reports.note(.requeued, report: last.report.id)
        if let withdrawn = try reports.withdrawn(last.report.id).first {
            guard let packet = packet(of: withdrawn), try outbox.entry(packet.key)?.state == .refused else {
                throw PracticeError.notRefused
            }
            try outbox.enqueue([packet])
            return Preparation()
        }
        switch (last.state, try outbox.entry(key)?.state) {
        case (.withheld, _), (.review, _), (.queued, .refused), (.waiting, _): try reports.requeue(key)
        default: throw PracticeError.notRefused
        }
        return try await prepareWaiting()
    }
}
