/// Long runs of digits, mixes of letters and digits, and groups with hyphens that read as a unique number.
public struct RecordNumberLike: Detector {
    /// The stable name of the rule.
    public let rule = "record-number-like"

    /// Makes the detector.
    public init() {}

    /// Every unique number without a label.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        var (spans, done) = ([IdentifierSpan](), 0)
        for place in text.digitTokens where place >= done {
            let start = startOfCompound(place, in: text)
            let end = endOfCompound(place, in: text)
            done = max(end, place + 1)
            if let span = compound(start..<end, in: text) {
                spans.append(span)
                continue
            }
            var next = start
            while next < end {
                if text.token(next)?.shape == .sign {
                    next += 1
                    continue
                }
                let wordEnd = text.endOfWord(next)
                if let span = single(next..<min(wordEnd, end), in: text) { spans.append(span) }
                next = max(wordEnd, next + 1)
            }
        }
        return spans
    }

    /// One run of seven or more digits, or a word of six or more signs with four digits.
    private func single(_ word: Range<Int>, in text: FoldedText) -> IdentifierSpan? {
        guard let first = text.token(word.lowerBound) else { return nil }
        let digits = word.reduce(0) { $0 + text.digitCount($1) }
        // "rwhitt09": a login is a name with a number.
        if word.count == 2, first.shape == .letters, first.count > 4, !first.word.isVouched, digits > 1,
            !FieldWords.models.contains(first.text), !first.word.contains(.slip)
        {
            return span(text, word, .id, .medium)
        }
        guard digits >= 4, !isMeasured(word, in: text) else { return nil }
        if word.count == 1 {
            guard digits >= 7 else { return nil }
            let isDate = digits == 8 && isCalendarDay(first.text)
            return span(text, word, isDate ? .date : .id, .medium)
        }
        let length = word.reduce(0) { $0 + text.tokens[$1].count }
        let letters = word.filter { text.tokens[$0].shape == .letters }.map { text.tokens[$0].text }
        let isQuantity = letters.allSatisfy(FieldWords.units.contains) && (first.shape == .digits || first.count > 1)
        guard length >= 6, !isQuantity, !FieldWords.models.contains(letters[0]) else { return nil }
        return span(text, word, .id, .medium)
    }

    /// Groups glued with hyphens and the like: seven or more digits with one long group or three groups.
    private func compound(_ word: Range<Int>, in text: FoldedText) -> IdentifierSpan? {
        let signs = word.filter { text.tokens[$0].shape == .sign }
        guard !signs.isEmpty, !isMeasured(word, in: text),
            !word.contains(where: { DateShape.endOfFullDate(at: $0, in: text) != nil })
        else { return nil }
        let counts = word.map(text.digitCount).filter { $0 > 0 }
        let letters = word.filter { text.tokens[$0].shape == .letters }.map { text.tokens[$0].text }
        let total = counts.reduce(0, +)
        guard !FieldWords.models.contains(letters.first ?? "") else { return nil }
        if isPrefixed(word, letters, total, in: text) { return span(text, word, .id, .medium) }
        let isLong = total >= 7 && (counts.contains { $0 >= 5 } || counts.count >= 3 || isTwoFours(word, in: text))
        guard isLong, !letters.contains(where: FieldWords.units.contains) else { return nil }
        return span(text, word, .id, .medium)
    }

    /// "8810-2277", but no span of years.
    private func isTwoFours(_ word: Range<Int>, in text: FoldedText) -> Bool {
        let numbers = word.filter { text.digitCount($0) >= 4 }
        return numbers.count > 1 && !numbers.allSatisfy { (1900...2100).contains(text.number($0) ?? 0) }
    }

    /// Symbols of elements and names of markers and of joints of the spine, which hyphens and digits follow.
    private static let symbols: Set<String> = [
        "ir", "co", "cs", "pd", "lu", "ra", "sr", "tc", "sm", "ru", "yb", "am", "cf", "ga", "cu", "au", "xe", "kr",
        "ca",
        "il", "cd", "pd", "covid", "sars", "h", "c", "t", "l", "s", "n", "i", "y", "p", "f", "b", "d", "mv", "her",
    ]

    /// "LB-3301", "ROI-118803", "G-25-00418": letters that no list explains before three digits, any before more.
    private func isPrefixed(_ word: Range<Int>, _ letters: [String], _ total: Int, in text: FoldedText) -> Bool {
        guard let first = text.token(word.lowerBound), first.shape == .letters, letters.allSatisfy({ $0.count < 6 }),
            text.isSign(word.lowerBound + 1, "-") || total >= 6,
            first.casing == .upper || !text.isMixedCase
        else { return false }
        if total >= 5 { return true }
        guard !Self.symbols.contains(first.text) else { return false }
        let isYear = word.contains { (1900...2100).contains(text.number($0) ?? 0) }
        return total == 4 && !isYear || total > 2 && !first.word.isVouched
    }

    /// A unit behind it, or a decimal point or a thousands separator glued to it, makes it a quantity.
    private func isMeasured(_ word: Range<Int>, in text: FoldedText) -> Bool {
        let (start, end) = (word.lowerBound, word.upperBound)
        if text.isUnit(end) || text.isSign(end, "%") { return true }
        let isFollowed =
            text.isGlued(end) && text.isSign(end, ".,") && text.isGlued(end + 1) && text.digitCount(end + 1) > 0
        let isPreceded =
            text.isGlued(start) && text.isSign(start - 1, ".,") && text.digitCount(start - 2) > 0
            && text.isGlued(start - 1)
        return isFollowed || isPreceded
    }

    private func isCalendarDay(_ digits: String) -> Bool {
        guard let value = Int(digits) else { return false }
        return DateShape.isDay(year: value / 10000, month: value / 100 % 100, day: value % 100)
            || DateShape.isDay(year: value % 10000, month: value / 1_000_000, day: value / 10000 % 100)
            || DateShape.isDay(year: value % 10000, month: value / 10000 % 100, day: value / 1_000_000)
    }

    private func endOfCompound(_ place: Int, in text: FoldedText) -> Int {
        var end = text.endOfWord(place)
        while text.isGlued(end), text.isSign(end, "-/"), text.isGlued(end + 1),
            text.word(end + 1) != "" || text.digitCount(end + 1) > 0
        {
            end = text.endOfWord(end + 1)
        }
        return end
    }

    private func startOfCompound(_ place: Int, in text: FoldedText) -> Int {
        var start = text.startOfWord(place)
        while text.isGlued(start), text.isSign(start - 1, "-/"), text.isGlued(start - 1),
            text.word(start - 2) != "" || text.digitCount(start - 2) > 0
        {
            start = text.startOfWord(start - 2)
        }
        return start
    }
}
