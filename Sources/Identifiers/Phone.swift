/// Telephone, fax and pager numbers and extensions.
public struct Phone: Detector {
    /// The stable name of the rule.
    public let rule = "phone"

    /// Makes the detector.
    public init() {}

    /// Words before a number of a telephone.
    static let cues: Set<String> = [
        "phone", "tel", "telephone", "cell", "mobile", "fax", "pager", "paged", "beeper", "ext", "extension", "extn",
        "voicemail", "hotline", "ph", "handy", "telefon", "telefono", "gsm", "tlf", "movil", "rufnummer", "durchwahl",
        "callback", "landline", "sms", "phs", "dect", "vocera", "spectralink", "ascom", "bleep",
    ]
    private static let calls: Set<String> = [
        "call", "ring", "phone", "tel", "dial", "text", "whatsapp", "fax", "mobile",
    ]
    private static let fillers: Set<String> = ["no", "number", "num", "is", "was", "her", "his", "their", "me", "line"]
    private static let extensions: Set<String> = ["x", "ext", "extension", "extn"]

    /// Every number of a telephone.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        var spans: [IdentifierSpan] = []
        for place in text.digitTokens {
            if let span = plain(at: place, in: text) { spans.append(span) }
        }
        for place in text.places {
            if text.isSign(place, "+"), let span = international(at: place, in: text) { spans.append(span) }
            if text.tokens[place].count == 1, text.word(place) == "x", let span = short(at: place, in: text) {
                spans.append(span)
            }
            if text.tokens[place].trigger.contains(.phone), let span = cued(at: place, in: text) { spans.append(span) }
        }
        return spans
    }

    /// Groups of digits from a token on, with at most two separators between.
    private func groups(at start: Int, in text: FoldedText, atMost limit: Int) -> (counts: [Int], end: Int) {
        var (counts, end, place) = ([Int](), start, start)
        while counts.count < limit, text.digitCount(place) > 0, place == start || !text.tokens[place].startsLine {
            counts.append(text.digitCount(place))
            end = place + 1
            place = text.skip("-./()", from: end, atMost: 2)
            // Parentheses hold the group behind a country's code; "297-301 (2007)" is no number.
            if text.isSign(place - 1, "("), counts.count > 1 || !text.isSign(place + 1, ")") { break }
        }
        return (counts, end)
    }

    /// (ddd) ddd-dddd with an optional 1 before it, ddd-dddd, and national numbers with a leading zero.
    private func plain(at place: Int, in text: FoldedText) -> IdentifierSpan? {
        if text.isGlued(place), text.isSign(place - 1, ".-/"), text.digitCount(place - 2) > 0 { return nil }
        let (counts, _) = groups(at: place, in: text, atMost: 6)
        let hasPrefix = counts.first == 1 && text.number(place) == 1
        let lengths = Array(counts.dropFirst(hasPrefix ? 1 : 0))
        if lengths == [2, 5, 4] || lengths == [2, 4, 4], text.isSign(place - 1, "("), text.isSign(place + 1, ")") {
            return span(text, place - 1..<groups(at: place, in: text, atMost: 3).end, .phone)
        }
        if counts == [4, 4], text.wordsBefore(place, 2).contains(where: Self.calls.contains) {
            return span(text, place..<groups(at: place, in: text, atMost: 2).end, .phone, .medium)
        }
        var (length, confidence) = (0, Confidence.high)
        if lengths.starts(with: [3, 3, 4]) {
            length = 3
        } else if lengths.starts(with: [3, 7]) {
            length = 2
        } else if !hasPrefix, lengths.starts(with: [3, 4]), text.isSign(place + 1, "-"), text.isGlued(place + 1),
            text.isGlued(place + 2)
        {
            (length, confidence) = (2, .medium)
        } else if !hasPrefix, text.tokens[place].text.hasPrefix("0"), isNational(counts, text.tokens[place].text) {
            (length, confidence) = (counts.count, .medium)
        }
        guard length > 0 else { return nil }
        let end = groups(at: place, in: text, atMost: length + (hasPrefix ? 1 : 0)).end
        if text.isGlued(end), text.isSign(end, "-."), text.isGlued(end + 1), text.digitCount(end + 1) > 0 { return nil }
        // An area code, an exchange and a line are a telephone whatever follows; "w/ questions" is no unit either.
        if length < 3, text.isUnit(end), !Self.extensions.contains(text.word(end)) { return nil }
        let start = text.isSign(place - 1, "(") && text.isSign(place + 1, ")") ? place - 1 : place
        return span(text, start..<endOfExtension(end, in: text), .phone, confidence)
    }

    /// Numbers of other countries: "0049 201 555 0177", "05731 / 5550-42", "04 78 55 01 22"; no list of times of the day.
    private func isNational(_ counts: [Int], _ first: String) -> Bool {
        let total = counts.reduce(0, +)
        if counts == [2, 2, 2, 2, 2] { return true }
        guard counts.count > 1, counts[0] > 2, counts.dropFirst().contains(where: { $0 > 2 }) else { return false }
        if first.hasPrefix("00") { return (10...15).contains(total) && counts[0] < 6 }
        return (9...12).contains(total) && !(counts.allSatisfy { $0 == 4 })
    }

    private func international(at plus: Int, in text: FoldedText) -> IdentifierSpan? {
        let (counts, end) = groups(at: text.skip("(", from: plus + 1), in: text, atMost: 6)
        guard (8...15).contains(counts.reduce(0, +)), !text.isUnit(end) else { return nil }
        return span(text, plus..<endOfExtension(end, in: text), .phone)
    }

    /// Four or more digits behind "pager", "ext" and their like.
    private func cued(at cue: Int, in text: FoldedText) -> IdentifierSpan? {
        var start = cue + 1
        while start - cue < 6, text.isSign(start, ".:#=(-") || Self.fillers.contains(text.word(start)) { start += 1 }
        if Self.extensions.contains(text.word(start)), text.isGlued(start + 1) { start += 1 }
        let isAt = text.word(start) == "at"
        if isAt { start += 1 }
        let (counts, end) = groups(at: start, in: text, atMost: 4)
        let total = counts.reduce(0, +)
        // Behind "at" four digits are a time of the day.
        let isExtension = Self.extensions.contains(text.word(cue))
        guard total >= (isAt ? 5 : isExtension ? 2 : 4), total <= 15 else { return nil }
        if total <= 6, text.isUnit(end) { return nil }
        return span(
            text, (isExtension ? cue : start)..<endOfExtension(end, in: text), .phone,
            isAt || isExtension ? .medium : .high)
    }

    /// "x50113", but not "x10000" particles.
    private func short(at place: Int, in text: FoldedText) -> IdentifierSpan? {
        guard text.isGlued(place + 1), (4...5).contains(text.digitCount(place + 1)),
            !text.isGlued(place + 2) || text.isSign(place + 2, ".,;:)\"'!?"),
            text.tokens[place].isSpaced || text.isSign(place - 1, "(\"'"), !text.isUnit(place + 2)
        else { return nil }
        return span(text, place..<place + 2, .phone, .medium)
    }

    private func endOfExtension(_ end: Int, in text: FoldedText) -> Int {
        let cue = text.skip(",", from: end, atMost: 1)
        if text.isSign(cue, "#"), text.isGlued(cue + 1), (2...6).contains(text.digitCount(cue + 1)) { return cue + 2 }
        guard Self.extensions.contains(text.word(cue)) else { return end }
        let number = text.skip(".:#", from: cue + 1)
        return (2...6).contains(text.digitCount(number)) ? number + 1 : end
    }
}
