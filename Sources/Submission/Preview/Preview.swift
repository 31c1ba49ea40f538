public import Deidentification
public import Foundation
import IncidentReports
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

    public let localID: String
    public let reportID: String
    public let revision: Int
    /// The line that is sent, as text; it is UTF-8.
    public let packet: String
    public let bytes: Int
    public let contentHash: String
    public let lines: [Line]

    public init(localID: String, packet: Data, key: PacketKey, trail: RedactionTrail, specification: Specification) {
        self.localID = localID
        reportID = key.reportID.description
        revision = key.revision
        self.packet = String(decoding: packet, as: UTF8.self)
        bytes = packet.count
        contentHash = ReportCodec.contentHash(of: packet).hexadecimal
        let entries = Dictionary(grouping: trail.entries, by: \.element)
        lines = specification.allElements.compactMap { element in
            entries[element.number].map { Line(element, $0) }
        }
    }
}

extension Preview {
    /// A packet that takes a report back holds no answers.
    public init(withdrawalOf localID: String, packet: Data, key: PacketKey) {
        self.localID = localID
        reportID = key.reportID.description
        revision = key.revision
        self.packet = String(decoding: packet, as: UTF8.self)
        bytes = packet.count
        contentHash = ReportCodec.contentHash(of: packet).hexadecimal
        lines = []
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
        case .keep: "says nothing of a person by itself"
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

extension Preview {
    /// For people: the bytes, then a table.
    public var text: String {
        let headings = ["element", "title", "flag", "action", "rules", "why"]
        let rows = lines.map { line in
            [
                line.element, Self.short(line.title), line.flag ?? "ours", line.action.rawValue,
                line.rules.sorted { $0.key < $1.key }.map { $0.value > 1 ? "\($0.key) x\($0.value)" : $0.key }
                    .joined(separator: ", "),
                line.reason + (line.doubtful > 0 ? " (\(line.doubtful) doubtful: look at them)" : ""),
            ]
        }
        return """
            report \(localID) leaves as \(reportID) revision \(revision): \(bytes) bytes, SHA-256 \(contentHash)
            \(packet)

            \(TextTable.text(headings, rows))
            """
    }

    private static func short(_ title: String) -> String { title.count > 40 ? title.prefix(39) + "…" : title }
}

/// Columns of text, each as wide as its widest cell.
public enum TextTable {
    /// The headings and the rows, one line each.
    public static func text(_ headings: [String], _ rows: [[String]]) -> String {
        let all = [headings] + rows
        let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
