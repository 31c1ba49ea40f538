/// Words and phrases of the report's location and facility, and the facility's first letters.
public struct KnownPlace: Detector {
    /// The stable name of the rule.
    public let rule = "known-place"

    /// Marks beside it change nothing.
    public var heedsMarks: Bool { false }

    /// Makes the detector.
    public init() {}

    /// Every mention of a known place.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        let index = context.places
        if index.entries.isEmpty { return [] }
        let hits = index.hits(in: text)
        var spans = index.groups(of: hits, in: text, pairsCount: false) { isTrusted($0, index, text) }.map { group in
            let end = endWithState(endOfStreet(group.tokens.upperBound, in: text), in: text)
            return span(
                text, numberBefore(group.tokens.lowerBound, end, in: text)..<end, index.mark(for: group.owners).label)
        }
        let acronyms = index.initials
        if !acronyms.isEmpty {
            for place in text.tokens.indices
            where (text.tokens[place].casing == .upper || !text.tokens[place].word.isVouched)
                && index.initials(text.tokens[place]) != nil
            {
                spans.append(span(text, place..<place + 1, .facility, .medium))
            }
        }
        return spans
    }

    /// A short name of a city counts with a capital inside a mixed-case sentence.
    private func isTrusted(_ hit: NameIndex.Hit, _ index: NameIndex, _ text: FoldedText) -> Bool {
        let token = text.tokens[hit.tokens.lowerBound]
        return token.casing == .capital && token.count > 1 && text.isMixedCase && !token.startsLine
            && !text.isSign(hit.tokens.lowerBound - 1, ".!?") && index.mark(for: hit.owners).label == .location
    }

    /// The word of a street behind its name.
    private func endOfStreet(_ end: Int, in text: FoldedText) -> Int {
        guard let token = text.token(end), !token.startsLine, token.trigger.contains(.street) else { return end }
        return text.isSign(end + 1, ".") && token.count < 5 ? end + 2 : end + 1
    }

    /// The number of a house before the name of its street.
    private func numberBefore(_ start: Int, _ end: Int, in text: FoldedText) -> Int {
        guard text.digitCount(start - 1) > 0, text.digitCount(start - 1) < 6, !text.tokens[start].startsLine,
            text.holds(.street, at: text.isSign(end - 1, ".") ? end - 2 : end - 1)
        else { return start }
        return start - 1
    }

    /// The state behind a city: "Springfield, IL", "Springfield IL".
    private func endWithState(_ end: Int, in text: FoldedText) -> Int {
        let next = text.skip(",", from: end, atMost: 1)
        guard let token = text.token(next), !token.startsLine,
            States.isCode(token) || next > end && States.firstDigits[token.text] != nil
        else { return end }
        return next + 1
    }
}
