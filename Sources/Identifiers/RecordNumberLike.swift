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
            if let span = fours(start..<end, in: text) {
                spans.append(span)
                continue
            }
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

    /// "TREJ 5307 2411", "DRV 77-0412-K": capitals that no list explains, a space, and two groups of digits.
    private func fours(_ word: Range<Int>, in text: FoldedText) -> IdentifierSpan? {
        let lead = word.lowerBound - 1
        if word.count == 1, let end = card(word.lowerBound, in: text) {
            return span(text, word.lowerBound..<end, label(word, in: text), .medium)
        }
        guard let letters = text.token(lead), letters.shape == .letters,
            letters.casing == .upper && (text.isMixedCase || word.count > 2)
                || !text.isMixedCase && letters.casing == .lower && letters.count == 3 && word.count == 1
                    && !letters.word.contains(.slip),
            (2...5).contains(letters.count), !letters.word.isVouched, !letters.trigger.contains(.model),
            !text.tokens[word.lowerBound].startsLine, text.isOneWord(lead), !isMeasured(word, in: text)
        else { return nil }
        var (end, digits) = (word.upperBound, word.reduce(0) { $0 + text.digitCount($1) })
        if word.count == 1, digits == 4, text.digitCount(end) == 4, !text.tokens[end].startsLine {
            (end, digits) = (end + 1, 8)
        }
        // Four digits may be a time of the day or a year.
        let isPlain = word.count == 1 && digits == 4 && letters.count > 2 && (text.number(word.lowerBound) ?? 0) > 2400
        guard digits > 4 || isPlain else { return nil }
        return span(text, lead..<end, label(word, in: text), .medium)
    }

    /// "898 0012 3345 6671": three or more groups of three or four digits that are no list of times.
    private func card(_ place: Int, in text: FoldedText) -> Int? {
        var (end, digits) = (place, 0)
        while end - place < 5, (3...4).contains(text.digitCount(end)), end == place || !text.tokens[end].startsLine,
            !text.isSign(end + 1, "%"), !text.isUnit(end + 1)
        {
            digits += text.digitCount(end)
            end += 1
        }
        let isTimes = (place..<end).allSatisfy { text.digitCount($0) == 4 && (text.number($0) ?? 9999) < 2400 }
        if end - place > 2, digits > 8, !isTimes { return end }
        // "98400 55512".
        return text.digitCount(place) == 5 && text.digitCount(place + 1) == 5 && !text.tokens[place + 1].startsLine
            && !text.isUnit(place + 2) ? place + 2 : nil
    }

    /// Things that bear a serial number.
    private static let devices: Set<String> = [
        "linac", "machine", "chamber", "electrometer", "drive", "detector", "applicator", "phantom", "diode", "probe",
        "scanner", "camera", "device", "afterloader", "truebeam", "clinac", "halcyon", "versa", "elekta", "varian",
        "array", "thermometer", "barometer", "pump", "pacemaker", "icd", "board", "couch", "laser", "lasers", "monitor",
        "dosimeter", "survey", "meter", "well", "magnetron", "klystron", "motor", "engine", "radixact", "tomotherapy",
        "cyberknife", "ethos", "unity", "synergy", "infinity", "esprit", "gammaknife", "perfexion", "icon", "serial",
    ]

    private func label(_ word: Range<Int>, in text: FoldedText) -> MarkLabel {
        text.wordsBefore(word.lowerBound, 2).contains(where: Self.devices.contains) ? .serial : .id
    }

    /// Before six digits that tell what happened or how often, not to whom.
    private static let codes: Set<String> = [
        "code", "codes", "error", "fault", "interlock", "message", "version", "build", "revision", "rev", "cpt",
        "count",
        "counts", "reading", "event", "alarm", "warning", "step", "of", "about", "over", "than", "x",
    ]

    /// One run of six or more digits, or a word of six or more signs with four digits.
    private func single(_ word: Range<Int>, in text: FoldedText) -> IdentifierSpan? {
        guard let first = text.token(word.lowerBound) else { return nil }
        let digits = word.reduce(0) { $0 + text.digitCount($1) }
        // "rwhitt09": a login is a name with a number.
        if word.count == 2, first.shape == .letters, !first.word.isVouched, !first.trigger.contains(.model),
            first.count > 4 && digits > 1 && !first.word.contains(.slip)
                || first.count > 1 && digits > 3 && first.casing != .mixed
        {
            return span(text, word, label(word, in: text), .medium)
        }
        guard !isMeasured(word, in: text) else { return nil }
        if isWoven(word, digits, in: text) { return span(text, word, label(word, in: text), .medium) }
        guard digits >= 4 else { return nil }
        if word.count == 1 {
            // "#20881".
            let isNumbered = digits > 4 && text.isGlued(word.lowerBound) && text.isSign(word.lowerBound - 1, "#")
            let isCode = Self.codes.contains(text.word(word.lowerBound - 1))
            guard digits >= (isCode ? 7 : 6) || isNumbered || !isCode && isUnexplained(word.lowerBound, in: text) else {
                return nil
            }
            let isDate = digits == 8 && isCalendarDay(first.text)
            return span(text, word, isDate ? .date : label(word, in: text), .medium)
        }
        let length = word.reduce(0) { $0 + text.tokens[$1].count }
        let letters = word.filter { text.tokens[$0].shape == .letters }.map { text.tokens[$0].text }
        let isQuantity =
            digits < 10 && letters.allSatisfy(FieldWords.units.contains) && (first.shape == .digits || first.count > 1)
        guard length >= 6, !isQuantity, !FieldWords.models.contains(letters[0]) else { return nil }
        return span(text, word, label(word, in: text), .medium)
    }

    /// Five digits that are no code of a procedure, no round number and no number of many.
    private func isUnexplained(_ place: Int, in text: FoldedText) -> Bool {
        guard text.digitCount(place) == 5, let value = text.number(place), value % 100 != 0,
            !(70000..<80000).contains(value), !(99000...99999).contains(value), text.isOneNumber(place)
        else { return false }
        return !text.wordsBefore(place, 2).contains(where: Self.codes.contains)
    }

    /// "7KXB412", "LK72ZXB", "HAL664": letters and digits by turns, or three of each; no stage, joint or technique.
    private func isWoven(_ word: Range<Int>, _ digits: Int, in text: FoldedText) -> Bool {
        let letters = word.filter { text.tokens[$0].shape == .letters }
        let length = word.reduce(0) { $0 + text.tokens[$1].count }
        guard digits > 1, length > 5, word.count > 1, let first = letters.first,
            letters.allSatisfy({ text.tokens[$0].casing == .upper }),
            !letters.contains(where: { text.tokens[$0].count > 1 && text.tokens[$0].word.contains(.field) }),
            !letters.contains(where: { text.holds(.unit, at: $0) && text.tokens[$0].count > 1 }),
            !text.holds(.model, at: first),
            !letters.allSatisfy({
                ["c", "t", "l", "s", "n", "m", "p", "y", "x", "v", "g", "d"].contains(text.word($0))
            })
        else { return false }
        return word.count > 2
            ? letters.contains { text.tokens[$0].count > 1 } && digits > 2
            : digits > 2 && text.tokens[first].count > 2 && !text.tokens[first].word.isVouched
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
        // "nrg-0631-004" is a subject, "NRG-BN005" a study.
        guard !FieldWords.models.contains(letters.first ?? "") || total > 6 && counts.count > 1 else { return nil }
        let isAppended =
            word.count == 3 && (text.digitCount(word.lowerBound) >= 4) && letters.first?.count == 1
            && text.tokens[word.upperBound - 1].casing == .upper
        let isCentred =
            counts.count > 1 && total > 4 && letters.count == 1 && (2...5).contains(letters[0].count)
            && signs.count == 2
            && text.digitCount(word.lowerBound) > 0 && !FieldWords.units.contains(letters[0])
            && Months.month(letters[0]) == nil && !["iii", "vi", "ii", "iv", "to"].contains(letters[0])
        if isAppended || isCentred || isPrefixed(word, letters, total, in: text) {
            return span(text, word, label(word, in: text), .medium)
        }
        let isLong = total >= 7 && (counts.contains { $0 >= 5 } || counts.count >= 3 || isTwoFours(word, in: text))
        guard isLong, !letters.contains(where: FieldWords.units.contains) else { return nil }
        return span(text, word, label(word, in: text), .medium)
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
            text.isSign(word.lowerBound + 1, "-/") || total >= 5,
            first.casing == .upper || !text.isMixedCase
        else { return false }
        if total >= 5 { return true }
        let isYear = word.contains { (1900...2100).contains(text.number($0) ?? 0) }
        guard !Self.symbols.contains(first.text) else { return total == 4 && !isYear && first.count > 1 }
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
