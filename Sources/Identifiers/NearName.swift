/// Known names with one slip of the keyboard, of five letters or more.
public struct NearName: Detector {
    /// The stable name of the rule.
    public let rule = "near-name"

    /// Makes the detector.
    public init() {}

    /// Every misspelt mention of a known person or place.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        guard !context.people.near.isEmpty || !context.places.near.isEmpty else { return [] }
        return text.tokens.indices.compactMap { place in
            let token = text.tokens[place]
            guard token.shape == .letters, token.count >= 4, isDoubtful(place, in: text) else { return nil }
            let letters = text.scalars[token.range]
            for index in [context.people, context.places] {
                guard let near = index.near.first(where: { Slip.isOne($0.scalars[...], letters) }) else { continue }
                let (label, person) = index.mark(for: near.owners)
                return span(text, text.startOfWord(place)..<text.endOfWord(place), label, person: person, .medium)
            }
            return nil
        }
    }

    /// A word that the lists know is a slip only with a capital inside a sentence or behind a title.
    private func isDoubtful(_ place: Int, in text: FoldedText) -> Bool {
        let token = text.tokens[place]
        if !token.word.isVouched { return true }
        if Cues.titles.contains(text.word(text.isSign(place - 1, ".") ? place - 2 : place - 1)) { return true }
        return token.casing == .capital && text.isMixedCase && token.word.contains(.name) && !text.startsSentence(place)
    }
}

/// Comparing two words for one slip.
enum Slip {
    /// Whether one letter left out, added, replaced or swapped with its neighbour makes the one of the other.
    static func isOne(_ left: ArraySlice<Unicode.Scalar>, _ right: ArraySlice<Unicode.Scalar>) -> Bool {
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        guard long.count - short.count <= 1 else { return false }
        var (first, second) = (short.startIndex, long.startIndex)
        while first < short.endIndex, short[first] == long[second] { (first, second) = (first + 1, second + 1) }
        if first == short.endIndex { return long.count > short.count }
        if short.count < long.count { return short[first...].elementsEqual(long[(second + 1)...]) }
        if short[(first + 1)...].elementsEqual(long[(second + 1)...]) { return true }
        return first + 1 < short.endIndex && short[first] == long[second + 1] && short[first + 1] == long[second]
            && short[(first + 2)...].elementsEqual(long[(second + 2)...])
    }
}
