/// Telling a name from a term where one word is both: Gray, Field, Block, Page, Long, May.
extension FoldedText {
    /// Before a name stand none of these.
    private static let determiners: Set<String> = [
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

    /// Whether a word that is a term as well stands where a name would.
    func readsAsName(_ place: Int, through last: Int) -> Bool {
        let token = tokens[place]
        guard token.count > 1, digitCount(place - 1) == 0 || token.startsLine, digitCount(last + 1) == 0 else {
            return false
        }
        if startsSentence(place) { return opensAsName(token, last) }
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

    private func opensAsName(_ token: Token, _ last: Int) -> Bool {
        guard token.casing != .lower || !isMixedCase else { return false }
        let isTerm = token.word.contains(.field)
        guard let next = self.token(last + 1), !next.startsLine else { return !isTerm && token.casing != .upper }
        if next.shape == .mark { return !isTerm }
        if next.shape == .sign { return !isTerm && isSign(last + 1, ":,'") }
        if next.count == 1, isSign(last + 2, "."), isGlued(last + 2) { return !isTerm }
        return doesAsPerson(last + 1, isTerm: isTerm)
    }

    /// Whether a verb of persons stands there, or a word that nobody knows, such as a misspelt one.
    private func doesAsPerson(_ place: Int, isTerm: Bool) -> Bool {
        guard let token = token(place), token.shape == .letters, !token.startsLine else { return false }
        if ["was", "is", "had", "has", "did", "and", "stopped", "left"].contains(token.text), isTerm {
            let isPair =
                token.text == "and" && self.token(place + 1)?.label.map { $0.kind == .name || $0 == .removed } ?? false
            return isPair || token.text == "had" && word(place + 1).hasSuffix("ed")
        }
        if Cues.acts.contains(token.text) || Self.auxiliaries.contains(token.text) { return true }
        return !token.word.isVouched && token.count > 3
            || token.text.hasSuffix("ed") && token.count > 4 && !isTerm
    }

    /// "block tray", "price list": a noun of the field behind it makes one term of both.
    private func isCompound(_ place: Int) -> Bool {
        guard let token = token(place), token.shape == .letters, !token.startsLine else { return false }
        return token.word.contains(.field) && !token.text.hasSuffix("ed") && !Cues.acts.contains(token.text)
            || ["of", "size", "list", "was", "were", "is", "are"].contains(token.text)
    }
}
