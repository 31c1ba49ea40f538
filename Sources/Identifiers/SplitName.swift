/// Names of five letters or more that a line break, a hyphen, blanks or points between the letters tear apart.
public struct SplitName: Detector {
    /// The stable name of the rule.
    public let rule = "split-name"

    /// Marks beside it change nothing.
    public var heedsMarks: Bool { false }

    /// Makes the detector.
    public init() {}

    /// Runs of words that make a known name only together.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        [context.people, context.places].flatMap { index in
            index.tearable.isEmpty ? [] : text.tokens.indices.compactMap { find(at: $0, index, in: text) }
        }
    }

    private func find(at start: Int, _ index: NameIndex, in text: FoldedText) -> IdentifierSpan? {
        guard text.tokens[start].shape == .letters, index.mayBegin(with: text.scalars[text.tokens[start].range]) else {
            return nil
        }
        var (joined, place, words) = ("", start, 0)
        while let token = text.token(place), index.beginnings.contains(joined) || joined.isEmpty {
            switch token.shape {
            case .letters:
                joined += token.text
                words += 1
                if words > 1, let owners = index.tearable[joined] {
                    return span(text, start..<place + 1, index.mark(for: owners).label)
                }
            case .sign where words > 0 && (text.isSign(place, "-.'\u{AD}")): break
            default: return nil
            }
            place += 1
        }
        return nil
    }
}
