/// E-mail addresses.
public struct Email: Detector {
    /// The stable name of the rule.
    public let rule = "email"

    /// Marks beside it change nothing.
    public var heedsMarks: Bool { false }

    /// Makes the detector.
    public init() {}

    /// What may follow "@" in a dose or a position.
    private static let positions: Set<String> = [
        "isocenter", "isocentre", "iso", "depth", "dmax", "midplane", "gantry",
    ]

    /// Every e-mail address, with or without its last part.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.tokens.indices.filter { text.isSign($0, "@") }.compactMap { at in
            guard at > 0, text.tokens[at - 1].shape != .sign || text.isSign(at - 1, "_-") else { return nil }
            var start = at - 1
            while start > 0, text.isGlued(start), isPart(start - 1, "._%+-'", text) { start -= 1 }
            while start < at - 1, text.tokens[start].shape == .sign { start += 1 }
            var (end, points) = (at + 1, 0)
            while isPart(end, ".-", text), end == at + 1 || text.isGlued(end) {
                if text.isSign(end, ".") {
                    guard text.isGlued(end + 1), isPart(end + 1, "", text) else { break }
                    points += 1
                }
                end += 1
            }
            while end > at + 1, text.tokens[end - 1].shape == .sign { end -= 1 }
            let isTight = text.isGlued(at) && text.isGlued(at + 1)
            let isLocal =
                isTight && text.word(start).unicodeScalars.count > 1 && text.word(at + 1).unicodeScalars.count > 2
            guard end > at + 1, points > 0 && !text.word(end - 1).isEmpty || isLocal,
                !Self.positions.contains(text.word(at + 1)), !text.isUnit(at - 1) || points > 0
            else { return nil }
            return span(text, start..<end, .email, points > 0 ? .high : .medium)
        }
    }

    private func isPart(_ place: Int, _ signs: String, _ text: FoldedText) -> Bool {
        guard let token = text.token(place) else { return false }
        return token.shape != .sign || text.isSign(place, signs)
    }
}
