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
    public func run(_ recorded: ([SubmissionOutcome]) -> Void) async throws {
        var sequence: Int64 = 0
        while true {
            let entries = try outbox.claim(
                after: sequence, now: clock.now, maximumCount: limits.reports, maximumBytes: limits.bytes)
            guard let last = entries.last else { return }
            let outcomes: [SubmissionOutcome]
            do throws(SubmissionError) {
                outcomes = try await client.submit(entries.map(\.outgoing))
            } catch {
                var later: Date?
                if case .unavailable(_, let retryAfter) = error { later = retryAfter }
                try outbox.release(entries.map(\.key), nextAttempt: later)
                throw error
            }
            try outbox.record(outcomes)
            recorded(outcomes)
            sequence = last.sequence
        }
    }

    /// Asks the aggregator what it would do with everything that waits; nothing is stored and nothing changes.
    public func dryRun(_ told: ([SubmissionOutcome]) -> Void) async throws {
        let keys = try outbox.waiting()
        for start in stride(from: 0, to: keys.count, by: limits.reports) {
            var packets: [OutgoingPacket] = []
            var bytes = 0
            for key in keys[start..<min(start + limits.reports, keys.count)] {
                guard let entry = try outbox.entry(key) else { continue }
                if bytes + entry.packet.count >= limits.bytes, !packets.isEmpty {
                    told(try await client.submit(packets, dryRun: true))
                    (packets, bytes) = ([], 0)
                }
                packets.append(entry.outgoing)
                bytes += entry.packet.count + 1
            }
            if !packets.isEmpty { told(try await client.submit(packets, dryRun: true)) }
        }
    }
}

extension OutboxEntry {
    /// The packet as it is sent.
    var outgoing: OutgoingPacket { OutgoingPacket(key: key, packet: packet) }
}
