/// Any age above 89 years, 45 CFR 164.514(b)(2)(i)(C).
public struct AgeOver89: Detector {
    /// The stable name of the rule.
    public let rule = "age-over-89"

    /// Makes the detector.
    public init() {}

    private static let words: Set<String> = [
        "nonagenarian", "nonagenarians", "centenarian", "centenarians", "supercentenarian",
    ]

    /// "92M prostate", "lady of 92 years": the beginning of a story, or years that somebody has.
    private func isPatient(_ tokens: Range<Int>, in text: FoldedText) -> Bool {
        let unit = tokens.upperBound
        if ["m", "f"].contains(text.word(unit)) {
            return text.isGlued(unit) && text.startsSentence(tokens.lowerBound)
                || ["pt", "patient"].contains(text.word(tokens.lowerBound - 1))
        }
        return ["of", "with", "has", "is"].contains(text.word(tokens.lowerBound - 1))
    }

    /// Every age of 90 years or more.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        let numbers = Ages.mentions(in: text)
            .filter { (90...125).contains($0.years) && (!$0.isTerse || isPatient($0.tokens, in: text)) }
            .map { span(text, $0.tokens, .ageOver89) }
        let words = text.tokens.indices
            .filter { text.tokens[$0].count > 10 && Self.words.contains(text.word($0)) }
            .map { span(text, $0..<$0 + 1, .ageOver89) }
        return numbers + words
    }
}
