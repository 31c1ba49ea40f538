/// ZIP codes behind a state, a city or a cue, and Canadian postal codes.
public struct PostalCode: Detector {
    /// The stable name of the rule.
    public let rule = "postal-code"

    /// Makes the detector.
    public init() {}

    private static let cues: Set<String> = ["zip", "zipcode", "postal", "postcode"]

    /// Every postal code.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.digitTokens.compactMap { unitedStates(at: $0, in: text) ?? canadian(at: $0, in: text) }
    }

    private func unitedStates(at place: Int, in text: FoldedText) -> IdentifierSpan? {
        guard text.digitCount(place) == 5, let digit = text.tokens[place].text.first, place > 0 else { return nil }
        var before = place - 1
        while before > 0, text.isSign(before, ",.:#") { before -= 1 }
        let word = text.word(before)
        let isCued = Self.cues.contains(word) || word == "code" && Self.cues.contains(text.word(before - 1))
        let isAfterState = States.zipDigits(after: text.tokens[before])?.contains(digit) ?? false
        let isAfterPlace = [.location, .address].contains(text.tokens[before].label)
        guard isCued || isAfterState || isAfterPlace, !text.isUnit(place + 1) else {
            return nil
        }
        let isLong = text.isSign(place + 1, "-") && text.isGlued(place + 1) && text.digitCount(place + 2) == 4
        return span(text, place..<place + (isLong ? 3 : 1), .postalCode, isCued ? .high : .medium)
    }

    /// Letter, digit, letter, digit, letter, digit with a space or hyphen in the middle; a TNM stage reads alike.
    private func canadian(at place: Int, in text: FoldedText) -> IdentifierSpan? {
        let middle = text.isSign(place + 2, "-") ? place + 3 : place + 2
        let letters = [text.word(place - 1), text.word(place + 1), text.word(middle + 1)]
        let digits = [place, middle, middle + 2]
        guard letters.allSatisfy({ $0.count == 1 && !"dfioqu".contains($0) }), !"wz".contains(letters[0]),
            letters != ["t", "n", "m"], digits.allSatisfy({ text.digitCount($0) == 1 }),
            [place, place + 1, middle + 1, middle + 2].allSatisfy(text.isGlued),
            !text.isGlued(middle + 3) || text.isSign(middle + 3, ".,;)")
        else { return nil }
        return span(text, place - 1..<middle + 3, .postalCode, .medium)
    }
}
