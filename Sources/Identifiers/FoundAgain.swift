/// Every other mention of a name that a cue gave away, in all texts of the report.
struct FoundAgain: Detector {
    let rule = "found-again"
    /// Folded pieces of the names found.
    let pieces: Set<String>

    /// Collects the pieces of names from what was found in some texts.
    init(_ found: [(text: FoldedText, spans: [IdentifierSpan])]) {
        var pieces: Set<String> = []
        for (text, spans) in found {
            let spans = spans.filter { $0.rule == "cued-name" }
            if spans.isEmpty { continue }
            for place in text.tokens.indices where text.tokens[place].shape == .letters && text.tokens[place].count > 2
            {
                let range = text.range(ofTokens: place...place)
                if spans.contains(where: { $0.range.contains(range.lowerBound) }) {
                    pieces.insert(text.tokens[place].text)
                }
            }
        }
        self.pieces = pieces.subtracting(Cues.never)
    }

    func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        if pieces.isEmpty { return [] }
        return text.tokens.indices.compactMap { place in
            let token = text.tokens[place]
            guard token.shape == .letters, pieces.contains(token.text) else { return nil }
            if token.word.isVouched, !(token.casing == .capital && text.isMixedCase) { return nil }
            if token.word.contains(.field), text.startsSentence(place) { return nil }
            return span(text, place..<place + 1, .name, .medium)
        }
    }
}
