/// Numbers dictated digit by digit: telephones, records, serial numbers, plates, and names spelled letter by letter.
public struct SpokenNumber: Detector {
    /// The stable name of the rule.
    public let rule = "spoken-number"

    /// Makes the detector.
    public init() {}

    private static let digits: Set<String> = [
        "zero", "oh", "o", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ]
    private static let others: Set<String> = [
        "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "double", "triple",
    ]
    /// Words at which to begin to look.
    static let words = digits.union(others)
    private static let joints: Set<String> = ["dash", "hyphen", "slash", "dot", "underscore"]
    private static let serials: Set<String> = ["serial", "source"]
    private static let phones: Set<String> = [
        "phone", "cell", "mobile", "fax", "pager", "extension", "ext", "beeper", "telephone", "bleep", "ascom",
        "vocera",
    ]
    private static let labels: Set<String> = [
        "record", "mrn", "account", "accession", "log", "badge", "plate", "asset", "case", "claim", "ticket", "id",
        "run", "employee", "policy", "tag", "chart", "code", "license", "room", "ending", "member", "reference",
        "social", "security", "registration", "form", "tracking", "confirmation", "reference", "plates", "passport",
    ]
    private static let fillers: Set<String> = [
        "number", "numbers", "is", "was", "the", "of", "medical", "no", "at", "in", "are", "four", "last", "digits",
    ]

    /// Every dictated number and spelled name.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        var (spans, done) = ([IdentifierSpan](), 0)
        for place in text.places where place >= done && isPart(place, in: text) {
            // Of a run that begins before the places to look at, all has been read already.
            if place > 0, done < place, isPart(place - 1, in: text) { continue }
            var end = place + 1
            while end < text.tokens.count, !text.tokens[end].startsLine,
                isPart(end, in: text) || Self.joints.contains(text.word(end)) && isPart(end + 1, in: text)
            {
                end += 1
            }
            if let found = read(place..<end, in: text) { spans.append(found) }
            done = end
        }
        return spans
    }

    private func isPart(_ place: Int, in text: FoldedText) -> Bool {
        guard text.tokens.indices.contains(place), text.tokens[place].shape == .letters,
            text.tokens[place].count == 1 || text.tokens[place].trigger.contains(.spoken), text.isOneWord(place)
        else { return false }
        if text.isGlued(place), !text.isSign(place - 1, "-") { return false }
        return true
    }

    private func read(_ run: Range<Int>, in text: FoldedText) -> IdentifierSpan? {
        var run = run
        // "a", "i" and the unit or the sign of the next sentence belong to the words around.
        while let first = run.first, ["a", "i"].contains(text.word(first)) { run.removeFirst() }
        guard run.count > 1 else { return nil }
        let words = run.map { text.word($0) }
        let digits = words.filter { Self.digits.contains($0) && $0 != "o" }.count
        if words.allSatisfy({ $0.count == 1 }), run.count > 3 {
            let word = words.joined()
            if word.hasPrefix("spelled"), run.count > 8 { run.removeFirst(7) }
            let isTerm = Lexicon.shared.entry(word.unicodeScalars).contains(.field)
            return isTerm ? nil : span(text, run, .name, .medium)
        }
        let next = text.word(run.upperBound)
        guard !FieldWords.units.contains(next), next != "point", text.word(run.lowerBound - 1) != "point" else {
            return nil
        }
        let longest = words.split(whereSeparator: { !Self.digits.contains($0) }).map(\.count).max() ?? 0
        let label = label(before: run.lowerBound, in: text)
        if longest >= 7 { return span(text, run, label == .serial ? .serial : label == .id ? .id : .phone) }
        if let label, digits > 2 || digits > 1 && words.contains(where: { $0.count == 1 }) {
            return span(text, run, label, .medium)
        }
        return longest >= 5 ? span(text, run, .id, .medium) : nil
    }

    private func label(before start: Int, in text: FoldedText) -> MarkLabel? {
        for word in text.wordsBefore(start, 4) {
            if Self.serials.contains(word) { return .serial }
            if Self.phones.contains(word) { return .phone }
            if Self.labels.contains(word) { return .id }
            guard Self.fillers.contains(word) else { return nil }
        }
        return nil
    }
}
