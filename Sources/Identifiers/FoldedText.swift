/// A text folded to plain lower case, cut into tokens, with the way back to the offsets of the original.
///
/// Detectors read tokens; spans they report are code point offsets of the original.
public struct FoldedText: Sendable {
    /// Folded scalars of the whole text.
    let scalars: [Unicode.Scalar]
    /// For each folded scalar, the code point of the original it came from.
    private let origins: [Int]
    /// The number of code points of the original.
    public let originalCount: Int
    /// Tokens in order; what earlier detectors found is one mark token each.
    private(set) var tokens: [Token]
    /// Indices of the tokens at which detectors begin to look: all, or those near what was masked last.
    private(set) var places: [Int]
    /// Those of them that are made of digits, where most shapes begin.
    private(set) var digitTokens: [Int]
    /// Capitals and small letters are both in use, so that a capital says something.
    private(set) var isMixedCase: Bool

    /// Small words are misspelt so often that a capital at the beginning of a sentence may be a slip as well.
    private(set) var isMisspelt: Bool

    /// Folds a text.
    public init(_ text: String) {
        var (scalars, origins, capitals) = ([Unicode.Scalar](), [Int](), [Bool]())
        let length = text.utf8.count
        scalars.reserveCapacity(length)
        origins.reserveCapacity(length)
        capitals.reserveCapacity(length)
        var offset = 0
        for scalar in text.unicodeScalars {
            let isCapital: Bool
            if scalar.isASCII {
                isCapital = ("A"..."Z").contains(scalar)
                let folded = isCapital ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
                scalars.append(folded == "`" ? "'" : folded)
                origins.append(offset)
                capitals.append(isCapital)
            } else {
                isCapital = scalar.properties.isUppercase
                for folded in Folding.fold(scalar) {
                    scalars.append(folded)
                    origins.append(offset)
                    capitals.append(isCapital)
                }
            }
            offset += 1
        }
        self.scalars = scalars
        self.origins = origins
        originalCount = offset
        tokens = Tokenizer(scalars, capitals: capitals).tokens()
        places = Array(tokens.indices)
        digitTokens = []
        isMixedCase = false
        isMisspelt = false
        summarise()
        let slips = tokens.count { $0.casing == .lower && $0.count > 3 && $0.word.contains(.slip) }
        isMisspelt = slips > 2 && slips * 30 > tokens.count { $0.shape == .letters }
    }

    /// What follows from the tokens as they are now: what is masked says nothing about how the rest is written.
    private mutating func summarise() {
        digitTokens = places.filter { tokens[$0].shape == .digits }
        var (upper, capital, small) = (0, 0, 0)
        for token in tokens where token.shape == .letters {
            switch token.casing {
            case .lower: small += token.count > 2 ? 1 : 0
            case .upper: upper += 1
            case .capital, .mixed: capital += 1
            }
        }
        // A few abbreviations do not make a dictated text one with capitals, nor a unit a shouted one without.
        isMixedCase = capital > small / 40 && (small + capital) * 4 > upper
    }

    /// The code points of the original that tokens came from, with the marks that folding dropped behind them.
    public func range(ofTokens indices: ClosedRange<Int>) -> Range<Int> {
        originalRange(tokens[indices.lowerBound].range.lowerBound..<tokens[indices.upperBound].range.upperBound)
    }

    private func originalRange(_ folded: Range<Int>) -> Range<Int> {
        let start = origins[folded.lowerBound]
        let last = origins[folded.upperBound - 1]
        // Not past a following space or letter: only marks and characters without width are swallowed.
        let end = folded.upperBound < origins.count ? origins[folded.upperBound] : originalCount
        return start..<max(last + 1, end)
    }

    /// How many tokens from a mark on a detector may still read it.
    private static let reach = 10

    /// The same text with each range one mark token, as if it had been replaced already.
    ///
    /// - Parameter old: what was masked before, in order; only near the others anything can have changed.
    func masking(_ marks: [IdentifierSpan], beside old: [IdentifierSpan]? = nil) -> FoldedText {
        var (masked, next, lastMasked, known, fresh) = ([Token](), 0, -1, 0, [Int]())
        masked.reserveCapacity(tokens.count)
        for token in tokens {
            let range = originalRange(token.range)
            while next < marks.count, marks[next].range.upperBound <= range.lowerBound { next += 1 }
            guard next < marks.count, marks[next].range.lowerBound < range.upperBound else {
                masked.append(token)
                continue
            }
            if lastMasked == next {
                masked[masked.count - 1].range = masked[masked.count - 1].range.lowerBound..<token.range.upperBound
            } else {
                masked.append(
                    Token(
                        shape: .mark, isSpaced: token.isSpaced, startsLine: token.startsLine, text: "",
                        label: marks[next].label, range: token.range))
                lastMasked = next
                if let old {
                    while known < old.count, old[known].range.lowerBound < marks[next].range.lowerBound { known += 1 }
                    if known == old.count || old[known].range != marks[next].range { fresh.append(masked.count - 1) }
                }
            }
        }
        var copy = self
        copy.tokens = masked
        copy.places = old == nil ? Array(masked.indices) : []
        for mark in fresh {
            let first = max(mark - Self.reach, (copy.places.last ?? -1) + 1)
            let last = min(mark + Self.reach, masked.count - 1)
            if first <= last { copy.places += first...last }
        }
        copy.summarise()
        return copy
    }

    /// A range grown to the whole tokens it touches; nil if it touches nothing but marks and space.
    func aligned(_ range: Range<Int>) -> Range<Int>? {
        var (low, high) = (0, tokens.count)
        while low < high {
            let middle = (low + high) / 2
            if originalRange(tokens[middle].range).upperBound <= range.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        var (grown, touchesText) = (range, false)
        for token in tokens[low...] {
            let own = originalRange(token.range)
            if own.lowerBound >= range.upperBound { break }
            grown = min(grown.lowerBound, own.lowerBound)..<max(grown.upperBound, own.upperBound)
            touchesText = touchesText || token.shape != .mark
        }
        return touchesText ? grown : nil
    }
}
