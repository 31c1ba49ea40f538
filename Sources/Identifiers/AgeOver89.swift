/// Any age above 89 years, 45 CFR 164.514(b)(2)(i)(C).
public struct AgeOver89: Detector {
    /// The stable name of the rule.
    public let rule = "age-over-89"

    /// Makes the detector.
    public init() {}

    private static let words: Set<String> = [
        "nonagenarian", "nonagenarians", "centenarian", "centenarians", "supercentenarian",
    ]

    /// Every age of 90 years or more.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        let numbers = Ages.mentions(in: text)
            .filter { (90...125).contains($0.years) && !$0.isTerse }
            .map { span(text, $0.tokens, .ageOver89) }
        let words = text.tokens.indices
            .filter { text.tokens[$0].count > 10 && Self.words.contains(text.word($0)) }
            .map { span(text, $0..<$0 + 1, .ageOver89) }
        return numbers + words
    }
}
