/// Every other mention of a name that a cue gave away, in all texts of the report.
struct FoundAgain: Detector {
    let rule = "found-again"
    /// Folded pieces of the names found.
    let pieces: Set<String>

    /// Collects the pieces of names from what was found in some texts.
    init(_ found: [(text: FoldedText, spans: [IdentifierSpan])]) {
        var pieces: Set<String> = []
        for (text, spans) in found {
            let spans = spans.filter { ["cued-name", "beside-name", Residue.name].contains($0.rule) }
            if spans.isEmpty { continue }
            var next = 0
            for place in text.tokens.indices where text.tokens[place].shape == .letters && text.tokens[place].count > 2
            {
                let start = text.range(ofTokens: place...place).lowerBound
                while next < spans.count, spans[next].range.upperBound <= start { next += 1 }
                guard next < spans.count else { break }
                if spans[next].range.contains(start),
                    !text.tokens[place].word.isVouched || spans[next].rule == "cued-name"
                {
                    pieces.insert(text.tokens[place].text)
                }
            }
        }
        self.pieces = pieces.filter { !Cues.never.contains($0) }
    }

    func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        if pieces.isEmpty { return [] }
        return text.places.compactMap { place in
            let token = text.tokens[place]
            guard token.shape == .letters, token.count > 2, pieces.contains(token.text) else { return nil }
            if token.word.isVouched, !(token.casing == .capital && text.isMixedCase) { return nil }
            if token.word.contains(.field), text.startsSentence(place) { return nil }
            return span(text, place..<place + 1, .name, .medium)
        }
    }
}
