public import Foundation
import IncidentSpec

/// Why a practice takes a report back; a closed list, so that nothing can be said of anybody.
public enum WithdrawalReason: String, Sendable, CaseIterable {
    /// The practice wants it so and need not say why.
    case practiceDecision = "practice-decision"
    case enteredInError = "entered-in-error"
    /// The same incident was reported twice.
    case duplicate
    case notAnIncident = "not-an-incident"
}

/// A practice's word that a report it sent counts no more, for good: the last revision of that report.
public struct Withdrawal: Sendable, Hashable {
    /// The version of this kind of packet.
    public static let format = "goodcatch-withdrawal/1"

    /// Version of the specification of the report.
    public let specification: String
    public let id: ReportID
    /// One more than the last revision that was, or may have been, sent.
    public let revision: Int
    public let reason: WithdrawalReason

    public init(specification: String, id: ReportID, revision: Int, reason: WithdrawalReason) {
        self.specification = specification
        self.id = id
        self.revision = revision
        self.reason = reason
    }

    /// The exact bytes that leave: one line of canonical JSON.
    public var packet: Data {
        JSONValue.object([
            "format": .string(Self.format), "specification": .string(specification),
            "reportId": .string(id.description), "revision": .integer(revision), "reason": .string(reason.rawValue),
        ]).canonicalData
    }

    /// Reads a packet that names this format.
    fileprivate init(_ members: [String: JSONValue], specification: String) throws(RefusedPacket) {
        let id = members["reportId"]?.string.flatMap { ReportID($0) }
        let revision = members["revision"]?.integer
        let reason = members["reason"]?.string.flatMap { WithdrawalReason(rawValue: $0) }
        var findings: [Finding] = []
        if Set(members.keys) != ["format", "specification", "reportId", "revision", "reason"] || reason == nil {
            findings.append(Finding(.format))
        }
        if members["specification"]?.string != specification { findings.append(Finding(.specification)) }
        // There was a revision before it.
        if id == nil || !(2...999).contains(revision ?? 0) { findings.append(Finding(.identity)) }
        guard findings.isEmpty, let id, let revision, let reason else {
            throw RefusedPacket(findings, id: id, revision: revision)
        }
        self.init(specification: specification, id: id, revision: revision, reason: reason)
    }
}

/// What one line of a submission is.
public enum Packet: Sendable {
    case report(DeidentifiedReport)
    case withdrawal(Withdrawal)
}

extension ReportCodec {
    /// No withdrawal is longer, and hardly a report shorter.
    private static let longestWithdrawal = 512

    /// Reads one packet of either kind.
    public func packet(_ data: Data) throws(RefusedPacket) -> Packet {
        if data.count <= Self.longestWithdrawal, let members = (try? JSONValue(parsing: data))?.object,
            members["format"]?.string == Withdrawal.format
        {
            return .withdrawal(try Withdrawal(members, specification: specification.version))
        }
        return .report(try decode(data))
    }
}
