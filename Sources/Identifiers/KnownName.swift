/// Names of the persons of the report: any piece, any order, initials beside a surname, user names, joined forms.
public struct KnownName: Detector {
    /// The stable name of the rule.
    public let rule = "known-name"

    /// Makes the detector.
    public init() {}

    private static let titles: Set<String> = [
        "dr", "drs", "doctor", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "nurse", "therapist", "physicist",
        "dosimetrist", "physician", "oncologist", "resident", "patient", "pt", "named", "initials", "wife", "husband",
    ]

    /// Every mention of a known person.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        let index = context.people
        let hits = index.hits(in: text).filter { isPlausible($0, in: text) }
        return index.groups(of: hits, in: text) { isTrusted($0, in: text) }.map { group in
            let (label, person) = index.mark(for: group.owners)
            return span(text, group.tokens, label, person: person, group.isAlone ? .high : .medium)
        }
    }

    /// A single small letter is an article, a unit or a possessive unless a point or another piece is glued to it.
    private func isPlausible(_ hit: NameIndex.Hit, in text: FoldedText) -> Bool {
        let (start, end) = (hit.tokens.lowerBound, hit.tokens.upperBound)
        let token = text.tokens[start]
        guard !hit.isAlone, token.count == 1 else { return true }
        if text.isGlued(start), text.isSign(start - 1, "'"), text.tokens[start].text == "s" { return false }
        let isApart = (!text.isGlued(start) || text.isSign(start - 1, ".")) && text.token(end)?.shape != .digits
        if token.casing == .upper { return isApart || text.isSign(start - 1, "'-,.") }
        if text.isGlued(end), text.isSign(end, "'.-") { return true }
        // "m short": the next piece decides, but for the article and "15 m".
        return text.isSign(start - 1, ",") || !["a", "i"].contains(token.text) && text.digitCount(start - 1) == 0
    }

    /// A piece that is an everyday word is a name after a title, or with a capital inside a mixed-case sentence.
    private func isTrusted(_ hit: NameIndex.Hit, in text: FoldedText) -> Bool {
        let start = hit.tokens.lowerBound
        let last = hit.tokens.upperBound - 1
        // "M. Gray", and in a text without capitals "m. gray".
        if last > start, text.tokens[last].count > 1, text.isSign(last - 1, "."),
            text.tokens[last].isCapitalised || !text.isMixedCase || text.tokens[start].casing == .lower
        {
            return true
        }
        // "G Field": the initial is the person's own.
        if last == start + 1, text.tokens[start].count == 1, text.tokens[start].casing == .upper,
            text.tokens[last].count > 2, text.tokens[last].isCapitalised, text.digitCount(start - 1) == 0
        {
            return true
        }
        let token = text.tokens[start]
        let isActing =
            text.holds(.deed, at: last + 1)
            || text.isSign(last + 1, ",(") && text.holds(.degree, at: last + 2)
        if token.count > 1, isActing, token.casing == .capital || !text.isMixedCase { return true }
        if token.count > 2, !token.trigger.contains(.particle), text.readsAsName(start, through: last) {
            return true
        }
        // "2 Gray".
        if token.word.contains(.field), text.digitCount(start - 1) > 0, !text.isTime(start - 1), !token.startsLine {
            return false
        }
        let before = text.skip(".", from: start - 1) == start ? start - 2 : start - 1
        if Self.titles.contains(text.word(before)), token.isCapitalised || token.count > 1 && isTitle(before, text) {
            return true
        }
        return token.casing == .capital && token.count > 1 && text.isMixedCase && !text.startsSentence(start)
    }

    private func isTitle(_ place: Int, _ text: FoldedText) -> Bool {
        ["dr", "mr", "mrs", "ms"].contains(text.word(place))
    }
}
