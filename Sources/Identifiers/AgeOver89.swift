/// Any age above 89 years, 45 CFR 164.514(b)(2)(i)(C).
public struct AgeOver89: Detector {
    /// The stable name of the rule.
    public let rule = "age-over-89"

    /// Makes the detector.
    public init() {}

    private static let words: Set<String> = [
        "nonagenarian", "nonagenarians", "centenarian", "centenarians", "supercentenarian",
    ]

    /// "92M prostate", "lady of 92 years": the beginning of a story, or years that somebody has.
    private func isPatient(_ tokens: Range<Int>, in text: FoldedText) -> Bool {
        let unit = tokens.upperBound
        if ["m", "f"].contains(text.word(unit)) {
            return text.isGlued(unit) && text.startsSentence(tokens.lowerBound)
                || ["pt", "patient"].contains(text.word(tokens.lowerBound - 1))
        }
        return ["of", "with", "has", "is"].contains(text.word(tokens.lowerBound - 1))
    }

    private static let people: Set<String> = [
        "he", "she", "who", "patient", "pt", "mother", "father", "wife", "husband", "mom", "dad", "lady", "man",
        "woman",
        "gentleman", "sister", "brother", "aunt", "uncle", "they", "now", "already", "grandmother", "grandfather",
    ]
    private static let decades: Set<String> = ["nineties", "hundreds"]
    /// Words at which an age of ninety or more may begin.
    static let triggers = decades.union(["ninety", "hundred"])

    /// "she is 94 and", "her mother was ninety six": what a person is, with no unit behind it.
    private func isAge(_ verb: Int, in text: FoldedText) -> Range<Int>? {
        let isShort = text.word(verb) == "s" && text.isSign(verb - 1, "'")
        guard isShort || ["is", "was", "turned", "turns"].contains(text.word(verb)),
            isPerson(isShort ? verb - 2 : verb - 1, in: text),
            let (years, end) = NumberWords.beginning(at: verb + 1, in: text), (90...115).contains(years),
            !text.isUnit(end) || text.word(end).hasPrefix("y"), !text.isSign(end, "%°/:"),
            !(text.isSign(end, ".,") && text.isGlued(end + 1) && text.digitCount(end + 1) > 0)
        else { return nil }
        return verb + 1..<end
    }

    private func isPerson(_ place: Int, in text: FoldedText) -> Bool {
        Self.people.contains(text.word(place))
            || text.token(place)?.label.map { [.patient, .name, .removed].contains($0) } ?? false
    }

    /// "[NAME], 94.", "grandpa was there too, 96 and sharp": between commas or at the end, with no unit.
    private func isApart(_ place: Int, in text: FoldedText) -> Range<Int>? {
        guard let years = text.number(place), (90...109).contains(years), text.isSign(place - 1, ",("),
            text.tokens[place].isSpaced || text.isSign(place - 1, "("),
            !text.isUnit(place + 1) || text.word(place + 1).hasPrefix("y")
        else { return nil }
        let isPerson =
            text.token(place - 2)?.label.map { [.patient, .name, .removed].contains($0) } ?? false
            || text.wordsBefore(place, 4).contains { Self.people.contains($0) || Cues.relatives.contains($0) }
        guard isPerson else { return nil }
        if let next = text.token(place + 1), !next.startsLine {
            guard
                text.isSign(place + 1, ".,;)") && !(text.isGlued(place + 2) && text.digitCount(place + 2) > 0)
                    || ["and", "who", "with", "but", "was", "is", "had", "has", "m", "f", "yrs", "years", "y", "yo"]
                        .contains(next.text)
            else { return nil }
        }
        return place..<place + 1
    }

    /// "in his nineties", "in her mid 90s".
    private func isDecade(_ place: Int, in text: FoldedText) -> Range<Int>? {
        let isNumber = text.number(place) == 90 && text.word(text.skip("'", from: place + 1, atMost: 1)) == "s"
        guard isNumber || Self.decades.contains(text.word(place)) else { return nil }
        let lead = ["early", "mid", "late"].contains(text.word(text.isSign(place - 1, "-") ? place - 2 : place - 1))
        let owner = text.word(lead ? (text.isSign(place - 1, "-") ? place - 3 : place - 2) : place - 1)
        guard ["his", "her", "their"].contains(owner) else { return nil }
        return place..<place + 1
    }

    /// Every age of 90 years or more.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        let numbers = Ages.mentions(in: text)
            .filter { (90...125).contains($0.years) && (!$0.isTerse || isPatient($0.tokens, in: text)) }
            .map { span(text, $0.tokens, .ageOver89) }
        let words = text.places
            .filter { text.tokens[$0].count > 10 && Self.words.contains(text.word($0)) }
            .map { span(text, $0..<$0 + 1, .ageOver89) }
        let told = text.places.compactMap { place in
            let token = text.tokens[place]
            let range =
                token.shape == .digits
                ? isApart(place, in: text) ?? isDecade(place, in: text) ?? isAge(place - 1, in: text)
                : token.trigger.contains(.oldAge) ? isDecade(place, in: text) ?? isAge(place - 1, in: text) : nil
            return range.map { span(text, $0, .ageOver89, .medium) }
        }
        return numbers + words + told
    }
}
