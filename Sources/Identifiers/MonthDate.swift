/// Dates with the name of a month, bare months, days like "on the 14th", and holidays.
public struct MonthDate: Detector {
    /// The stable name of the rule.
    public let rule = "date-in-words"

    /// Makes the detector.
    public init() {}

    private static let prepositions: Set<String> = [
        "in", "since", "of", "last", "this", "early", "mid", "late", "by", "until", "till", "during", "from", "next",
        "on",
        "before", "after", "end", "through", "to", "between", "beginning", "dated", "starting", "started", "for",
    ]
    /// Words behind which a day of birth stands.
    static let births: Set<String> = ["birth", "dob", "born", "birthday", "birthdate"]
    private static let ordinals: Set<String> = ["st", "nd", "rd", "th"]

    /// Every date in words.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        let months = text.places.compactMap { place in
            !text.tokens[place].trigger.contains(.month) ? nil : date(at: place, in: text)
        }
        return months + births(in: text) + spoken(in: text) + misspelt(in: text)
            + text.digitTokens.compactMap { dayAlone(at: $0, in: text) }
            + text.places.filter { text.tokens[$0].trigger.contains(.holiday) }
            .map { span(text, $0..<$0 + 1, .date, .medium) }
    }

    /// "date of birth eleven thirty nineteen forty four".
    private func births(in text: FoldedText) -> [IdentifierSpan] {
        text.places.compactMap { cue in
            guard text.tokens[cue].trigger.contains(.birth) else { return nil }
            var start = text.skip(":,-", from: cue + 1, atMost: 1)
            while ["is", "was", "on"].contains(text.word(start)) { start += 1 }
            guard !text.word(start).isEmpty, let (_, month) = NumberWords.beginning(at: start, in: text),
                let (_, day) = NumberWords.day(at: text.word(month) == "slash" ? month + 1 : month, in: text)
            else { return nil }
            let year = text.word(day) == "slash" ? day + 1 : day
            return span(text, start..<(NumberWords.endOfYear(at: year, in: text) ?? day), .date, .medium)
        }
    }

    /// "nine eleven two thousand twenty five": a month and a day in words before a year.
    private func spoken(in text: FoldedText) -> [IdentifierSpan] {
        text.places.compactMap { place in
            guard text.tokens[place].trigger.contains(.spoken),
                let (month, next) = NumberWords.beginning(at: place, in: text), (1...12).contains(month)
            else { return nil }
            let second = ["slash", "dash"].contains(text.word(next)) ? next + 1 : next
            guard let (_, day) = NumberWords.day(at: second, in: text) else { return nil }
            let year = ["slash", "dash"].contains(text.word(day)) ? day + 1 : day
            guard let end = NumberWords.endOfYear(at: year, in: text), !text.isUnit(end) else { return nil }
            return span(text, place..<end, .date, .medium)
        }
    }

    /// "aprl 26", "26 ocober": a month with one slip beside a day.
    private func misspelt(in text: FoldedText) -> [IdentifierSpan] {
        text.digitTokens.compactMap { place in
            guard let day = text.number(place), (1...31).contains(day), text.digitCount(place) < 3 else { return nil }
            let end = Self.ordinals.contains(text.word(place + 1)) && text.isGlued(place + 1) ? place + 2 : place + 1
            for (month, range) in [(place - 1, place - 1..<end), (end, place..<end + 1)] {
                guard let token = text.token(month), token.shape == .letters, !token.word.isVouched,
                    (4...10).contains(token.count), Months.isMisspelt(text.scalars[token.range])
                else { continue }
                let isRange =
                    ["to", "and"].contains(text.word(place - 1)) && (1...31).contains(text.number(place - 2) ?? 0)
                return span(text, (isRange ? place - 2 : range.lowerBound)..<range.upperBound, .date, .medium)
            }
            return nil
        }
    }

    private func date(at place: Int, in text: FoldedText) -> IdentifierSpan? {
        if text.isGlued(place), text.token(place - 1)?.shape == .letters { return nil }
        let before = dayBefore(place, in: text)
        let start = before?.start ?? place
        var (end, hasDay) = (place + 1, before != nil)
        if text.isSign(end, "."), text.isGlued(end), Months.short[text.word(place)] != nil { end += 1 }
        if before == nil, let dayEnd = dayAfter(end, in: text) { (end, hasDay) = (dayEnd, true) }
        let yearEnd = year(after: end, isShort: hasDay, in: text)
        if let yearEnd { end = yearEnd }
        while end > place + 1, text.isSign(end - 1, ".,") { end -= 1 }
        guard isMonth(place, hasDay: hasDay, hasYear: yearEnd != nil, isBefore: before != nil, end: end, in: text)
        else {
            return nil
        }
        // "8 to 14 april".
        let isRange = before != nil && ["to", "and", "till", "until"].contains(text.word(start - 1))
        if isRange, let first = text.number(start - 2), (1...31).contains(first), text.digitCount(start - 2) < 3 {
            return span(text, start - 2..<end, .date, .medium)
        }
        let weekday = withWeekday(start, in: text)
        return span(text, weekday..<end, .date, hasDay && yearEnd != nil ? .high : .medium)
    }

    /// Whether the word is a month and not a verb or an abbreviation of the field.
    private func isMonth(_ place: Int, hasDay: Bool, hasYear: Bool, isBefore: Bool, end: Int, in text: FoldedText)
        -> Bool
    {
        let (token, word) = (text.tokens[place], text.word(place))
        let isLead = Self.prepositions.contains(text.word(text.isSign(place - 1, "-") ? place - 2 : place - 1))
        if hasYear { return true }
        let isShort = Months.short[word] != nil
        let isVerb = word == "may" || word == "march"
        if hasDay {
            if isBefore, !(word == "may" && token.casing == .lower) {
                return !isShort || !text.isUnit(place + 1)
            }
            if isBefore {
                return ["of"].contains(text.word(place - 1)) || Self.prepositions.contains(text.word(place - 2))
                    || text.isGlued(place) || !isFollowedByWord(end, text)
            }
            if text.isUnit(end) || text.isSign(end, "%") { return false }
            if isVerb, token.casing == .lower {
                return isLead || !isFollowedByWord(end, text) || isOrdinal(end - 1, text)
                    || text.holds(.function, at: end) && text.word(end) != "of"
                        && text.digitCount(end - 1) > 0
            }
            if isShort, token.casing == .upper, text.isMixedCase || word == "mar" {
                return isLead || !isFollowedByWord(end, text)
            }
            return true
        }
        if isShort { return isLead && token.casing == .capital }
        if Months.foreign[word] != nil { return false }
        if token.casing == .lower || isVerb {
            return isLead && (word != "may" || token.isCapitalised) && !isAction(place, text)
        }
        return true
    }

    private func isOrdinal(_ place: Int, _ text: FoldedText) -> Bool {
        Self.ordinals.contains(text.word(place)) || NumberWords.day(endingAt: place, in: text) != nil
    }

    private func isAction(_ place: Int, _ text: FoldedText) -> Bool {
        text.tokens[place].casing == .lower && ["to", "on", "this", "for"].contains(text.word(place - 1))
    }

    private func isFollowedByWord(_ end: Int, _ text: FoldedText) -> Bool {
        guard let next = text.token(end) else { return false }
        return next.shape == .letters && !next.startsLine
    }

    /// "14", "14th", "the 3rd of" before a month.
    private func dayBefore(_ place: Int, in text: FoldedText) -> (start: Int, day: Int)? {
        var last = place - 1
        if text.isSign(last, "-/.") { last -= 1 }
        if ["of", "de", "di"].contains(text.word(last)) { last -= 1 }
        if let (day, start) = NumberWords.day(endingAt: last, in: text), !text.tokens[place].startsLine {
            return (start, day)
        }
        if Self.ordinals.contains(text.word(last)), text.isGlued(last) { last -= 1 }
        guard let day = text.number(last), (1...31).contains(day), text.digitCount(last) <= 2,
            !(text.isGlued(last) && text.isSign(last - 1, "./")), !text.tokens[place].startsLine
        else { return nil }
        return (last, day)
    }

    private func dayAfter(_ place: Int, in text: FoldedText) -> Int? {
        var number = text.skip("-/", from: place, atMost: 1)
        if text.word(number) == "the" { number += 1 }
        if !text.word(number).isEmpty, let (_, end) = NumberWords.day(at: number, in: text) {
            return text.tokens[number].startsLine ? nil : end
        }
        guard let day = text.number(number), (1...31).contains(day), text.digitCount(number) <= 2,
            !text.tokens[number].startsLine
        else { return nil }
        if text.isGlued(number + 1), text.isSign(number + 1, "./%"), text.isGlued(number + 2),
            text.digitCount(number + 2) > 0,
            !(text.isSign(number + 1, "/"))
        {
            return nil
        }
        let end = number + 1
        return Self.ordinals.contains(text.word(end)) && text.isGlued(end) ? end + 1 : end
    }

    /// The place past a year of four digits, or of two behind a day.
    private func year(after place: Int, isShort: Bool, in text: FoldedText) -> Int? {
        var next = text.skip(",-/.'", from: place, atMost: 2)
        if text.word(next) == "of" { next += 1 }
        if isShort, let end = NumberWords.endOfYear(at: next, in: text) { return end }
        guard let year = text.number(next), !text.tokens[next].startsLine else { return nil }
        if text.digitCount(next) == 4, (1900...2100).contains(year) { return next + 1 }
        guard text.digitCount(next) == 2, isShort && next > place && text.isGlued(next) || text.isSign(next - 1, "'")
        else {
            return nil
        }
        return text.isSign(next + 1, ":") ? nil : next + 1
    }

    private func withWeekday(_ start: Int, in text: FoldedText) -> Int {
        var before = start - 1
        while before > start - 3, text.isSign(before, ",.") || text.word(before) == "the" { before -= 1 }
        return text.holds(.weekday, at: before) ? before : start
    }

    private static let dayLeads: Set<String> = [
        "on", "by", "since", "until", "till", "from", "before", "after", "through", "thru", "around", "about", "for",
        "between", "starting", "dated", "to",
    ]

    /// "on the 14th", "since 3rd" with the sentence or a clause ending behind it.
    private func dayAlone(at place: Int, in text: FoldedText) -> IdentifierSpan? {
        guard let day = text.number(place), (1...31).contains(day), Self.ordinals.contains(text.word(place + 1)),
            text.isGlued(place + 1),
            Self.dayLeads.contains(text.word(text.word(place - 1) == "the" ? place - 2 : place - 1))
        else { return nil }
        let next = text.token(place + 2)
        let ends = next == nil || text.isSign(place + 2, ".,;)") || next?.startsLine == true
        guard ends || text.holds(.function, at: place + 2) || ["pt", "patient"].contains(text.word(place + 2)) else {
            return nil
        }
        return span(text, place..<place + 2, .date, .medium)
    }
}
