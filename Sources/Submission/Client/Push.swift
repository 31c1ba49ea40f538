import Foundation
public import IncidentReports

/// Empties the outbox into the aggregator, batch by batch; it may be killed at any moment and run again.
public struct Push: Sendable {
    /// The largest batch; the aggregator takes no more than 500 reports and 8 MiB.
    public struct Limits: Sendable, Hashable {
        public var reports = 500
        public var bytes = 4 << 20

        public init() {}
    }

    private let outbox: Outbox
    private let client: SubmissionClient
    private let limits: Limits
    private let clock: Clock

    public init(outbox: Outbox, client: SubmissionClient, limits: Limits = Limits(), clock: Clock = .system) {
        self.outbox = outbox
        self.client = client
        self.limits = limits
        self.clock = clock
    }

    /// Sends everything that is due and tells the outcomes of each batch once they are recorded.
    ///
    /// A batch that is rejected as a whole is halved until the report that causes it stands alone. That one is set
    /// aside as refused and the rest goes on, unless the server rejects every other report as well.
    public func run(_ recorded: ([SubmissionOutcome]) -> Void) async throws {
        var limits = limits
        var takesReports = false
        var unclear: SubmissionError?
        var sequence: Int64 = 0
        while true {
            let entries = try outbox.claim(
                after: sequence, now: clock.now, maximumCount: limits.reports, maximumBytes: limits.bytes)
            guard let last = entries.last else { break }
            var parts = [entries[...]]
            while let part = parts.popLast() {
                let outcomes: [SubmissionOutcome]
                do throws(SubmissionError) {
                    outcomes = try await client.submit(part.map(\.outgoing))
                    takesReports = true
                } catch {
                    if error.mayBeOfOneReport, part.count > 1 {
                        if error.isTooLarge { limits.bytes = min(limits.bytes, part.bytes / 2) }
                        let middle = part.startIndex + part.count / 2
                        parts += [part[middle...], part[..<middle]]
                        continue
                    }
                    if error.mayBeOfOneReport, !takesReports { takesReports = try await takesOthers(than: part) }
                    guard error.mayBeOfOneReport, takesReports else {
                        var later: Date?
                        if case .unavailable(_, let retryAfter) = error { later = retryAfter }
                        // Those with an outcome are no longer being sent and stay as they are.
                        try outbox.release(entries.map(\.key), nextAttempt: later)
                        throw error
                    }
                    guard let finding = error.finding else {
                        // Whether it was stored is not known, so that it can be neither refused nor acknowledged.
                        try outbox.release(part.map(\.key), nextAttempt: nil)
                        unclear = error
                        continue
                    }
                    outcomes = part.map {
                        SubmissionOutcome(key: $0.key, kind: .refused, receipt: nil, findings: [finding])
                    }
                }
                try outbox.record(outcomes)
                recorded(outcomes)
            }
            sequence = last.sequence
        }
        if let unclear { throw unclear }
    }

    /// Whether the server answers for any other report: if for none, it is not the report's fault.
    private func takesOthers(than part: ArraySlice<OutboxEntry>) async throws -> Bool {
        for other in try outbox.others(than: part.map(\.sequence), limit: 3) {
            do throws(SubmissionError) {
                _ = try await client.submit([other.outgoing], dryRun: true)
                return true
            } catch {
                guard error.mayBeOfOneReport else { return false }
            }
        }
        return false
    }

    /// Asks the aggregator what it would do with everything that waits; nothing is stored and nothing changes.
    public func dryRun(_ told: ([SubmissionOutcome]) -> Void) async throws {
        var sequence: Int64 = 0
        while true {
            let entries = try outbox.next(
                after: sequence, now: .distantFuture, maximumCount: limits.reports, maximumBytes: limits.bytes)
            guard let last = entries.last else { return }
            told(try await client.submit(entries.map(\.outgoing), dryRun: true))
            sequence = last.sequence
        }
    }
}

extension ArraySlice<OutboxEntry> {
    /// The length of the batch, line breaks included.
    fileprivate var bytes: Int { reduce(0) { $0 + $1.packet.count + 1 } }
}

extension SubmissionError {
    /// Whether one report among many may be the cause.
    ///
    /// A wrong address (404), a key that is not accepted (401, 403), a media type (415) or a fault of the server's
    /// befall every batch alike; malformed (400), too large (413) and unprocessable (422) is the body.
    fileprivate var mayBeOfOneReport: Bool {
        switch self {
        case .rejected(let status, _): [400, 413, 422].contains(status)
        case .unexpectedAnswer: true
        default: false
        }
    }

    fileprivate var isTooLarge: Bool {
        if case .rejected(413, _) = self { true } else { false }
    }

    /// Why a report was set aside, if the server said that it does not take it.
    fileprivate var finding: RemoteFinding? {
        guard case .rejected(let status, let problem) = self else { return nil }
        let named = problem.map { ", \($0)" } ?? ""
        return RemoteFinding(
            rule: "T-REJECTED", severity: "error", element: nil,
            message: "the server rejects every batch that holds this report (status \(status)\(named)): update "
                + "goodcatch-clinic or ask the PSO, then run 'goodcatch-clinic requeue'")
    }
}

extension OutboxEntry {
    /// The packet as it is sent.
    var outgoing: OutgoingPacket { OutgoingPacket(key: key, packet: packet) }
}
