import Foundation
import GRDB
import IncidentReports
public import Submission

/// How the practice's receipts compare with what the PSO holds.
public struct Reconciliation: Sendable {
    /// Packets that the PSO holds as their receipts say.
    public internal(set) var held = 0
    /// Packets with a receipt that the PSO does not hold any more, for example after it was restored from a backup.
    public internal(set) var missing: [PacketKey] = []
    /// Attachments of which the same is true, by their numbers.
    public internal(set) var missingAttachments: [Int64] = []
    /// Revisions that the PSO holds and this store does not know: another installation of the practice sent them.
    public internal(set) var unknown = 0
}

extension Practice {
    /// Compares every receipt with what the PSO holds; what is missing there is made ready to be sent again.
    ///
    /// To be called under the store's lock.
    ///
    /// - Parameters:
    ///   - isTrial: whether nothing is made ready.
    ///   - progress: told how many of the PSO's revisions were looked at.
    public func reconcile(
        isTrial: Bool = false, progress: (Int) -> Void = { _ in }
    ) async throws -> Reconciliation {
        let client = try client()
        var result = Reconciliation()
        var expected = Set(try outbox.states().filter { $0.value == .stored }.keys)
        let withdrawals = try reports.withdrawn().reduce(into: [ReportID: PacketKey]()) { keys, withdrawn in
            keys[withdrawn.id] = withdrawn.revision.map { PacketKey(withdrawn.id, revision: $0) }
        }
        // What was withdrawn is not listed; if it is, the PSO does not know of the withdrawal.
        expected = expected.filter { withdrawals[$0.reportID] == nil }
        var next: ReportID?
        var count = 0
        repeat {
            let page = try await client.listing(after: next)
            next = page.next
            for listed in page.revisions {
                count += 1
                if let withdrawal = withdrawals[listed.key.reportID] {
                    if try outbox.entry(withdrawal)?.state == .stored, !result.missing.contains(withdrawal) {
                        result.missing.append(withdrawal)
                    }
                } else if expected.remove(listed.key) != nil {
                    result.held += 1
                } else if try outbox.entry(listed.key) == nil {
                    result.unknown += 1
                }
            }
            progress(count)
        } while next != nil
        result.missing += expected.sorted {
            ($0.reportID.description, $0.revision) < ($1.reportID.description, $1.revision)
        }
        result.missingAttachments = try await missingAttachments(client)
        guard !isTrial, !(result.missing.isEmpty && result.missingAttachments.isEmpty) else { return result }
        try outbox.resend(result.missing)
        for attachment in try reports.attachments() where result.missingAttachments.contains(attachment.number) {
            try reports.change(attachment, .missing)
        }
        try reports.note(
            .reconciled,
            detail: "\(result.missing.count) packets and \(result.missingAttachments.count) attachments to send again")
        return result
    }

    private func missingAttachments(_ client: SubmissionClient) async throws -> [Int64] {
        var expected = try reports.attachments().filter { $0.state == .stored && !$0.isWithdrawn }
            .reduce(into: [UUID: Int64]()) { $0[$1.id] = $1.number }
        if expected.isEmpty { return [] }
        var next: UUID?
        repeat {
            let page = try await client.attachments(after: next)
            next = page.next
            for listed in page.attachments { expected[listed.id] = nil }
        } while next != nil
        return expected.values.sorted()
    }
}
