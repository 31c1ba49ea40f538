/// What belongs to a place that has been found, and places told by what they are: "[REMOVED] harbor orthotics",
/// "priest river".
public struct BesidePlace: Detector {
    /// The stable name of the rule.
    public let rule = "beside-place"

    /// Makes the detector.
    public init() {}

    /// Lie of the land: a word before it is the name of a place.
    static let lands: Set<String> = [
        "river", "creek", "springs", "ridge", "beach", "rapids", "bluffs", "plains", "harbor", "harbour", "heights",
        "valley", "canyon", "bayou", "township", "mesa", "grove", "prairie", "hollow", "island", "islands", "lakes",
        "hills", "mountain", "mountains", "village", "parish", "county", "junction", "falls", "lake", "bluff", "haven",
        "mills", "woods", "meadows", "rock", "glen", "shore", "shores", "isle", "bay", "cove", "fork", "bend", "ferry",
        "landing", "pines", "oaks", "peak", "summit", "ranch", "reservation",
    ]
    /// Those which a narrative may name for another reason.
    private static let faint: Set<String> = [
        "falls", "ridge", "bay", "rock", "island", "lake", "woods", "bend", "fork", "peak", "landing", "summit",
        "village",
        "mountain", "county", "plains", "island", "islands", "junction", "shore",
    ]

    /// Every word beside a place.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.places.compactMap { place in
            if let label = text.tokens[place].label {
                return beside(place, label, in: text).map { span(text, $0, .facility, .medium) }
            }
            guard text.tokens[place].trigger.contains(.land), let range = land(place, in: text) else { return nil }
            return span(text, range, .location, .medium)
        }
    }

    /// The words of houses and lands behind a mark.
    private func beside(_ mark: Int, _ label: MarkLabel, in text: FoldedText) -> Range<Int>? {
        guard [.facility, .location, .removed].contains(label) else { return nil }
        var (end, last) = (mark + 1, mark + 1)
        while end - mark < 7, let token = text.token(end), !token.startsLine, token.shape != .mark {
            if isPart(token, of: label), token.casing != .lower || !text.isMixedCase {
                last = end + 1
            } else if !(token.text == "and" || token.text == "of" || text.isSign(end, "&'") || token.text == "s") {
                break
            }
            end += 1
        }
        return last > mark + 1 ? mark + 1..<last : nil
    }

    /// Behind a word of which nobody knows what it is, a scanner or an organ belongs to no house.
    private func isPart(_ token: Token, of label: MarkLabel) -> Bool {
        guard token.shape == .letters else { return false }
        return !token.trigger.isDisjoint(with: [.house, .head, .land])
            || (label == .removed ? NamedHouse.houses : NamedHouse.kinds).contains(token.text)
    }

    /// "priest river": a word that is none of the field's before a lie of the land, in a text without capitals.
    private func land(_ place: Int, in text: FoldedText) -> Range<Int>? {
        guard !text.isMixedCase, let name = text.token(place - 1), name.shape == .letters, name.count > 2,
            !text.tokens[place].startsLine, text.tokens[place].isSpaced, text.isOneWord(place - 1),
            name.word.isDisjoint(with: [.field, .derived]), !name.trigger.contains(.function),
            !name.trigger.contains(.cue), !name.trigger.contains(.act), !name.trigger.contains(.spoken)
        else { return nil }
        let isLed = ["at", "from", "in", "to", "near", "outside", "past", "of", "via"].contains(text.word(place - 2))
        if Self.faint.contains(text.word(place)), !isLed || name.word.contains(.common) { return nil }
        return place - 1..<place + 1
    }
}
