/// Addresses of streets and post-office boxes, with suite, city, state and ZIP code behind them.
public struct StreetAddress: Detector {
    /// The stable name of the rule.
    public let rule = "street-address"

    /// Makes the detector.
    public init() {}

    /// Words that end the name of a street, whatever the case.
    private static let clear: Set<String> = [
        "street", "avenue", "ave", "boulevard", "blvd", "road", "rd", "lane", "parkway", "pkwy", "highway", "hwy",
        "turnpike", "terrace", "expressway",
    ]
    /// Words that end the name of a street only behind capitals.
    private static let unclear: Set<String> = [
        "st", "dr", "drive", "ct", "court", "pl", "place", "way", "ln", "circle", "cir", "square", "sq", "trail",
        "plaza",
        "ter", "pike", "crescent", "mews", "row", "close", "gardens", "grove", "quay", "alley", "loop", "bend",
        "crossing", "ridge", "cove", "glen", "heights", "knoll", "landing", "meadow", "meadows", "trace", "vista",
        "wharf", "wynd", "pde", "parade", "esplanade", "promenade", "strand", "walk", "view", "drift", "brae", "cl",
        "cres", "crest", "rise", "chase", "green", "hollow",
    ]
    /// Of these a number of a house needs no third digit in a text without small letters.
    private static let seldom: Set<String> = [
        "mews", "row", "ln", "lane", "gardens", "grove", "quay", "crescent", "court", "cove", "glen", "knoll", "wharf",
        "blvd", "drive", "circle", "terrace", "meadows", "crossing", "wynd", "pde", "parade", "cres", "brae",
    ]
    private static let stops: Set<String> = FieldWords.units.union([
        "the", "a", "an", "of", "off", "and", "or", "in", "on", "at", "to", "from", "was", "were", "is", "are", "with",
        "for", "by", "per", "all", "no", "not", "than", "more", "then", "that", "this", "down", "along", "across",
        "field",
        "beam", "arc", "scan", "planning", "repeat", "cbct", "ct", "sim", "dose",
    ])
    private static let units: Set<String> = [
        "suite", "ste", "apt", "apartment", "unit", "floor", "fl", "room", "rm", "bldg",
    ]

