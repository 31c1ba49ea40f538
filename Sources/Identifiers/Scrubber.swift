/// One removal, without what was removed.
public struct Redaction: Sendable, Hashable {
    /// The rule that found it.
    public let rule: String
    /// The kind under which the trail counts it.
    public let kind: IdentifierKind
    /// Code points of the original text.
    public let range: Range<Int>
    /// What stands there now.
    public let mark: Mark
    /// How sure the rule is; what is only likely is shown to a person.
    public let confidence: Confidence
}

/// A text after removal, with the trail of what was removed.
public struct ScrubbedText: Sendable, Hashable {
    /// The element the text came from.
    public let element: String
    /// The text with marks.
    public let text: String
    /// The removals in order.
    public let redactions: [Redaction]
}

/// Replaces identifiers in the texts of one report by marks that tell the story without the person.
public struct Scrubber: Sendable {
    private let detectors: [any Detector]
    /// Those that look at the marks of others.
    private let heedful: [any Detector]

    /// Makes a scrubber; the order of the detectors decides between spans that are equal otherwise.
    public init(detectors: [any Detector] = Detectors.standard) {
        self.detectors = detectors
        heedful = detectors.filter(\.heedsMarks)
    }

    /// Scrubs all texts of one report together, so that a person bears the same number in all of them.
    public func scrub(_ texts: [(element: String, text: String)], context: IdentifierContext) -> [ScrubbedText] {
        let folded = texts.map { FoldedText($0.text) }
        var table = MarkTable(above: folded)
        return zip(zip(texts, folded), spans(in: folded, context: context)).map { pair, spans in
            replace(spans, in: pair.0.text, element: pair.0.element, with: &table)
        }
    }

    /// What must be removed from one text, in order and without overlaps.
    public func spans(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        spans(in: [text], context: context)[0]
    }

    /// What must be removed from the texts of a report: what the detectors find, then every other mention of it.
    private func spans(in texts: [FoldedText], context: IdentifierContext) -> [[IdentifierSpan]] {
        let found = texts.map { text in
            spans(in: text, context: context, after: [], and: findings(of: detectors, in: text, context: context))
        }
        let again = FoundAgain(Array(zip(texts, found).map { (text: $0, spans: $1) }))
        if again.pieces.isEmpty { return found }
        return zip(texts, found).map { text, first in
            let more = findings(of: [again], in: first.isEmpty ? text : text.masking(first), context: context)
            return spans(in: text, context: context, after: first, and: more)
        }
    }

    /// Looks again near what was found last, with it masked, until nothing more turns up: a mark may uncover its
    /// neighbour, and only so does scrubbing the outcome change nothing.
    private func spans(
        in text: FoldedText, context: IdentifierContext, after known: [IdentifierSpan], and found: [IdentifierSpan]
    ) -> [IdentifierSpan] {
        var (all, found) = (known, found)
        var masked = known.isEmpty || found.isEmpty ? text : text.masking(known)
        while !found.isEmpty {
            let (old, wasMixedCase) = (all, masked.isMixedCase)
            all = Self.merged(all + found)
            masked = text.masking(all, beside: old)
            if masked.isMixedCase != wasMixedCase { masked = text.masking(all) }
            found = findings(
                of: masked.isMixedCase == wasMixedCase ? heedful : detectors, in: masked, context: context)
        }
        return all
    }

    /// What some detectors find, grown to whole tokens.
    private func findings(
        of detectors: [any Detector], in text: FoldedText, context: IdentifierContext
    ) -> [IdentifierSpan] {
        var found: [IdentifierSpan] = []
        for detector in detectors {
            for var span in detector.findings(in: text, context: context) {
                guard let range = text.aligned(span.range) else { continue }
                span.range = range
                found.append(span)
            }
        }
        return found
    }

    /// Overlapping spans as one over all of them, with the label of the surest, then longest, then first.
    static func merged(_ spans: [IdentifierSpan]) -> [IdentifierSpan] {
        let ordered = spans.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        var (merged, best) = ([IdentifierSpan](), [(confidence: Confidence, length: Int, order: Int)]())
        for (order, span) in ordered {
            let rank = (span.confidence, span.range.count, order)
            guard let last = merged.last, last.range.upperBound > span.range.lowerBound else {
                merged.append(span)
                best.append(rank)
                continue
            }
            var winner = last
            if isBetter(rank, best[best.count - 1]) {
                winner = span
                best[best.count - 1] = rank
            }
            winner.range = last.range.lowerBound..<max(last.range.upperBound, span.range.upperBound)
            merged[merged.count - 1] = winner
        }
        return merged
    }

    private static func isBetter(
        _ left: (confidence: Confidence, length: Int, order: Int),
        _ right: (confidence: Confidence, length: Int, order: Int)
    ) -> Bool {
        if left.confidence != right.confidence { return left.confidence > right.confidence }
        return left.length != right.length ? left.length > right.length : left.order < right.order
    }

    private func replace(
        _ spans: [IdentifierSpan], in text: String, element: String, with table: inout MarkTable
    ) -> ScrubbedText {
        let source = text.unicodeScalars
        var (result, redactions) = ("", [Redaction]())
        var (index, offset) = (source.startIndex, 0)
        for span in spans {
            let start = source.index(index, offsetBy: span.range.lowerBound - offset)
            result += text[index..<start]
            let mark = table.mark(for: span)
            result += mark.description
            index = source.index(start, offsetBy: span.range.count)
            offset = span.range.upperBound
            redactions.append(
                Redaction(rule: span.rule, kind: span.kind, range: span.range, mark: mark, confidence: span.confidence))
        }
        result += text[index...]
        return ScrubbedText(element: element, text: result, redactions: redactions)
    }
}

/// Gives each person of a report a number in order of first mention.
///
/// Not in order of the fields: `[STAFF-1]` would otherwise always be the reporter, whose role must not leave.
struct MarkTable {
    private var numbers: [Int: Int] = [:]
    private var next: Int

    /// Starts above the numbers of marks that already stand in the texts.
    init(above texts: [FoldedText]) {
        next =
            1
            + texts.reduce(0) { highest, text in
                text.tokens.reduce(highest) { $1.shape == .mark ? max($0, $1.value) : $0 }
            }
    }

    /// The mark for a span.
    mutating func mark(for span: IdentifierSpan) -> Mark {
        guard span.label.isNumbered, let person = span.person else { return Mark(span.label) }
        if let number = numbers[person] { return Mark(span.label, number: number) }
        defer { next += 1 }
        numbers[person] = next
        return Mark(span.label, number: next)
    }
}
