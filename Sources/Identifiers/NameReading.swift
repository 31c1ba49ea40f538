/// Telling a name from a term where one word is both: Gray, Field, Block, Page, Long, May.
extension FoldedText {
    /// Before a name stand none of these.
    static let determiners: Set<String> = [
        "the", "a", "an", "this", "that", "these", "those", "each", "every", "no", "any", "some", "all", "both",
        "another", "other", "same", "new", "old", "next", "last", "previous", "left", "right", "wrong", "correct", "my",
        "your", "his", "her", "our", "their", "its", "he", "she", "we", "they", "it", "you", "i", "in", "on", "of",
        "into", "onto", "under", "over", "within", "be", "been", "very", "too", "more", "less", "not", "how", "what",
        "which", "also", "as", "so", "than", "is", "are", "was", "were", "single", "double", "half", "open", "small",
        "large", "extra", "or", "point",
    ]
    /// Behind these a term is as likely as a name.
    private static let joints: Set<String> = ["to", "from", "with", "for", "and", "at", "without", "then", "but"]
    /// What a name does and a term suffers or is.
    private static let auxiliaries: Set<String> = [
        "was", "is", "had", "has", "will", "did", "and", "says", "thinks", "thought", "who", "also", "then", "didn",
        "does", "wants", "knows", "could", "would", "should", "may", "told", "asks",
    ]

    /// Whether a word begins a line of a conversation: "dean: ok", "dean 22:15: ok", "[22:15] dean: ok".
    func isSpeaker(_ place: Int) -> Bool {
        guard let token = token(place), token.shape == .letters || token.shape == .mark,
            let behind = self.token(place + 1), behind.shape == .sign || behind.shape == .digits
        else { return false }
        var first = place
        while first > 0, place - first < 7, !tokens[first].startsLine, tokens[first - 1].shape != .letters,
            tokens[first - 1].shape != .mark || tokens[first - 1].label == .date
        {
            first -= 1
        }
        guard tokens[first].startsLine, first == place || digitCount(place - 1) > 0 || isSign(place - 1, "])<-") else {
            return false
        }
        var next = place + 1
        if digitCount(next) > 0, isSign(next + 1, ":."), digitCount(next + 2) == 2 {
            next += 3
            if ["am", "pm"].contains(word(next)) { next += 1 }
            return isSign(next, ":>-") || !(self.token(next)?.startsLine ?? true)
        }
        if isSign(next, "(["), digitCount(next + 1) > 0, isSign(next + 2, ":"), digitCount(next + 3) == 2 {
            return true
        }
        return isSign(next, ":>") && (isGlued(next) || first < place) && digitCount(next + 1) == 0
    }

    /// Whether a word that is a term as well stands where a name would.
    func readsAsName(_ place: Int, through last: Int) -> Bool {
        let token = tokens[place]
        guard token.count > 1 else { return false }
        if isSpeaker(place) || isSignature(place, last) || bearsRole(last) { return true }
        if isBehindRole(place), digitCount(last + 1) == 0 { return true }
        if isBesideName(place, last) { return token.casing == .capital || !isMixedCase }
        guard digitCount(place - 1) == 0 || token.startsLine || isTime(place - 1) && token.casing == .capital,
            digitCount(last + 1) == 0
        else { return false }
        if startsSentence(place) || digitCount(place - 1) > 0 { return opensAsName(token, last) }
        if isMixedCase { return token.casing == .capital }
        let before = word(isSign(place - 1, ".,") ? place - 2 : place - 1)
        if Cues.close.contains(before) || before == "by" { return true }
        guard !Self.determiners.contains(before), NumberWords.ending(at: place - 1, in: self) == nil else {
            return false
        }
        let isTerm = token.word.contains(.field)
        if let lead = self.token(place - 1), lead.word.contains(.field), !lead.word.contains(.derived),
            !Cues.weak.contains(before), !Cues.acts.contains(before)
        {
            return doesAsPerson(last + 1, isTerm: isTerm)
        }
        if isTerm, Self.joints.contains(before) { return doesAsPerson(last + 1, isTerm: true) }
        return !isCompound(last + 1)
    }

    /// "22:15" or "0915" ends there.
    func isTime(_ place: Int) -> Bool {
        isSign(place - 1, ":") && digitCount(place) == 2 && digitCount(place - 2) > 0
            || digitCount(place) == 4 && (number(place) ?? 9999) < 2400
    }

    /// "Field, RTT", "Gray (dosim)", "block, physics".
    private func bearsRole(_ last: Int) -> Bool {
        guard isSign(last + 1, ",(") else { return false }
        return holds(.role, at: last + 2) && !(isMixedCase && word(last + 2) == "do")
    }

