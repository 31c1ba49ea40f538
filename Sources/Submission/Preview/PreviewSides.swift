import Deidentification
import IncidentReports
public import IncidentSpec

extension Preview {
    /// One answer before and after: what the practice holds, and what leaves of it.
    public struct Sides: Sendable {
        public let element: DataElement
        public let original: [Part]
        public let outgoing: [Part]
        /// Why, in words.
        public let reason: String
        /// The rules that found something in a text, with the mark that each put there.
        public let rules: [String]
    }

    /// A run of a text that is shown in one way.
    public struct Part: Sendable, Hashable {
        public enum Kind: Sendable, Hashable {
            case plain
            /// What goes, by this rule; a person should look at it if the rule is only likely to be right.
            case removed(rule: String, isDoubtful: Bool)
            /// What stands there instead.
            case mark(rule: String)
            /// Said about an answer that does not leave.
            case note
        }

        public let text: String
        public let kind: Kind

        init(_ text: String, _ kind: Kind = .plain) {
            self.text = text
            self.kind = kind
        }
    }
}

extension Preview.Sides {
    /// The answers of a report beside those of its packet, in the order of the elements.
    static func all(
        _ report: IdentifiedReport, _ outgoing: Answers, _ trail: RedactionTrail, _ specification: Specification
    ) -> [Preview.Sides] {
        let entries = Dictionary(grouping: trail.entries, by: \.element)
        return specification.allElements.compactMap { element in
            let found = entries[element.number] ?? []
            let (before, after) = (report.answers[element.number], outgoing[element.number])
            guard before != nil || after != nil else { return nil }
            return Preview.Sides(element, before, after, found, specification)
        }
    }

    private init(
        _ element: DataElement, _ before: ElementValue?, _ after: ElementValue?, _ entries: [RedactionTrail.Entry],
        _ specification: Specification
    ) {
        self.element = element
        reason = Preview.Line(element, entries).reason
        rules = entries.compactMap { entry in
            entry.mark.map { "\(entry.rule) \($0)\(entry.isDoubtful ? " (look at it)" : "")" }
        }
        let texts = element.edge == .scrub ? before?.textValues ?? [] : []
        let marked = texts.enumerated().map { index, text in
            Self.marked(text, entries.filter { $0.text == index && $0.range != nil })
        }
        // Only if the marks lead to the very bytes that leave; what was restored, for one, has none.
        if !texts.isEmpty, marked.map({ $0.outgoing.map(\.text).joined() }) == after?.textValues {
            original = Self.joined(marked.map(\.original))
            outgoing = Self.joined(marked.map(\.outgoing))
            return
        }
        func plain(_ value: ElementValue) -> [Preview.Part] {
            [.init(AnswerText.text(value, of: element, specification))]
        }
        original = before.map(plain) ?? []
        outgoing = after.map(plain) ?? [.init(element.edge == .seal ? "sealed" : "stays at the practice", .note)]
    }

    private static func marked(
        _ text: String, _ entries: [RedactionTrail.Entry]
    ) -> (original: [Preview.Part], outgoing: [Preview.Part]) {
        var (original, outgoing) = ([Preview.Part](), [Preview.Part]())
        var place = 0
        func keep(until end: Int) {
            guard end > place else { return }
            let part = Preview.Part(text.codePoints(place..<end))
            original.append(part)
            outgoing.append(part)
        }
        for entry in entries {
            guard let range = entry.range, let mark = entry.mark, range.lowerBound >= place,
                range.upperBound <= text.unicodeScalars.count
            else { continue }
            keep(until: range.lowerBound)
            original.append(
                .init(text.codePoints(range), .removed(rule: entry.rule, isDoubtful: entry.isDoubtful)))
            outgoing.append(.init(mark, .mark(rule: entry.rule)))
            place = range.upperBound
        }
        keep(until: text.unicodeScalars.count)
        return (original, outgoing)
    }

    private static func joined(_ texts: [[Preview.Part]]) -> [Preview.Part] {
        Array(texts.joined(separator: [Preview.Part("; ")]))
    }
}
