/// Days from the report's own fields in forms that are too doubtful without them.
public struct KnownDate: Detector {
    /// The stable name of the rule.
    public let rule = "known-date"

    /// Makes the detector.
    public init() {}

    /// Every mention as "3-14", "0314", "031424", "20240314" or "the 14th".
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        if context.days.isEmpty { return [] }
        let bare = Set(context.days.flatMap(Self.bareForms))
        let pairs = Set(context.days.flatMap { [[$0.month, $0.day], [$0.day, $0.month]] })
        let days = Set(context.days.map(\.day))
        return text.digitTokens.compactMap { place in
            if bare.contains(text.tokens[place].text), !text.isUnit(place + 1) {
                return span(text, place..<place + 1, .date, .medium)
            }
            guard let first = text.number(place) else { return nil }
            if let second = text.number(place + 2), pairs.contains([first, second]), isPair(place, in: text) {
                return span(text, place..<place + 3, .date, .medium)
            }
            let isOrdinal = ["st", "nd", "rd", "th"].contains(text.word(place + 1)) && text.isGlued(place + 1)
            guard isOrdinal, days.contains(first), text.word(place - 1) == "the", !isCounted(place + 2, in: text) else {
                return nil
            }
            return span(text, place..<place + 2, .date, .medium)
        }
    }

    private static func bareForms(_ day: CalendarDay) -> [String] {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let (year, month, date) = ("\(day.year)", two(day.month), two(day.day))
        let short = two(day.year % 100)
        return [
            year + month + date, month + date + year, date + month + year, month + date + short, short + month + date,
        ]
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