    /// "Physicist: Page", "RTT Field", "reviewed by block", "d/w Long".
    private func isBehindRole(_ place: Int) -> Bool {
        guard !tokens[place].startsLine else { return false }
        let role = isSign(place - 1, ":-") ? place - 2 : place - 1
        let before = word(role)
        let isWritten = tokens[place].casing == .capital || !isMixedCase
        if role == place - 2 {
            return isWritten
                && (Cues.roles.contains(before) || ["by", "signed", "author", "initials"].contains(before))
                && tokens[place].casing != .lower
        }
        if before == "w", isSign(place - 2, "/") || word(place - 3) == "d" { return isWritten && isMixedCase }
        return isWritten && Cues.roles.contains(before) && !isCompound(place + 1)
    }

    /// A line that holds nothing else but a sign before it, or "thanks," before.
    private func isSignature(_ place: Int, _ last: Int) -> Bool {
        guard token(last + 1)?.startsLine ?? true, tokens[place].casing != .lower || !isMixedCase else { return false }
        if isSign(place - 1, "-/~"), tokens[place - 1].startsLine { return true }
        return tokens[place].startsLine && isSign(place - 1, ",")
            && ["thanks", "thx", "regards", "cheers", "best", "sincerely"].contains(word(place - 2))
    }

    /// "Field/[STAFF]", "[STAFF] and Gray", "Page, [STAFF]": in a list of names.
    private func isBesideName(_ place: Int, _ last: Int) -> Bool {
        func isPerson(_ place: Int) -> Bool {
            guard let token = token(place), let label = token.label else { return false }
            return [.staff, .name, .patient].contains(label) && !token.startsLine
        }
        if isSign(last + 1, "/&+"), isPerson(last + 2) { return true }
        if isSign(place - 1, "/&+"), isPerson(place - 2), !tokens[place].startsLine { return true }
        guard isMixedCase else { return false }
        return word(last + 1) == "and" && isPerson(last + 2) || isSign(last + 1, ",") && isPerson(last + 2)
    }

    private func opensAsName(_ token: Token, _ last: Int) -> Bool {
        guard token.casing != .lower || !isMixedCase else { return false }
        let isTerm = token.word.contains(.field)
        guard let next = self.token(last + 1), !next.startsLine else { return !isTerm && token.casing != .upper }
        if next.shape == .mark { return !isTerm }
        if next.shape == .sign {
            let isOwner = isSign(last + 1, "'") && word(last + 2) == "s"
            let isQuoted = isSign(last + 1, ":") && isSign(last + 2, "\"")
            return !isTerm && isSign(last + 1, ":,'") || isOwner && isMixedCase || isQuoted
        }
        if next.count == 1, isSign(last + 2, "."), isGlued(last + 2) { return !isTerm }
        return doesAsPerson(last + 1, isTerm: isTerm)
    }

    /// Whether a verb of persons stands there, or a word that nobody knows, such as a misspelt one.
    private func doesAsPerson(_ place: Int, isTerm: Bool) -> Bool {
        guard let token = token(place), token.shape == .letters, !token.startsLine else { return false }
        if ["was", "is", "had", "has", "did", "and", "stopped", "left"].contains(token.text), isTerm {
            let isPair =
                token.text == "and" && self.token(place + 1)?.label.map { $0.kind == .name || $0 == .removed } ?? false
            let then = ["not", "also", "then", "already"].contains(word(place + 1)) ? word(place + 2) : word(place + 1)
            return isPair || token.text == "had" && then.hasSuffix("ed") || Cues.states.contains(then)
                || ["did", "and", "had"].contains(token.text) && Cues.deeds.contains(then)
        }
        if token.trigger.contains(.act) || Self.auxiliaries.contains(token.text) { return true }
        if token.trigger.contains(.deed) || isTransitive(place) { return true }
        return !token.word.isVouched && token.count > 3
            || token.text.hasSuffix("ed") && token.count > 4 && !isTerm
    }

    /// "used 3 cm", "freed him", "re-approved plan": a verb with what was done, where a term would have it done to itself.
    private func isTransitive(_ place: Int) -> Bool {
        let verb = word(place) == "re" && isSign(place + 1, "-") ? place + 2 : place
        guard word(verb).hasSuffix("ed"), word(verb).count > 3, let next = token(verb + 1), next.isSpaced,
            !next.startsLine
        else { return false }
        if next.shape == .digits { return !isMixedCase || tokens[place].casing == .lower }
        return next.shape == .letters && !Self.adverbial.contains(next.text) && !next.text.hasSuffix("ly")
    }

    private static let adverbial: Set<String> = [
        "by", "with", "to", "at", "in", "on", "for", "from", "wrong", "without", "twice", "again", "and", "or", "but",
        "as", "after", "before", "when", "while", "once", "not", "over", "into", "onto", "out", "off", "up", "down",
        "instead", "too", "because", "due", "during", "until", "since", "per", "via", "w", "then", "per", "using",
    ]

    /// "block tray", "price list": a noun of the field behind it makes one term of both.
    private func isCompound(_ place: Int) -> Bool {
        guard let token = token(place), token.shape == .letters, !token.startsLine else { return false }
        return token.word.contains(.field) && !token.text.hasSuffix("ed") && !token.trigger.contains(.act)
            || ["of", "size", "list", "was", "were", "is", "are"].contains(token.text)
    }
}
