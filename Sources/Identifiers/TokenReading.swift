/// Reading tokens by place; a place outside the text reads as nothing, so that patterns need no bounds.
extension FoldedText {
    /// The token at a place.
    func token(_ index: Int) -> Token? { tokens.indices.contains(index) ? tokens[index] : nil }

    /// The letters at a place, else an empty text.
    func word(_ index: Int) -> String {
        guard tokens.indices.contains(index), tokens[index].shape == .letters else { return "" }
        return tokens[index].text
    }

    /// Whether a word of some kind stands at a place.
    func holds(_ trigger: Trigger, at index: Int) -> Bool {
        tokens.indices.contains(index) && !tokens[index].trigger.isDisjoint(with: trigger)
    }

    /// Whether a unit stands at a place; the "w" of "w/ questions" is none.
    func isUnit(_ index: Int) -> Bool {
        holds(.unit, at: index) && !(isGlued(index + 1) && isSign(index + 1, "/") && word(index) == "w")
    }

    /// The number of up to 18 digits at a place.
    func number(_ index: Int) -> Int? {
        guard tokens.indices.contains(index), tokens[index].shape == .digits, tokens[index].value >= 0 else {
            return nil
        }
        return tokens[index].value
    }

    /// How many digits stand at a place.
    func digitCount(_ index: Int) -> Int {
        guard tokens.indices.contains(index), tokens[index].shape == .digits else { return 0 }
        return tokens[index].count
    }

    /// Whether one of some signs stands at a place.
    func isSign(_ index: Int, _ signs: String) -> Bool {
        guard tokens.indices.contains(index), tokens[index].shape == .sign else { return false }
        let sign = scalars[tokens[index].range.lowerBound]
        return sign.isASCII ? signs.utf8.contains(UInt8(sign.value)) : signs.unicodeScalars.contains(sign)
    }

    /// Whether the digits at a place are a number of their own: no decimal, no part of a range, a ratio or a word.
    func isOneNumber(_ place: Int) -> Bool {
        let isLed = isGlued(place) && !isSign(place - 1, "#:(")
        let isFollowed = isGlued(place + 1) && !(isSign(place + 1, ".,;:)!?") && !isGlued(place + 2))
        return !isLed && !isFollowed
    }

    /// Whether a token stands there with no space before it.
    func isGlued(_ index: Int) -> Bool {
        tokens.indices.contains(index) && index > 0 && !tokens[index].isSpaced
    }

    /// The place of the next token that is none of some signs.
    func skip(_ signs: String, from index: Int, atMost limit: Int = 3) -> Int {
        var next = index
        while next - index < limit, isSign(next, signs) { next += 1 }
        return next
    }

    /// The place past a token and the glued letters, digits and underscores behind it.
    func endOfWord(_ index: Int) -> Int {
        var end = index + 1
        while isGlued(end), isWordPart(end) { end += 1 }
        return end
    }

    /// The first place of the glued letters, digits and underscores that lead up to a token.
    func startOfWord(_ index: Int) -> Int {
        var start = index
        while isGlued(start), isWordPart(start - 1) { start -= 1 }
        return start
    }

    private func isWordPart(_ index: Int) -> Bool {
        switch tokens[index].shape {
        case .letters, .digits: true
        case .sign: tokens[index].text == "_"
        case .mark: false
        }
    }

    /// Whether no digits, underscores or further letters are glued to the letters at a place.
    func isOneWord(_ index: Int) -> Bool { startOfWord(index) == index && endOfWord(index) == index + 1 }

    /// Whether a capital there may be owed to the place alone: the beginning of a line or sentence, or an opening sign.
    func startsSentence(_ index: Int) -> Bool {
        guard index > 0, !tokens[index].startsLine else { return true }
        guard isSign(index - 1, ".!?:;\"([*-•>#|") else { return false }
        return !(isSign(index - 1, ".") && ["dr", "mr", "mrs", "ms", "st"].contains(word(index - 2)))
    }

    /// The nearest words before a place within the sentence, nearest first.
    func wordsBefore(_ index: Int, _ count: Int) -> [String] {
        var (words, place) = ([String](), index)
        while place > 0, words.count < count, index - place < count * 3 {
            if tokens[place].startsLine || isSign(place - 1, ".;") && tokens[place].isSpaced && !isShortened(place - 2)
            {
                break
            }
            place -= 1
            if tokens[place].shape == .letters { words.append(tokens[place].text) }
        }
        return words
    }

    private func isShortened(_ place: Int) -> Bool {
        ["v", "ver", "vers", "fx", "fr", "no", "approx"].contains(word(place))
    }

    /// The nearest words behind a place within the sentence, nearest first.
    func wordsAfter(_ index: Int, _ count: Int) -> [String] {
        var (words, place) = ([String](), index + 1)
        while place < tokens.count, words.count < count, place - index <= count * 3 {
            if tokens[place].startsLine || isSign(place, ".;") { break }
            if tokens[place].shape == .letters { words.append(tokens[place].text) }
            place += 1
        }
        return words
    }
}
