public import Foundation
import IncidentReports

/// What the aggregator did with one packet.
public struct SubmissionOutcome: Sendable, Hashable {
    /// The word it uses for it.
    public enum Kind: String, Sendable, CaseIterable {
        case stored, duplicate, conflict, refused
        /// Only in answer to a dry run.
        case valid

        /// Where the packet stands in the outbox from now on; `nil` when nothing was stored or refused.
        var state: OutboxState? {
            switch self {
            case .stored, .duplicate: .stored
            case .conflict: .conflict
            case .refused: .refused
            case .valid: nil
            }
        }
    }

    public let key: PacketKey
    public let kind: Kind
    /// With `stored` and `duplicate`.
    public let receipt: Receipt?
    /// Why it was refused, or warnings.
    public let findings: [RemoteFinding]

    public init(key: PacketKey, kind: Kind, receipt: Receipt?, findings: [RemoteFinding]) {
        self.key = key
        self.kind = kind
        self.receipt = receipt
        self.findings = findings
    }
}

/// A packet on its way.
public struct OutgoingPacket: Sendable {
    public let key: PacketKey
    public let packet: Data
    public let contentHash: Data

    public init(key: PacketKey, packet: Data) {
        self.key = key
        self.packet = packet
        contentHash = ReportCodec.contentHash(of: packet)
    }
}

/// The body of an answer to reports, checked line by line against what was sent.
enum OutcomeReader {
    private struct Body: Decodable { let outcomes: [Entry] }

    private struct Entry: Decodable {
        let line: Int
        let reportId: String?
        let revision: Int?
        let outcome: String
        let receipt: Receipt?
        let findings: [RemoteFinding]?
    }

    static func outcomes(_ body: Data, of packets: [OutgoingPacket]) throws(SubmissionError) -> [SubmissionOutcome] {
        guard let entries = try? JSONDecoder().decode(Body.self, from: body).outcomes, entries.count == packets.count
        else { throw .unexpectedAnswer("not one outcome for each report") }
        var outcomes: [SubmissionOutcome] = []
        for (index, (entry, packet)) in zip(entries.sorted { $0.line < $1.line }, packets).enumerated() {
            guard entry.line == index + 1, let kind = SubmissionOutcome.Kind(rawValue: entry.outcome) else {
                throw .unexpectedAnswer("an outcome of an unknown line or kind")
            }
            if kind != .refused || entry.reportId != nil {
                guard entry.reportId.flatMap({ ReportID($0) }) == packet.key.reportID,
                    entry.revision == packet.key.revision
                else { throw .unexpectedAnswer("an outcome of another report") }
            }
            if kind.state == .stored {
                // Only this proves that the aggregator holds what was sent.
                guard let receipt = entry.receipt, receipt.contentHash.lowercased() == packet.contentHash.hexadecimal
                else { throw .unexpectedAnswer("a receipt for other contents") }
            }
            outcomes.append(
                SubmissionOutcome(
                    key: packet.key, kind: kind, receipt: kind.state == .stored ? entry.receipt : nil,
                    findings: entry.findings ?? []))
        }
        return outcomes
    }
}
