/// Known names with one slip of the keyboard, of five letters or more.
public struct NearName: Detector {
    /// The stable name of the rule.
    public let rule = "near-name"

    /// Makes the detector.
    public init() {}

    /// Every misspelt mention of a known person or place.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        guard !context.people.near.isEmpty || !context.places.near.isEmpty else { return [] }
        let indexes = [context.people, context.places]
        let needles = indexes.map(\.near)
        return text.places.compactMap { place in
            guard text.tokens[place].shape == .letters,
                text.tokens[place].count >= 3 || text.isSign(place + 1, "?\u{FFFD}")
            else { return nil }
            let token = text.tokens[place]
            let letters = text.scalars[token.range]
            if token.trigger.isDisjoint(with: [.function, .act]),
                let near = context.people.near(beginningAs: letters).first(where: { isShort(letters, of: $0) }),
                isAddressed(place, in: text)
            {
                let (label, person) = context.people.mark(for: near.owners)
                return span(text, place..<place + 1, label, person: person, .medium)
            }
            if text.isSign(place + 1, "?\u{FFFD}"), text.isGlued(place + 1), text.isGlued(place + 2),
                let torn = torn(place, context.people, in: text)
            {
                return torn
            }
            guard token.count >= 4, isDoubtful(place, in: text) else { return nil }
            for (which, needles) in needles.enumerated() {
                guard let near = needles.first(where: { isNear($0, letters, token) }) else { continue }
                let (label, person) = indexes[which].mark(for: near.owners)
                return span(text, text.startOfWord(place)..<text.endOfWord(place), label, person: person, .medium)
            }
            return nil
        }
    }

    /// "Z?rcher": a letter lost between two systems.
    private func torn(_ place: Int, _ index: NameIndex, in text: FoldedText) -> IdentifierSpan? {
        guard let last = text.token(place + 2), last.shape == .letters else { return nil }
        let letters = text.scalars[text.tokens[place].range.lowerBound..<last.range.upperBound]
        guard let near = index.near.first(where: { Slip.isOne($0.scalars[...], letters) }) else { return nil }
        let (label, person) = index.mark(for: near.owners)
        return span(text, place..<place + 3, label, person: person, .medium)
    }

    /// Who is spoken to or of: "paging sunny", "lupe: ash are you in".
    private func isAddressed(_ place: Int, in text: FoldedText) -> Bool {
        let token = text.tokens[place]
        guard text.isOneWord(place), !token.trigger.contains(.function), !token.trigger.contains(.act),
            !token.startsLine || Self.questions.contains(text.word(place + 1)) || text.isSign(place + 1, ",")
        else { return false }
        if token.casing == .capital, text.isMixedCase, !text.startsSentence(place), !token.word.contains(.field) {
            return true
        }
        if Self.calls.contains(text.word(place - 1)) || text.isSign(place - 1, "@") { return true }
        return text.startsSentence(place)
            && (Self.questions.contains(text.word(place + 1)) || text.isSign(place + 1, ","))
    }

    private static let calls: Set<String> = [
        "paging", "hey", "hi", "hello", "dear", "thanks", "ping", "pinging", "told", "asked", "paged", "texted", "mrs",
        "mr", "ms", "dr", "miss", "texting", "calling",
    ]
    private static let questions: Set<String> = ["are", "can", "could", "you", "u", "pls", "please", "did", "will"]

    /// "sunny", "ash", "Maddie": the beginning of a name, with or without the ending of a familiar form.
    private func isShort(_ letters: ArraySlice<Unicode.Scalar>, of name: NameIndex.Needle) -> Bool {
        guard name.scalars.count > letters.count, name.scalars[0] == letters.first else { return false }
        if name.scalars.starts(with: letters) { return true }
        for ending in ["ie", "ey", "y", "i"] where letters.count >= ending.count + 3 {
            guard letters.suffix(ending.count).elementsEqual(ending.unicodeScalars) else { continue }
            let stem = letters.dropLast(ending.count)
            if name.scalars.starts(with: stem) { return true }
            if stem.count > 3, stem.last == stem.dropLast().last, name.scalars.starts(with: stem.dropLast()) {
                return true
            }
        }
        return false
    }

    /// One slip, two in a long name, or the beginning of a name cut off.
    private func isNear(_ name: NameIndex.Needle, _ letters: ArraySlice<Unicode.Scalar>, _ token: Token) -> Bool {
        let (own, other) = (name.scalars.count, letters.count)
        if abs(own - other) < 2,
            name.scalars[0] == letters.first || name.scalars[1] == letters[letters.startIndex + 1]
                || name.scalars[0] == letters[letters.startIndex + 1] || name.scalars[1] == letters.first,
            Slip.isOne(name.scalars[...], letters)
        {
            return true
        }
        guard !token.word.isVouched, name.scalars[0] == letters.first else { return false }
        if other > 6, abs(own - other) < 3, Slip.isTwo(name.scalars[...], letters) { return true }
        return name.scalars.count > letters.count && name.scalars.starts(with: letters)
    }

    /// A word that the lists know is a slip only with a capital inside a sentence or behind a title.
    private func isDoubtful(_ place: Int, in text: FoldedText) -> Bool {
        let token = text.tokens[place]
        if !token.word.isVouched { return true }
        if text.holds(.title, at: text.isSign(place - 1, ".") ? place - 2 : place - 1) { return true }
        // "S. Ready", "Garcia lopes": an initial or another piece of the name stands before.
        if text.isSign(place - 1, "."), text.isGlued(place - 1), text.word(place - 2).unicodeScalars.count == 1,
            !token.startsLine
        {
            return token.isCapitalised || !text.isMixedCase
        }
        if let label = text.token(place - 1)?.label, [.staff, .patient, .name].contains(label), !token.startsLine {
            return !text.isMixedCase || token.casing == .capital
        }
        // "linea strand": the surname behind it has been found.
        if let next = text.token(place + 1), let label = next.label, [.staff, .patient].contains(label), next.isSpaced,
            !next.startsLine, !token.word.contains(.field), !token.trigger.contains(.cue)
        {
            return !text.isMixedCase || token.casing == .capital
        }
        return token.casing == .capital && text.isMixedCase && token.word.contains(.name) && !text.startsSentence(place)
    }
}

/// Comparing two words for slips.
enum Slip {
    /// Whether two slips, at the first two places where long words with the same first letter differ, make one of the other.
    static func isTwo(_ left: ArraySlice<Unicode.Scalar>, _ right: ArraySlice<Unicode.Scalar>) -> Bool {
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        guard long.count - short.count <= 2, short.count > 6, short.first == long.first else { return false }
        let same = zip(short, long).prefix { $0 == $1 }.count
        guard same < short.count else { return true }
        let (first, second) = (short.dropFirst(same), long.dropFirst(same))
        let pairs = [(first.dropFirst(), second.dropFirst()), (first, second.dropFirst()), (first.dropFirst(), second)]
        if pairs.contains(where: { $0.elementsEqual($1) || isOne($0, $1) }) { return true }
        guard first.count > 1, second.count > 1, first[first.startIndex] == second[second.startIndex + 1],
            first[first.startIndex + 1] == second[second.startIndex]
        else { return false }
        return isOne(first.dropFirst(2), second.dropFirst(2))
    }

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