    /// Every address.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.digitTokens.compactMap { place in
            if isBox(place, in: text) {
                return span(text, boxStart(place, in: text)..<tail(place + 1, in: text), .address)
            }
            if ["apt", "apartment"].contains(text.word(text.isSign(place - 1, "#.") ? place - 2 : place - 1)) {
                let start = text.isSign(place - 1, "#.") ? place - 2 : place - 1
                return span(text, start..<text.endOfWord(place), .address, .medium)
            }
            if let range = foreign(place, in: text) { return span(text, range, .address, .medium) }
            guard let end = streetEnd(from: place, in: text) else { return nil }
            return span(text, place..<tail(end, in: text), .address)
        }
    }

    /// Words that lead the name of a street, and endings of words that are one, in other languages.
    private static let leads: Set<String> = [
        "calle", "paseo", "avenida", "camino", "rue", "via", "plaza", "carrera", "rua", "chemin", "boulevard", "ulica",
        "ul", "viale", "strada", "carrer", "avenue",
    ]
    private static let ends = [
        "straat", "strasse", "weg", "gasse", "gatan", "vegen", "veien", "laan", "platz", "allee",
    ]

    /// "219 calle olvidada", "Kerkstraat 88, Zottegem".
    private func foreign(_ place: Int, in text: FoldedText) -> Range<Int>? {
        if text.digitCount(place) < 5, let lead = text.token(place - 1), lead.count > 6, !lead.word.isVouched,
            !text.tokens[place].startsLine, Self.ends.contains(where: lead.text.hasSuffix)
        {
            return place - 1..<endOfCity(text.endOfWord(place), in: text)
        }
        let lead = text.skip(",", from: place + 1, atMost: 1)
        guard Self.leads.contains(text.word(lead)), text.word(lead) != "via" || text.tokens[lead].isCapitalised else {
            return nil
        }
        var (end, words) = (lead + 1, 0)
        while words < 2, let token = text.token(end), token.shape == .letters, !token.startsLine {
            if !token.trigger.contains(.particle), token.text != "des" { words += 1 }
            if token.trigger.contains(.never) { return words > 1 ? place..<end : nil }
            end += 1
            if words == 1, !text.isMixedCase || text.token(end)?.isCapitalised != true { break }
        }
        return words > 0 ? place..<endOfCity(end, in: text) : nil
    }

    /// The place past "123 N. Main Street" when a street ends within four words.
    private func streetEnd(from place: Int, in text: FoldedText) -> Int? {
        guard text.digitCount(place) <= 6, !(text.isGlued(place) && text.isSign(place - 1, "./-")) else { return nil }
        var (next, words, areCapital) = (place + 1, 0, true)
        if text.isGlued(next) {
            guard text.word(next).count == 1 else { return nil }
            next += 1
        }
        while let token = text.token(next), !token.startsLine, words < 5 {
            if text.isSign(next, ".'-") || token.shape == .mark {
                if text.isSign(next, "."), text.word(next - 1).count > 2 { return nil }
                next += 1
                continue
            }
            if token.shape == .digits {
                // "5th" inside the name of a street.
                guard text.isGlued(next + 1), ["st", "nd", "rd", "th"].contains(text.word(next + 1)) else { return nil }
                (next, words) = (next + 2, words + 1)
                continue
            }
            guard token.shape == .letters else { return nil }
            if words > 0 || text.tokens[next - 1].shape == .mark {
                if Self.clear.contains(token.text) { return next + 1 }
                let isPlain = token.text == "st" && !text.isMixedCase && text.digitCount(place) > 2 && words == 1
                if isPlain, !text.tokens[next - 1].word.contains(.field) { return next + 1 }
                let isWritten = token.casing == .capital || token.casing == .upper && !text.isMixedCase
                if Self.unclear.contains(token.text), areCapital, isWritten,
                    text.isMixedCase || text.digitCount(place) > 2 || Self.seldom.contains(token.text)
                {
                    return next + 1
                }
            }
            if token.count > 1 || token.casing == .lower, Self.stops.contains(token.text), !text.isSign(next + 1, ".") {
                return nil
            }
            areCapital = areCapital && token.isCapitalised
            (next, words) = (next + 1, words + 1)
        }
        return nil
    }

    /// ", Council Bluffs": a city with no state behind a street.
    private func endOfCity(_ end: Int, in text: FoldedText) -> Int {
        guard text.isSign(end, ","), text.isGlued(end) else { return end }
        var city = end + 1
        while city - end < 4, let token = text.token(city), token.shape == .letters, !token.startsLine, token.count > 2,
            text.isMixedCase ? token.casing == .capital : !token.word.isVouched
        {
            city += 1
        }
        return city > end + 1 ? city : end
    }

    private func boxStart(_ place: Int, in text: FoldedText) -> Int {
        var start = place - 1
        while start > 0, place - start < 8, text.word(start) != "p", !text.word(start).hasPrefix("po") { start -= 1 }
        return start
    }

    private func isBox(_ place: Int, in text: FoldedText) -> Bool {
        let box = text.isSign(place - 1, "#") ? place - 2 : place - 1
        guard text.word(box) == "box" else { return false }
        let words = text.wordsBefore(box, 2)
        if words.first == "po" { return true }
        let before = (max(0, box - 4)..<box).map(text.word).filter { !$0.isEmpty }
        return before.suffix(2) == ["p", "o"]
    }

    /// The place past a direction, a suite, and a city with its state and ZIP code.
    private func tail(_ start: Int, in text: FoldedText) -> Int {
        var end = start
        if ["n", "s", "e", "w", "ne", "nw", "se", "sw"].contains(text.word(end)), text.tokens[end].casing == .upper {
            end += 1
        }
        let unit = text.skip(".,", from: end, atMost: 2)
        if Self.units.contains(text.word(unit)) || text.isSign(unit, "#") {
            let number = text.skip(".#", from: unit + 1, atMost: 2)
            if text.digitCount(number) > 0 || text.word(number).count == 1 { end = text.endOfWord(number) }
        }
        var city = text.skip(",.", from: end, atMost: 1)
        let first = city
        while city - first < 4, let token = text.token(city), token.shape == .letters || token.shape == .mark,
            !States.isCode(token)
        {
            city += 1
        }
        let state = text.skip(",", from: city, atMost: 1)
        guard let token = text.token(state), States.isCode(token) || token.label == .location else {
            return endOfCity(end, in: text)
        }
        let zip = state + 1
        guard text.digitCount(zip) == 5 else { return States.isCode(token) ? state + 1 : end }
        return text.isSign(zip + 1, "-") && text.digitCount(zip + 2) == 4 ? zip + 3 : zip + 1
    }
}
