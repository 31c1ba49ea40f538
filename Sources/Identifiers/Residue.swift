/// Words that no list vouches for: most likely names, removed unless a person says that they may stay.
public struct Residue: Detector {
    /// The stable name of the rule.
    public let rule = Residue.name

    /// The stable name of the rule.
    public static let name = "residue"

    /// Makes the detector.
    public init() {}

    /// Pieces of contractions.
    private static let contracted: Set<String> = [
        "didn", "doesn", "wasn", "couldn", "isn", "hadn", "weren", "aren", "wouldn", "shouldn", "hasn", "haven", "ll",
        "ve", "re", "don", "won", "can", "ain", "mustn", "needn", "st", "nd", "rd", "th", "cc", "ed", "s", "o", "al",
    ]

    private static let endings: [[Unicode.Scalar]] = [
        "itis", "noma", "nomas", "coma", "comas", "ectomy", "ology", "ologist", "ologists", "ography", "oscopy",
        "otomy",
        "ostomy", "plasty", "mab", "tinib", "platin", "taxel", "azole", "statin", "cillin", "mycin", "emia", "uria",
        "osis",
        "oses", "algia", "opathy", "megaly", "plasia", "metry", "gram", "grams", "graphy", "therapy", "graphic",
    ].map { Array($0.unicodeScalars) }

