public import Deidentification
public import Foundation
public import IncidentReports
public import IncidentSpec

/// The exact bytes of one report that would leave, and beside them what was done to each answer and why.
public struct Preview: Sendable, Encodable {
    /// What was done to one element's answer.
    public struct Line: Sendable, Encodable {
        public let element: String
        public let name: String
        public let title: String
        /// The standard's flag, verbatim; `nil` for our additions.
        public let flag: String?
        /// What the specification asks at the edge.
        public let action: EdgeAction
        /// How often each rule acted; for a text the detectors that found something in it.
        public let rules: [String: Int]
        /// The marks that stand in the text now.
        public let marks: [String]
        /// Removals that a person should look at.
        public let doubtful: Int
        /// Why, in words.
        public let reason: String
    }

    public let localId: String
    public let reportId: String
    public let revision: Int
    /// The line that is sent, as text; it is UTF-8.
    public let packet: String
    public let bytes: Int
    public let contentHash: String
    /// Whether the packet was made only to be looked at: not enrolled, its envelope is for no practice's code.
    public let isProvisional: Bool
    public let lines: [Line]
    /// Each answer beside what leaves of it; at the practice only, never in the encoded form.
    public let sides: [Sides]

    private enum CodingKeys: CodingKey {
        case localId, reportId, revision, packet, bytes, contentHash, isProvisional, lines
    }

    /// How many removals a person should look at, in words; `nil` for none.
    var advice: String? {
        switch doubtful {
        case 0: nil
        case 1: "1 removal is only likely to be right: look at it"
        default: "\(doubtful) removals are only likely to be right: look at them"
        }
    }

    /// Removals that a person should look at.
    public var doubtful: Int { lines.reduce(0) { $0 + $1.doubtful } }

    /// - Parameter outgoing: the packet, decoded.
    public init(
        _ report: IdentifiedReport, packet: Data, outgoing: DeidentifiedReport, trail: RedactionTrail,
        isProvisional: Bool, specification: Specification
    ) {
        let entries = Dictionary(grouping: trail.entries, by: \.element)
        self.init(
            report.localID, packet, PacketKey(report.id, revision: report.revision), isProvisional: isProvisional,
            lines: specification.allElements.compactMap { element in
                entries[element.number].map { Line(element, $0) }
            }, sides: Sides.all(report, outgoing.answers, trail, specification))
    }

    /// A packet that takes a report back holds no answers.
    public init(withdrawalOf localID: String, packet: Data, key: PacketKey) {
        self.init(localID, packet, key, isProvisional: false, lines: [], sides: [])
    }

    private init(
        _ localID: String, _ packet: Data, _ key: PacketKey, isProvisional: Bool, lines: [Line], sides: [Sides]
    ) {
        localId = localID
        reportId = key.reportID.description
        revision = key.revision
        self.packet = String(decoding: packet, as: UTF8.self)
        bytes = packet.count
        contentHash = ReportCodec.contentHash(of: packet).hexadecimal
        self.isProvisional = isProvisional
        self.lines = lines
        self.sides = sides
    }
}

extension Preview.Line {
    init(_ element: DataElement, _ entries: [RedactionTrail.Entry]) {
        self.element = element.number.description
        name = element.name
        title = element.title
        flag = element.flag?.rawValue
        action = element.edge
        rules = entries.reduce(into: [:]) { $0[$1.rule, default: 0] += 1 }
        marks = entries.compactMap(\.mark)
        doubtful = entries.count(where: \.isDoubtful)
        reason = Self.reason(element, entries)
    }

    private static func reason(_ element: DataElement, _ entries: [RedactionTrail.Entry]) -> String {
        if entries.contains(where: { $0.rule == PolicyRule.reported.rawValue }) {
            return "set, because sending is reporting"
        }
        if entries.contains(where: { $0.rule == PolicyRule.restored.rawValue }) {
            return "fetched back from the PSO; what was done to it before is not known here"
        }
        return switch element.edge {
        case .keep where element.type == .date || element.type == .time:
            "leaves in full to the PSO alone, which publishes by quarter"
        case .keep: "leaves as it is: it says nothing of a person by itself"
        case .band: "a band, made of element \(element.generalises?.description ?? "") before that was sealed"
        case .seal: "readable with the practice's own key alone"
        case .strip: "never leaves"
        case .hold: "stays until a person releases it"
        case .scrub:
            entries.contains { $0.mark != nil }
                ? "free text, identifiers replaced by marks" : "free text, nothing found"
        }
    }
}
