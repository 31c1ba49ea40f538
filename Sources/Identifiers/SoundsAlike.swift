/// Known names as a machine that takes dictation hears them: "oh luwa shaun" for Oluwaseun, "keen" for Keane.
public struct SoundsAlike: Detector {
    /// The stable name of the rule.
    public let rule = "sounds-alike"

    /// Makes the detector.
    public init() {}

    /// Sounds that must agree: of several words anywhere, of any words beside a cue or another name, and with one slip there.
    private static let least = (apart: 6, beside: 3, slipped: 5)
    /// Too common before anything to say that a name follows.
    private static let faint: Set<String> = [
        "by", "with", "to", "from", "and", "for", "name", "thanks", "covering", "remote", "called", "contact", "kid",
    ]

    /// Every such mention in a text without capitals, where dictation is met.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        let index = context.people
        guard !text.isMixedCase, !index.sounds.isEmpty else { return [] }
        var sounds = Array(repeating: Sound(), count: text.tokens.count)
        for place in text.places where text.tokens[place].shape == .letters {
            sounds[place] = Sound(text.scalars[text.tokens[place].range])
        }
        var (spans, done) = ([IdentifierSpan](), 0)
        for place in text.places where place >= done {
            guard let (end, owners) = longest(at: place, sounds, index, in: text) else { continue }
            let (label, person) = index.mark(for: owners)
            spans.append(span(text, place..<end, label, person: person, .medium))
            done = end
        }
        return spans
    }

    private func longest(
        at start: Int, _ sounds: [Sound], _ index: NameIndex, in text: FoldedText
    ) -> (end: Int, owners: Set<Int>)? {
        guard sounds[start].count > 0, text.isOneWord(start) else { return nil }
        var (joined, end, found) = (Sound(), start, (end: Int, owners: Set<Int>)?.none)
        let isLed = isLed(start, in: text)
        while end - start < 4, end < sounds.count, sounds[end].count > 0, text.isOneWord(end),
            end == start || text.tokens[end].isSpaced && !text.tokens[end].startsLine
        {
            joined = end == start ? sounds[end] : joined.joined(with: sounds[end])
            end += 1
            let exact = index.owners(of: joined)
            guard exact != nil || isLed || isName(end, in: text) else { continue }
            let isBeside =
                (isLed || isName(end, in: text) || end > start + 1 && isActing(end, in: text))
                && isPlausible(start..<end, in: text)
            if let owners = exact {
                if isBeside
                    ? joined.count >= (isName(start - 1, in: text) ? 2 : Self.least.beside)
                    : end > start + 1 && joined.count >= Self.least.apart
                {
                    found = (end, owners)
                }
            } else if isBeside, joined.count >= Self.least.slipped, end > start + 1, !binds(start, text),
                !binds(end - 1, text),
                let near = index.sounds.first(where: { $0.key.count >= Self.least.slipped && $0.key.isNear(joined) })
            {
                found = (end, near.value)
            }
        }
        return found
    }

    /// One word that binds sentences is no name, nor does one end with what a person does.
    private func isPlausible(_ words: Range<Int>, in text: FoldedText) -> Bool {
        words.count > 1 ? !text.holds(.act, at: words.upperBound - 1) : !binds(words.lowerBound, text)
    }

    private func binds(_ place: Int, _ text: FoldedText) -> Bool {
        !(text.token(place)?.trigger.isDisjoint(with: [.function, .act, .cue]) ?? true)
    }

    private func isActing(_ place: Int, in text: FoldedText) -> Bool {
        let word = text.word(place)
        return text.holds(.deed, at: place)
            || text.holds(.act, at: place) && !text.holds(.everyday, at: place)
                && !["was", "had", "did", "is", "and", "has", "then", "who", "left", "put", "made", "got"].contains(
                    word)
    }

    private func isLed(_ start: Int, in text: FoldedText) -> Bool {
        guard !text.tokens[start].startsLine else { return false }
        if isName(start - 1, in: text) { return true }
        guard let before = text.token(start - 1), before.trigger.contains(.cue) || before.count == 7 else {
            return false
        }
        return before.trigger.contains(.cue) ? !Self.faint.contains(before.text) : before.text == "veteran"
    }

    private func isName(_ place: Int, in text: FoldedText) -> Bool {
        guard let token = text.token(place), let label = token.label, !token.startsLine else { return false }
        return [.patient, .staff, .name].contains(label)
    }
}
