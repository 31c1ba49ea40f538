/// Days from the report's own fields in forms that are too doubtful without them.
public struct KnownDate: Detector {
    /// The stable name of the rule.
    public let rule = "known-date"

    /// Makes the detector.
    public init() {}

    /// Every mention as "3-14", "0314", "031424", "20240314" or "the 14th".
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        if context.days.isEmpty { return [] }
        return text.digitTokens.compactMap { place in
            guard let first = text.number(place) else { return nil }
            let digits = text.digitCount(place)
            if digits > 5, context.days.contains(where: { Self.isBare(first, digits, $0) }), !text.isUnit(place + 1) {
                return span(text, place..<place + 1, .date, .medium)
            }
            if let second = text.number(place + 2),
                context.days.contains(where: {
                    $0.month == first && $0.day == second || $0.day == first && $0.month == second
                }), isPair(place, in: text)
            {
                return span(text, place..<place + 3, .date, .medium)
            }
            let isOrdinal = ["st", "nd", "rd", "th"].contains(text.word(place + 1)) && text.isGlued(place + 1)
            guard isOrdinal, context.days.contains(where: { $0.day == first }), text.word(place - 1) == "the",
                !isCounted(place + 2, in: text)
            else {
                return nil
            }
            return span(text, place..<place + 2, .date, .medium)
        }
    }

    /// "20250314", "03142025", "14032025", "031425", "250314".
    private static func isBare(_ value: Int, _ digits: Int, _ day: CalendarDay) -> Bool {
        let (year, month, date, short) = (day.year, day.month, day.day, day.year % 100)
        switch digits {
        case 8:
            return value == year * 10000 + month * 100 + date || value == (month * 100 + date) * 10000 + year
                || value == (date * 100 + month) * 10000 + year
        case 6: return value == month * 10000 + date * 100 + short || value == short * 10000 + month * 100 + date
        default: return false
        }
    }

    /// Two numbers glued with a sign, neither part of a longer number nor followed by a unit.
    private func isPair(_ place: Int, in text: FoldedText) -> Bool {
        guard text.isSign(place + 1, "/-"), text.isGlued(place + 1), text.isGlued(place + 2) else { return false }
        if text.isGlued(place), text.isSign(place - 1, "./-+#") || text.token(place - 1)?.shape == .letters {
            return false
        }
        if text.isGlued(place + 3), !text.isSign(place + 3, ",.;:)!?") || text.isGlued(place + 4) { return false }
        let isLabel = text.digitCount(place + 4) > 0
        let near = text.wordsBefore(place, 1) + (isLabel ? [] : text.wordsAfter(place + 2, 1))
        return !near.contains(where: FieldWords.ratioWords.contains)
    }

    private func isCounted(_ place: Int, in text: FoldedText) -> Bool {
        text.holds(.ratio, at: place)
            || ["floor", "time", "attempt", "and"].contains(text.word(place))
    }
}