    /// The form under which a person's answer about a doubtful word is kept: folded, without the space around it.
    public static func word(_ text: String) -> String {
        Folding.fold(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Every doubtful word that no person vouched for.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.places.compactMap { place in
            guard let tokens = doubtful(place, in: text), !isKept(tokens, in: text, context) else { return nil }
            return span(text, tokens, .removed, .medium)
        }
    }

    private func doubtful(_ place: Int, in text: FoldedText) -> Range<Int>? {
        guard text.tokens[place].shape == .letters, text.tokens[place].count > 1 else { return nil }
        let token = text.tokens[place]
        if isParticle(token, place, in: text) { return place..<place + 1 }
        guard isDoubtful(token, place, in: text) else { return nil }
        // "O'Brien", "D'Angelo": the letter belongs to the name.
        let isLed = text.isGlued(place) && text.isSign(place - 1, "'") && text.word(place - 2).unicodeScalars.count == 1
        return (isLed ? place - 2 : place)..<place + 1
    }

    private func isKept(_ tokens: Range<Int>, in text: FoldedText, _ context: IdentifierContext) -> Bool {
        if context.keptWords.isEmpty { return false }
        let letters = text.scalars[
            text.tokens[tokens.lowerBound].range.lowerBound..<text.tokens[tokens.upperBound - 1].range.upperBound]
        return context.keptWords.contains(Self.word(String(String.UnicodeScalarView(letters))))
    }

    private func isDoubtful(_ token: Token, _ place: Int, in text: FoldedText) -> Bool {
        if token.word.isVouched { return isName(token, place, in: text) }
        if text.startOfWord(place) != place || text.endOfWord(place) != place + 1 {
            // "6MV", "L4", "fx3": letters beside digits are other detectors' matter, unless they are a word.
            if token.count < 4 { return false }
        }
        if Self.contracted.contains(token.text),
            text.isSign(place + 1, "'") || text.isSign(place - 1, "'") || token.count == 2
        {
            return false
        }
        if token.count == 2, token.casing == .lower || text.isSign(place + 1, "-") && text.digitCount(place + 2) > 0 {
            return false
        }
        if Self.particles.contains(token.text) { return false }
        let letters = text.scalars[token.range]
        if token.trigger.contains(.title) { return false }
        // "μSv", "μm".
        if letters.first == "\u{3BC}", token.count < 5 { return false }
        if token.count >= 7, Self.endings.contains(where: { letters.suffix($0.count).elementsEqual($0) }) {
            return false
        }
        if token.casing == .capital, text.isMixedCase, !text.startsSentence(place) || text.isSign(place - 1, "(") {
            return true
        }
        if token.casing != .lower || !text.isMixedCase, isBesideName(place, in: text) || isBeforeName(place, in: text) {
            return true
        }
        if text.isMixedCase,
            token.casing == .upper ? isAbbreviation(token, place, in: text) : isInflected(token, in: text)
        {
            return false
        }
        // Where names bear capitals, a small word is a slip of the keyboard sooner than a name.
        guard text.isMixedCase else { return true }
        let least = token.casing == .lower ? 3 : text.isMisspelt ? 5 : 7
        if token.count >= least, token.word.contains(.slip) { return false }
        return token.casing != .lower && !text.isMisspelt || token.casing == .upper || token.word.contains(.name)
            || !Lexicon.shared.sounds(letters)
    }

    /// Up to four capitals among words with small letters are an abbreviation, unless a cue or a verb says who they are.
    private func isAbbreviation(_ token: Token, _ place: Int, in text: FoldedText) -> Bool {
        guard token.count < 5, text.isOneWord(place), !text.holds(.close, at: place - 1),
            !["by", "w", "from", "at", "with", "via", "to", "near"].contains(text.word(place - 1)),
            !text.isSign(place - 1, "@/~"),
            !text.isSign(place + 1, "'@"), !text.holds(.deed, at: place + 1), !text.isSpeaker(place)
        else { return false }
        // "NGO, Lan": a surname in capitals.
        if text.isSign(place + 1, ","), let next = text.token(place + 2) {
            return next.casing != .capital && next.label == nil
        }
        let endsLine = text.token(place + 1)?.startsLine ?? true
        return !(endsLine && (token.startsLine || text.isSign(place - 1, "-,")))
    }

    private static let inflections: [[Unicode.Scalar]] = [
        "ing", "ed", "tion", "tions", "sion", "ly", "ment", "ments", "able", "ible", "ity", "ness", "ous", "ive",
        "ical",
        "ally", "ated", "ates", "ised", "ized", "ist", "ists", "ility", "ance", "ence", "isys", "ysis", "izer",
    ].map { Array($0.unicodeScalars) }

    /// A small word that nobody knows and that ends as verbs, adverbs and abstract nouns do.
    private func isInflected(_ token: Token, in text: FoldedText) -> Bool {
        guard token.casing == .lower, token.count > 5 else { return false }
        let letters = text.scalars[token.range]
        return Self.inflections.contains { letters.suffix($0.count).elementsEqual($0) }
    }

    private static let particles: Set<String> = [
        "de", "van", "von", "der", "den", "la", "del", "di", "da", "el", "al", "bin", "ter", "le", "du", "dos", "das",
    ]

    /// "van der" before a name that has been removed.
    private func isParticle(_ token: Token, _ place: Int, in text: FoldedText) -> Bool {
        guard token.count < 4, Self.particles.contains(token.text) else { return false }
        let next = text.skip("-", from: place + 1, atMost: 1)
        if let label = text.token(next)?.label { return [.name, .removed, .staff, .patient].contains(label) }
        return false
    }

    /// A word that is a name as well, with a capital it does not owe to its place.
    private func isName(_ token: Token, _ place: Int, in text: FoldedText) -> Bool {
        let isOpened = text.isSign(place - 1, "(") && text.token(place + 1)?.casing == .capital
        // "South Dakota": a state tells nobody.
        if ["north", "south", "west"].contains(token.text), States.codes[text.word(place + 1)] != nil { return false }
        if text.isMixedCase, token.casing == .capital, !token.word.contains(.field), token.count > 2,
            !text.startsSentence(place) || isOpened, !token.trigger.contains(.never)
        {
            return true
        }
        if !text.isMixedCase, isBesideName(place, in: text), endsName(token, place, in: text) { return true }
        guard token.word.contains(.name), token.count > 2, !token.trigger.contains(.title) else { return false }
        if token.word.contains(.personal), !token.word.contains(.field), !text.isMixedCase || token.casing == .capital {
            return true
        }
        if !text.isMixedCase {
            return !token.word.contains(.field) && !token.trigger.contains(.never)
                && (isBesideName(place, in: text)
                    || isBeforeName(place, in: text) && !token.word.contains(.common) && !token.trigger.contains(.cue))
        }
        guard token.casing == .capital else { return false }
        let isField = token.word.contains(.field)
        if !text.startsSentence(place) { return !isField || isBesideName(place, in: text) }
        guard let next = text.token(place + 1), next.shape == .letters, next.casing == .capital else { return false }
        return !next.word.isVouched || next.word.contains(.name)
    }

    /// "[REMOVED] mantle is": a plain word behind a name, with a word that binds or a sign behind it.
    private func endsName(_ token: Token, _ place: Int, in text: FoldedText) -> Bool {
        guard token.count > 2, !token.word.contains(.field), !token.word.contains(.derived),
            !token.trigger.contains(.function), !token.trigger.contains(.cue), !token.trigger.contains(.act),
            !text.isSign(place - 1, ",")
        else { return false }
        guard let next = text.token(place + 1) else { return true }
        return next.startsLine || next.shape == .sign || next.trigger.contains(.function)
    }

    private func isBeforeName(_ place: Int, in text: FoldedText) -> Bool {
        guard let next = text.token(place + 1), next.isSpaced, !next.startsLine, let label = next.label else {
            return false
        }
        return [.name, .staff, .patient, .removed].contains(label)
    }

    private func isBesideName(_ place: Int, in text: FoldedText) -> Bool {
        let isBehindComma = text.isSign(place - 1, ",") && text.tokens[place].casing != .lower
        guard let before = text.token(isBehindComma ? place - 2 : place - 1) else { return false }
        return before.label == .name || before.label == .removed && text.tokens[place].isSpaced
    }
}
