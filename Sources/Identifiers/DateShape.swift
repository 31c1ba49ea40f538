/// Dates written in digits: American, European and ISO orders, with and without the year.
public struct DateShape: Detector {
    /// The stable name of the rule.
    public let rule = "date"

    /// Makes the detector.
    public init() {}

    /// Words before "1/2" or "3-14" without which they are a part or a range.
    private static let cues: Set<String> = [
        "on", "since", "until", "till", "dated", "date", "dates", "dob", "born", "by", "from", "scheduled", "due",
        "before",
        "after", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "monday", "tuesday",
        "wednesday",
        "thursday", "friday", "saturday", "sunday", "simmed", "started", "effective", "through", "thru", "seen", "see",
        "called", "told", "resumed", "conf", "conference", "appt", "changed", "is", "was", "out", "back", "again",
        "missed", "done", "sent", "faxed", "charted", "signed", "at", "notified", "informed", "paged", "reported",
        "hold",
        "skip", "skipped", "resume", "start", "starts", "ended", "ends", "dc", "surgery", "admitted", "discharged",
        "reviewed", "faxed", "emailed", "received", "returned", "moved", "booked", "rebooked", "rescheduled", "next",
        "pt", "pts", "patient", "appointment", "dob", "sim", "mri", "pet", "biopsy", "closed", "opened", "reopened",
    ]

