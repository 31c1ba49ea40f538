/// The patient's own age beside a word that says it is one.
public struct KnownAge: Detector {
    /// The stable name of the rule.
    public let rule = "known-age"

    /// Makes the detector.
    public init() {}

    /// Every mention of the patient's age.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        guard !context.ages.isEmpty else { return [] }
        return Ages.mentions(in: text)
            .filter { context.ages.contains($0.years) }
            .map { span(text, $0.tokens, $0.years > 89 ? .ageOver89 : .age, $0.isTerse ? .medium : .high) }
    }
}
