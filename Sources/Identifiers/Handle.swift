/// Names of accounts: "@semi_f_82", "tingting_zt88".
public struct Handle: Detector {
    /// The stable name of the rule.
    public let rule = "handle"

    /// Makes the detector.
    public init() {}

    /// Every name of an account.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.places.compactMap { place in
            guard text.tokens[place].shape == .sign else { return nil }
            if text.isSign(place, "@"), !text.isGlued(place), text.isGlued(place + 1),
                text.token(place + 1)?.shape == .letters
            {
                return span(text, place..<text.endOfWord(place + 1), .removed, .medium)
            }
            guard text.isSign(place, "_"), let first = text.token(place - 1), first.shape == .letters,
                !first.word.isVouched, first.count > 2, first.casing == .lower, text.isGlued(place),
                text.isGlued(place + 1)
            else { return nil }
            let range = text.startOfWord(place)..<text.endOfWord(place)
            let hasDigit = range.contains { text.tokens[$0].shape == .digits }
            return hasDigit && range.lowerBound == place - 1 ? span(text, range, .removed, .medium) : nil
        }
    }
}
