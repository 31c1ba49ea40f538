/// Ages as they are written in notes.
enum Ages {
    /// An age and the tokens of its number.
    struct Mention {
        /// Completed years.
        let years: Int
        /// Tokens of the number.
        let tokens: Range<Int>
        /// Only a letter or a sex says that it is an age, as in "67M" or "67y".
        let isTerse: Bool
    }

    /// Words at which to begin to look.
    static let triggers = cues.union(yearWords).union([
        "y", "m", "f", "yo", "yom", "yof", "yowm", "yowf", "yobm", "yobf", "yold", "yos", "yoa",
    ])
    private static let cues: Set<String> = ["age", "aged", "ages", "turns", "turned", "turning"]
    private static let between: Set<String> = ["of", "is", "was"]
    private static let otherUnits: Set<String> = [
        "day", "days", "week", "weeks", "wk", "wks", "month", "months", "mo", "mos", "hour", "hours", "min", "minutes",
    ]
    private static let yearWords: Set<String> = ["year", "years", "yr", "yrs"]

    /// All mentions of an age in years.
    static func mentions(in text: FoldedText) -> [Mention] {
        text.places.compactMap { place in
            guard text.tokens[place].trigger.contains(.age) else { return nil }
            return afterCue(place, in: text) ?? beforeUnit(place, in: text)
        }
    }

    /// "age 67", "aged: 67", "age of 67".
    private static func afterCue(_ place: Int, in text: FoldedText) -> Mention? {
        guard cues.contains(text.word(place)) else { return nil }
        var next = text.skip(":=(-", from: place + 1)
        if between.contains(text.word(next)) { next += 1 }
        guard let (years, end) = NumberWords.beginning(at: next, in: text), !otherUnits.contains(text.word(end)),
            !text.isSign(end, "%")
        else { return nil }
        return Mention(years: years, tokens: next..<end, isTerse: false)
    }

    /// "67-year-old", "67 yo", "67 y/o", "67 y.o.", and tersely "67y", "67M".
    private static func beforeUnit(_ place: Int, in text: FoldedText) -> Mention? {
        let word = text.word(place)
        guard
            word == "y" || word == "yo" || word == "m" || word == "f" || word.hasPrefix("yo")
                || yearWords.contains(word)
        else { return nil }
        let last = text.isSign(place - 1, "-") ? place - 2 : place - 1
        guard let (years, start) = NumberWords.ending(at: last, in: text) else { return nil }
        let isClear: Bool
        switch word {
        case "y":
            isClear = text.isSign(place + 1, "/.-") && text.isGlued(place + 1) && text.word(place + 2).hasPrefix("o")
        case "yo", "yom", "yof", "yowm", "yowf", "yobm", "yobf": isClear = true
        default:
            let next = text.skip("-", from: place + 1, atMost: 1)
            isClear = yearWords.contains(word) && ["old", "o", "olds"].contains(text.word(next))
        }
        if isClear { return Mention(years: years, tokens: start..<last + 1, isTerse: false) }
        let token = text.tokens[place]
        let isSex = (word == "m" || word == "f") && token.casing == .upper && last == place - 1
        let isYear = yearWords.contains(word) || word == "y" && token.casing == .lower && text.isGlued(place)
        guard isSex || isYear, text.digitCount(last) > 0, text.endOfWord(place) == place + 1 else { return nil }
        return Mention(years: years, tokens: start..<last + 1, isTerse: true)
    }
}
