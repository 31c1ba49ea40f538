public import Foundation
public import IncidentReports
import IncidentSpec

/// The one revision of a report that a packet is.
public struct PacketKey: Sendable, Hashable, CustomStringConvertible {
    public let reportID: ReportID
    public let revision: Int

    public init(_ reportID: ReportID, revision: Int) {
        self.reportID = reportID
        self.revision = revision
    }

    public var description: String { "\(reportID) revision \(revision)" }
}

/// A packet's way through the outbox.
public enum OutboxState: String, Sendable, CaseIterable {
    /// Waits to be sent.
    case ready
    /// Was handed to the network; whether it arrived is not known until a receipt is recorded.
    case sending
    /// The aggregator holds it durably.
    case stored
    /// The aggregator holds something else under this report and revision.
    case conflict
    /// The aggregator does not take it.
    case refused
}

/// The aggregator's word that it holds a packet or an attachment durably.
public struct Receipt: Sendable, Hashable, Codable {
    public let id: String
    public let receivedAt: String
    /// SHA-256 of the packet or the attachment, in hexadecimal.
    public let contentHash: String

    public init(id: String, receivedAt: String, contentHash: String) {
        self.id = id
        self.receivedAt = receivedAt
        self.contentHash = contentHash
    }
}

/// Why the aggregator refused a packet, or what it remarked: rule, element and message, never a value.
public struct RemoteFinding: Sendable, Hashable, Codable {
    public let rule: String
    public let severity: String
    public let element: String?
    public let message: String
}

/// One packet in the outbox.
public struct OutboxEntry: Sendable {
    public let key: PacketKey
    /// The exact bytes of the line.
    public let packet: Data
    public let contentHash: Data
    public let state: OutboxState
    public let receipt: Receipt?
    public let findings: [RemoteFinding]
    /// How often it was handed to the network.
    public let attempts: Int
    /// Before this the aggregator does not want it again.
    public let nextAttempt: Date?
    /// Its place in the order of sending.
    public let sequence: Int64
}

/// One change of state.
public struct OutboxEvent: Sendable, Hashable {
    /// When, UTC, as "YYYY-MM-DDTHH:MM:SS.sssZ".
    public let at: String
    /// `nil` when the packet entered.
    public let from: OutboxState?
    /// `nil` when the packet was withdrawn before it was ever sent.
    public let to: OutboxState?
}
