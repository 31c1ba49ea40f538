/// Social security numbers: with separators, or bare or cut short behind a cue.
public struct SocialSecurityNumber: Detector {
    /// The stable name of the rule.
    public let rule = "social-security-number"

    /// Marks beside it change nothing.
    public var heedsMarks: Bool { false }

    /// Makes the detector.
    public init() {}

    /// Every social security number.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.digitTokens.compactMap { place in
            if let end = grouped(at: place, in: text) { return span(text, place..<end, .socialSecurity) }
            let count = text.digitCount(place)
            guard count == 9 || count == 4, hasCue(place, in: text) else { return nil }
            return span(text, place..<place + 1, .socialSecurity)
        }
    }

    /// Three, two and four digits with the same separator.
    private func grouped(at place: Int, in text: FoldedText) -> Int? {
        guard text.digitCount(place) == 3, !isContinued(place, in: text) else { return nil }
        let isSpaced = text.digitCount(place + 1) == 2
        let (second, third) = isSpaced ? (place + 1, place + 2) : (place + 2, place + 4)
        guard text.digitCount(second) == 2, text.digitCount(third) == 4 else { return nil }
        if !isSpaced {
            guard text.isSign(place + 1, "-./"), text.isSign(place + 3, "-./") else { return nil }
        }
        if text.isGlued(third + 1), text.isSign(third + 1, "-"), text.digitCount(third + 2) > 0 { return nil }
        guard !text.isUnit(third + 1) else { return nil }
        return third + 1
    }

    private func isContinued(_ place: Int, in text: FoldedText) -> Bool {
        text.isGlued(place) && text.isSign(place - 1, "-.") && text.digitCount(place - 2) > 0
    }

    private func hasCue(_ place: Int, in text: FoldedText) -> Bool {
        let words = text.wordsBefore(place, 4)
        return words.contains("ssn") || words.contains("ss") && text.digitCount(place) == 9
            || words.contains("social") && words.contains("security")
    }
}
