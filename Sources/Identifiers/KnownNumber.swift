/// A record number or other unique value, made ready for comparison.
struct KnownValue: Sendable {
    /// Letters and digits, folded, without separators and leading zeros.
    let letters: [Unicode.Scalar]
    /// Digits alone, without leading zeros.
    let digits: [Unicode.Scalar]
    /// The word of the mark.
    let label: MarkLabel

    /// Nil for a value too short to be searched for.
    init?(_ value: String, _ label: MarkLabel = .id) {
        self.label = label
        let all = Folding.fold(value).unicodeScalars.filter { $0.isLetter || Self.isDigit($0) }
        letters = Array(all.drop { $0 == "0" })
        digits = Array(all.filter(Self.isDigit).drop { $0 == "0" })
        let isPlain = letters.count == digits.count
        if isPlain ? digits.count < 3 : letters.count < 2 || digits.isEmpty { return nil }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}

/// Record numbers of the report, with separators, spaces and leading zeros free.
public struct KnownNumber: Detector {
    /// The stable name of the rule.
    public let rule = "known-number"

    /// Marks beside it change nothing.
    public var heedsMarks: Bool { false }

    /// Makes the detector.
    public init() {}

    /// Every mention of a known number, whole or, behind a cue, its last digits.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        var spans: [IdentifierSpan] = []
        for value in context.numbers {
            let needles =
                value.letters == value.digits || value.digits.count < 4
                ? [value.letters] : [value.letters, value.digits]
            for needle in needles {
                let startsWithDigit = needle.first.map { ("0"..."9").contains($0) } ?? false
                if startsWithDigit {
                    for place in text.digitTokens { append(needle, value.label, at: place, in: text, to: &spans) }
                } else {
                    for place in text.tokens.indices where text.tokens[place].shape == .letters {
                        append(needle, value.label, at: place, in: text, to: &spans)
                    }
                }
            }
            for place in text.digitTokens where isLastDigits(place, of: value.digits, in: text) {
                spans.append(span(text, place..<place + 1, value.label, .medium))
            }
        }
        return spans
    }

    private func append(
        _ needle: [Unicode.Scalar], _ label: MarkLabel, at place: Int, in text: FoldedText,
        to spans: inout [IdentifierSpan]
    ) {
        if let end = match(needle, from: place, in: text) {
            spans.append(span(text, place..<end, label))
        } else if needle.count >= 5, contains(needle, text.tokens[place], text) {
            spans.append(span(text, text.startOfWord(place)..<text.endOfWord(place), label))
        }
    }

    private func contains(_ needle: [Unicode.Scalar], _ token: Token, _ text: FoldedText) -> Bool {
        guard token.count > needle.count else { return false }
        return (token.range.lowerBound...token.range.upperBound - needle.count).contains { start in
            text.scalars[start..<start + needle.count].elementsEqual(needle)
        }
    }

    /// The place past a needle that begins at a token, leading zeros skipped and up to two separators between groups.
    private func match(_ needle: [Unicode.Scalar], from start: Int, in text: FoldedText) -> Int? {
        var (found, place) = (0, start)
        while let token = text.token(place) {
            switch token.shape {
            case .sign:
                guard place > start, text.skip("-./_:#,()'", from: place, atMost: 2) > place else { return nil }
                place = text.skip("-./_:#,()'", from: place, atMost: 2)
                if text.token(place)?.shape == .sign { return nil }
                continue
            case .mark: return nil
            case .letters, .digits: break
            }
            for scalar in text.scalars[token.range] {
                if found == 0, scalar == "0" { continue }
                guard found < needle.count else { return needle.count >= 5 ? place + 1 : nil }
                guard scalar == needle[found] else { return nil }
                found += 1
            }
            place += 1
            if found == needle.count { return place }
            if found == 0, token.value != 0 { return nil }
        }
        return nil
    }

    private static let cues: Set<String> = ["ending", "ends", "last", "x", "xx", "xxx", "xxxx", "digits"]

    private func isLastDigits(_ place: Int, of digits: [Unicode.Scalar], in text: FoldedText) -> Bool {
        let token = text.tokens[place]
        guard token.count >= 3, token.count < digits.count,
            digits.suffix(token.count).elementsEqual(text.scalars[token.range])
        else { return false }
        return text.isSign(place - 1, "*") || text.wordsBefore(place, 3).contains(where: Self.cues.contains)
    }
}
