/// What belongs to a name that has been found: an initial before or behind it, a particle, a doubtful word between two.
public struct BesideName: Detector {
    /// The stable name of the rule.
    public let rule = "beside-name"

    /// Makes the detector.
    public init() {}

    /// Letters that mean something of their own behind a name without capitals: articles, "w/", "x 2", "y or n".
    private static let wordsOfOneLetter: Set<String> = ["a", "i", "u", "w", "x", "n", "y", "r", "s", "t", "c", "o"]
    private static let bullets: Set<String> = ["a", "b", "c", "d", "e", "i"]
    /// Before a single capital, what makes it a type, a site or a plan rather than an initial.
    private static let kinds: Set<String> = [
        "plan", "arm", "arc", "point", "bank", "group", "type", "level", "grade", "vitamin", "hepatitis", "class",
        "phase", "room", "vault", "bay", "pod", "beam", "field", "option", "item", "appendix", "table", "figure",
        "schedule", "side", "stage", "score", "factor", "cohort", "wing", "version", "part", "section", "step",
    ]

    private static let suffixes: Set<String> = ["jr", "sr", "ii", "iii"]

    /// Every piece beside a mark of a name.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.places.compactMap { place in
            guard text.tokens[place].shape == .letters, text.tokens[place].count == 1 || isNearMark(place, in: text)
            else {
                return nil
            }
            let token = text.tokens[place]
            if let tail = tail(place, in: text) { return span(text, tail, .name, .medium) }
            if text.isSign(place - 1, "_"), isLogin(place, in: text) {
                return span(text, place..<place + 1, .name, .medium)
            }
            if token.count == 1, text.isMixedCase, let initials = initials(place, in: text) {
                return span(text, initials, .name, .medium)
            }
            if token.count == 1 {
                if isLogin(place, in: text) { return span(text, place..<place + 1, .name, .medium) }
                let isAddressed = token.startsLine && token.casing == .upper && text.isSign(place + 1, ".")
                return leads(place, in: text) || trails(place, in: text) || isAddressed && text.isSign(place + 2, ",")
                    ? span(text, place..<place + 1, .name, .medium) : nil
            }
            let isPiece =
                isBetween(token, place, in: text) || isSuffix(token, place, in: text)
                || isJoined(token, place, in: text)
            return isPiece ? span(text, place..<place + 1, .name, .medium) : nil
        } + speakers(in: text)
    }

    /// Whether any mark stands so near that the word may belong to it.
    private func isNearMark(_ place: Int, in text: FoldedText) -> Bool {
        (max(0, place - 2)..<min(place + 3, text.tokens.count)).contains { text.tokens[$0].shape == .mark }
    }

    private func isName(_ place: Int, in text: FoldedText, orResidue: Bool) -> Bool {
        guard let label = text.token(place)?.label else { return false }
        return [.patient, .staff, .name].contains(label) || orResidue && label == .removed
    }

    /// "W.P.", "J.-B.D.": points behind single capitals that abbreviate no term.
    private func initials(_ place: Int, in text: FoldedText) -> Range<Int>? {
        guard text.tokens[place].casing == .upper, text.tokens[place].isSpaced || text.isSign(place - 1, "(\"/") else {
            return nil
        }
        var (end, letters) = (place, "")
        while let token = text.token(end), token.count == 1, token.casing == .upper, token.shape == .letters,
            end == place || text.isGlued(end), text.isSign(end + 1, "."), text.isGlued(end + 1)
        {
            letters += token.text
            end += 2
            if text.isSign(end, "-"), text.isGlued(end), text.token(end + 1)?.count == 1 { end += 1 }
        }
        guard (2...4).contains(letters.count), !KnownInitials.abbreviations.contains(letters),
            !Lexicon.shared.entry(letters.unicodeScalars).isVouched, !["ie", "eg", "phd", "usa"].contains(letters)
        else { return nil }
        return place..<end
    }

    /// "[NAME].f", as in a login.
    private func isLogin(_ place: Int, in text: FoldedText) -> Bool {
        text.isGlued(place) && text.isSign(place - 1, "._") && text.isGlued(place - 1)
            && isName(place - 2, in: text, orResidue: true)
            && (text.tokens[place].casing == .lower || text.isSign(place - 1, "_"))
    }

    /// "S. Mikelsen", "H Bright", "J.P. Lefebvre".
    private func leads(_ place: Int, in text: FoldedText) -> Bool {
        let token = text.tokens[place]
        guard text.startOfWord(place) == place, text.endOfWord(place) == place + 1,
            !(text.isGlued(place) && text.isSign(place - 1, "'&"))
        else { return false }
        let next = text.skip(".-", from: place + 1, atMost: 2)
        guard let name = text.token(next), !name.startsLine, isName(next, in: text, orResidue: true) else {
            return false
        }
        if next > place + 1 {
            return text.isGlued(place + 1)
                && !(token.startsLine && Self.bullets.contains(token.text) && token.casing == .lower)
        }
        return token.casing == .upper && text.isMixedCase && token.text != "a" && token.text != "i"
            && !Self.kinds.contains(text.word(place - 1))
    }

    /// "Zaylee N", "Kilgore, O.", "Greg P."
    private func trails(_ place: Int, in text: FoldedText) -> Bool {
        let token = text.tokens[place]
        let hasComma = text.isSign(place - 1, ",")
        let before = hasComma ? place - 2 : place - 1
        guard !token.startsLine, token.isSpaced || hasComma, text.endOfWord(place) == place + 1 else { return false }
        if text.isGlued(place + 1), !text.isSign(place + 1, ".,;:)!?\"'") { return false }
        let hasPoint = text.isSign(place + 1, ".") && text.isGlued(place + 1)
        guard isName(before, in: text, orResidue: hasPoint || !text.isMixedCase || token.casing == .upper && !hasComma)
        else { return false }
        if token.casing == .upper {
            return hasPoint || !["a", "i"].contains(token.text) && text.digitCount(place + 1) == 0
        }
        return !text.isMixedCase && !hasComma && !Self.wordsOfOneLetter.contains(token.text)
            && text.digitCount(place + 1) == 0
    }

    /// "[NAME]-Drake", "Hollings-[NAME]", "[NAME]'imi": what a hyphen joins to a name is one, unless it is a word of the field.
    private func isJoined(_ token: Token, _ place: Int, in text: FoldedText) -> Bool {
        // "[NAME]-ji".
        let isShort = token.count < 5 && text.isSign(place - 1, "-") && !token.word.isVouched
        guard token.casing != .lower || !text.isMixedCase || text.isSign(place - 1, "'") || isShort else {
            return false
        }
        if token.word.contains(.field), !token.word.contains(.name) { return false }
        let follows =
            text.isGlued(place) && text.isSign(place - 1, token.count > 2 ? "-'" : "-") && text.isGlued(place - 1)
            && isName(place - 2, in: text, orResidue: true)
        let leads =
            text.isGlued(place + 1) && text.isSign(place + 1, "-") && text.isGlued(place + 2)
            && isName(place + 2, in: text, orResidue: true)
        return follows || leads
    }

    /// "[NAME] den berg": a particle behind a name, with the word that it leads to.
    private func tail(_ place: Int, in text: FoldedText) -> Range<Int>? {
        let token = text.tokens[place]
        guard token.count < 4, token.count > 1, token.trigger.contains(.particle), !token.startsLine,
            !["al", "e", "y", "le", "st"].contains(token.text), isName(place - 1, in: text, orResidue: false),
            let next = text.token(place + 1), next.shape == .letters, !next.startsLine, next.isSpaced, next.count > 2,
            !next.word.contains(.field), !next.trigger.contains(.function), !next.trigger.contains(.act)
        else { return nil }
        return place..<place + 2
    }

    /// "Darrel Jr", "Hayes, III".
    private func isSuffix(_ token: Token, _ place: Int, in text: FoldedText) -> Bool {
        token.count < 4 && Self.suffixes.contains(token.text) && !token.startsLine
            && isName(text.isSign(place - 1, ",") ? place - 2 : place - 1, in: text, orResidue: true)
    }

    /// "brook: ask her" among lines that begin with other speakers.
    private func speakers(in text: FoldedText) -> [IdentifierSpan] {
        let speakers = text.tokens.indices.lazy.filter { text.tokens[$0].startsLine }.compactMap { line in
            (line..<min(line + 8, text.tokens.count)).first {
                ($0 == line || !text.tokens[$0].startsLine)
                    && (text.tokens[$0].shape == .letters
                        || text.tokens[$0].shape == .mark && text.tokens[$0].label != .date)
            }
        }.filter(text.isSpeaker)
        guard speakers.contains(where: { isName($0, in: text, orResidue: false) }) else { return [] }
        return speakers.filter { place in
            let token = text.tokens[place]
            return token.shape == .letters && token.count > 1 && !token.word.contains(.field) && token.count < 12
                && !token.trigger.contains(.never)
        }.map { span(text, $0..<$0 + 1, .name, .medium) }
    }

    /// "[NAME] den [NAME]", "van der [NAME]": a particle or a word nobody knows with a name on each side.
    private func isBetween(_ token: Token, _ place: Int, in text: FoldedText) -> Bool {
        guard token.count < 7, !token.startsLine, token.isSpaced, let next = text.token(place + 1), next.isSpaced,
            !next.startsLine, token.trigger.contains(.particle) || ["hyphen", "dash"].contains(token.text)
        else { return false }
        return isName(place + 1, in: text, orResidue: true) && isName(place - 1, in: text, orResidue: true)
    }
}