    /// Every date in digits.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        var (spans, done) = ([IdentifierSpan](), 0)
        for place in text.digitTokens where place >= done {
            guard !isInsideNumber(place, in: text), let found = date(at: place, in: text) else { continue }
            spans.append(span(text, place..<found.end, .date, found.confidence))
            done = found.end
        }
        return spans
    }

    private func date(at place: Int, in text: FoldedText) -> (end: Int, confidence: Confidence)? {
        if let end = Self.endOfFullDate(at: place, in: text) { return (end, .high) }
        if let end = pointed(at: place, in: text) { return (end, .medium) }
        if let end = romanMonth(at: place, in: text) { return (end, .high) }
        if let end = monthAndYear(at: place, in: text) { return (end, .medium) }
        return monthAndDay(at: place, in: text).map { ($0, .medium) }
    }

    /// Whether numbers can be a day of a year near ours; a year of two digits always can.
    static func isDay(year: Int, month: Int, day: Int) -> Bool {
        (1...12).contains(month) && (1...31).contains(day) && (year < 100 || (1900...2100).contains(year))
    }

    private static func isDayInEitherOrder(_ first: Int, _ second: Int, year: Int) -> Bool {
        isDay(year: year, month: first, day: second) || isDay(year: year, month: second, day: first)
    }

    private func isInsideNumber(_ place: Int, in text: FoldedText) -> Bool {
        guard text.isGlued(place), text.isSign(place - 1, "./+"), text.isGlued(place - 1) else { return false }
        return text.digitCount(place - 2) > 0
    }

    /// Day, month and year with the same sign between.
    static func endOfFullDate(at place: Int, in text: FoldedText) -> Int? {
        guard let first = text.number(place), text.isSign(place + 1, "/-."), let second = text.number(place + 2),
            text.token(place + 3)?.text == text.token(place + 1)?.text, let third = text.number(place + 4)
        else { return nil }
        let (isYearFirst, isYearLast) = (text.digitCount(place) == 4, text.digitCount(place + 4) == 4)
        guard text.digitCount(place + 2) <= 2, isYearFirst != isYearLast || text.digitCount(place + 4) == 2,
            isYearFirst || text.digitCount(place) <= 2, !isYearFirst || text.digitCount(place + 4) <= 2
        else { return nil }
        let isTight = (place + 1...place + 4).allSatisfy(text.isGlued)
        let end = place + 5
        guard isTight || isYearFirst || isYearLast || text.isSign(place + 1, "/") else { return nil }
        if text.isGlued(end), text.isSign(end, "/.+"), text.isGlued(end + 1), text.digitCount(end + 1) > 0 {
            return nil
        }
        let isReal =
            isYearFirst
            ? isDay(year: first, month: second, day: third)
            : isDayInEitherOrder(first, second, year: third)
        guard isReal else { return nil }
        if isYearFirst || isYearLast { return end }
        // With a year of two digits: shifts "10/10/10 mm", versions "15.6.11" and lists of fields read alike.
        let before = text.wordsBefore(place, 2)
        if text.isSign(place + 1, "."), before.contains(where: FieldWords.versionWords.contains) { return nil }
        if text.isUnit(end) || text.isSign(end, "%°") { return nil }
        if isList(text.word(place - 1)) || text.isSign(place - 1, ":,.") && isList(text.word(place - 2)) { return nil }
        return end
    }

    private static func isList(_ word: String) -> Bool {
        !cues.contains(word) && FieldWords.ratioWords.contains(word)
            && ![
                "day", "week", "month", "treatment", "tx", "visit", "check", "delivered", "received", "completed", "of",
            ]
            .contains(word)
    }

    /// "since 24.6.": day and month with a point behind each.
    private func pointed(at place: Int, in text: FoldedText) -> Int? {
        guard let day = text.number(place), (1...31).contains(day), let month = text.number(place + 2),
            (1...12).contains(month), text.isSign(place + 1, "."), text.isSign(place + 3, "."),
            (place + 1...place + 3).allSatisfy(text.isGlued),
            !(text.isGlued(place + 4) && text.digitCount(place + 4) > 0),
            Self.cues.contains(text.word(place - 1))
                || ["am", "vom", "den", "bis", "ab", "zum", "le", "du"].contains(text.word(place - 1))
        else { return nil }
        return place + 4
    }

    private static let romans: Set<String> = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
    ]

    /// "14-III-25", "3.XI.2024".
    private func romanMonth(at place: Int, in text: FoldedText) -> Int? {
        guard let day = text.number(place), (1...31).contains(day), text.isSign(place + 1, "-./"),
            Self.romans.contains(text.word(place + 2)), text.isSign(place + 3, "-./"),
            [2, 4].contains(text.digitCount(place + 4)), (place + 1...place + 4).allSatisfy(text.isGlued)
        else { return nil }
        return place + 5
    }

    /// "03/2024" and "2024-03".
    private func monthAndYear(at place: Int, in text: FoldedText) -> Int? {
        guard let first = text.number(place), text.isSign(place + 1, "/-"), text.isGlued(place + 1),
            text.isGlued(place + 2),
            let second = text.number(place + 2), !text.isGlued(place + 3) || !text.isSign(place + 3, "/-."),
            !text.isUnit(place + 3)
        else { return nil }
        let counts = (text.digitCount(place), text.digitCount(place + 2))
        let isMonthFirst =
            counts.0 <= 2 && counts.1 == 4 && Self.isDay(year: second, month: first, day: 1) && second > 1999
        let isYearFirst =
            counts.0 == 4 && counts.1 == 2 && Self.isDay(year: first, month: second, day: 1) && first > 1999
        return isMonthFirst || isYearFirst ? place + 3 : nil
    }

    /// "3/14": unless a word or sign of the field says that it is a part of something.
    private func monthAndDay(at place: Int, in text: FoldedText) -> Int? {
        guard let first = text.number(place), text.isGlued(place + 1), text.isGlued(place + 2),
            text.isSign(place + 1, "/")
                || text.isSign(place + 1, "-") && ["on", "dated", "since", "until"].contains(text.word(place - 1)),
            let second = text.number(place + 2), text.digitCount(place) <= 2, text.digitCount(place + 2) <= 2,
            Self.isDayInEitherOrder(first, second, year: 0)
        else { return nil }
        if text.isGlued(place), text.token(place - 1)?.shape == .letters || text.isSign(place - 1, "#+*±<>=") {
            return nil
        }
        let end = place + 3
        if text.isGlued(end), let next = text.token(end) {
            if next.shape == .letters || text.isSign(end, "%+*/°") { return nil }
            if text.isSign(end, "."), text.isGlued(end + 1), text.digitCount(end + 1) > 0 { return nil }
        }
        let before = text.wordsBefore(place, 3).filter { $0 != "w" && $0 != "o" }
        // What stands behind a comma or a time belongs to something else.
        let after = [text.word(end)].filter { !$0.isEmpty }
        let isCued =
            before.first.map {
                Self.cues.contains($0) || $0.hasSuffix("ed") && $0.count > 4 && !FieldWords.ratioWords.contains($0)
            } ?? false
        // "3/28 fx" is a part, "1/22 fx 11" a day.
        if let next = after.first, FieldWords.ratioWords.contains(next), text.tokens[end].shape == .letters,
            text.digitCount(end + 1) == 0
        {
            return nil
        }
        // "12/3 & 12/4": what stands beside a day is one.
        let joint = text.isSign(place - 1, "&,-/") || ["and", "to", "or", "then"].contains(text.word(place - 1))
        if joint, text.token(place - 2)?.label == .date { return endOfRange(end, in: text) }
        // Days before months are too seldom, and "30/10" too often a prescription, to go without a cue.
        // What is left, such as "21/6", is no part of anything.
        let isDayFirst =
            first > 12 && (6...12).contains(second) && second != 10 && first % second != 0
            && !(before + after).contains(where: FieldWords.ratioWords.contains) && !text.isSign(place - 1, "#%")
        if isDayFirst { return endOfRange(end, in: text) }
        if first > 12, !isCued { return nil }
        if isCued { return endOfRange(end, in: text) }
        // No one is treated for the twelfth time of four.
        if first > second,
            before.first.map({ ["tx", "treatment", "visit", "sim", "scan", "day"].contains($0) }) ?? false
        {
            return endOfRange(end, in: text)
        }
        if text.isSign(place - 1, "#%") || (before + after).contains(where: FieldWords.ratioWords.contains) {
            return nil
        }
        // "1/2", "2/3", "5/5" are parts more often than days.
        if second <= 5 && first <= second || second == 10 && text.digitCount(place) == 1 { return nil }
        return endOfRange(end, in: text)
    }

    /// "3/14-16" ends behind the second day.
    private func endOfRange(_ end: Int, in text: FoldedText) -> Int {
        guard text.isGlued(end), text.isSign(end, "-"), text.isGlued(end + 1), let day = text.number(end + 1),
            day <= 31,
            !text.isSign(end + 2, "/"), !text.isGlued(end + 2) || text.isSign(end + 2, ",.;)")
        else { return end }
        return end + 2
    }
}
