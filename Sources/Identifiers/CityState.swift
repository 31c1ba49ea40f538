/// A city before its state: "Spokane, WA", "Grand Forks, North Dakota".
public struct CityState: Detector {
    /// The stable name of the rule.
    public let rule = "city-state"

    /// Makes the detector.
    public init() {}

    /// Codes that are words or abbreviations in capitals.
    private static let doubtful: Set<String> = [
        "in", "or", "me", "ok", "hi", "id", "pa", "md", "ct", "la", "al", "ma", "ms", "mi",
    ]

    /// Every city with its state.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.places.compactMap { place in
            guard text.tokens[place].trigger.contains(.state) else { return nil }
            let token = text.tokens[place]
            guard !token.startsLine, token.isCapitalised else { return nil }
            let hasComma = text.isSign(place - 1, ",")
            let isState =
                States.isCode(token) && (hasComma || !Self.doubtful.contains(token.text))
                || States.codes[token.text] != nil
            guard isState else { return nil }
            let last = hasComma ? place - 2 : place - 1
            var start = last + 1
            while last - start < 2, let city = text.token(start - 1), isCity(city, in: text, hasComma: hasComma),
                start == last + 1 || !text.tokens[start].startsLine
            {
                start -= 1
            }
            guard start <= last, text.token(last)?.startsLine == false || last == start else { return nil }
            return span(text, start..<place + 1, .location, .medium)
        }
    }

    private func isCity(_ token: Token, in text: FoldedText, hasComma: Bool) -> Bool {
        guard token.shape == .letters, token.count > 2 else { return false }
        if !text.isMixedCase { return !token.word.isVouched }
        return token.casing == .capital && (hasComma && !token.word.contains(.field) || !token.word.isVouched)
    }
}
