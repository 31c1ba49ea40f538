/// A run of letters, a run of digits, one sign, or one mark of an earlier redaction.
struct Token: Sendable {
    /// What the token is made of.
    enum Shape: UInt8, Sendable { case letters, digits, sign, mark }

    /// How the letters were written.
    enum Casing: UInt8, Sendable { case lower, capital, upper, mixed }

    /// What the token is made of.
    var shape: Shape
    /// How the letters were written; `lower` for anything but letters.
    var casing: Casing = .lower
    /// White space or the beginning of the text comes before.
    var isSpaced: Bool
    /// A line break or the beginning of the text comes before.
    var startsLine: Bool
    /// Folded text; empty for a mark.
    var text: String
    /// The number of a run of up to 18 digits or of a mark, else -1.
    var value = -1
    /// The label of a mark.
    var label: MarkLabel?
    /// What the lists of words say of letters.
    var word: Lexicon.Word = []
    /// Which detectors begin to look here.
    var trigger: Trigger = []
    /// The lexicon's hash of letters.
    var hash: UInt64 = 0
    /// Range in the folded scalars.
    var range: Range<Int>

    /// The number of folded scalars.
    var count: Int { range.count }
    /// Begins with a capital letter.
    var isCapitalised: Bool { casing == .capital || casing == .upper }
}

/// Splits folded scalars into tokens.
struct Tokenizer {
    private let scalars: [Unicode.Scalar]
    private let capitals: [Bool]
    private let lexicon = Lexicon.shared

    /// Takes folded scalars and, for each, whether its original was a capital.
    init(_ scalars: [Unicode.Scalar], capitals: [Bool]) {
        self.scalars = scalars
        self.capitals = capitals
    }

    /// All tokens in order.
    func tokens() -> [Token] {
        var result: [Token] = []
        result.reserveCapacity(scalars.count / 4)
        var (position, isSpaced, startsLine) = (0, true, true)
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar == " " || scalar == "\n" || scalar == "\r" || scalar == "\t" {
                isSpaced = true
                if scalar == "\n" || scalar == "\r" { startsLine = true }
                position += 1
                continue
            }
            let token = self.token(at: position, isSpaced: isSpaced, startsLine: startsLine)
            result.append(token)
            position = token.range.upperBound
            (isSpaced, startsLine) = (false, false)
        }
        return result
    }

    private func token(at start: Int, isSpaced: Bool, startsLine: Bool) -> Token {
        if scalars[start] == "[", let (mark, end) = Mark.read(scalars, at: start) {
            return Token(
                shape: .mark, isSpaced: isSpaced, startsLine: startsLine, text: "", value: mark.number ?? 0,
                label: mark.label, range: start..<end)
        }
        let shape = Self.shape(of: scalars[start])
        var end = start + 1
        if shape != .sign {
            while end < scalars.count, Self.shape(of: scalars[end]) == shape { end += 1 }
        }
        var token = Token(
            shape: shape, isSpaced: isSpaced, startsLine: startsLine,
            text: text(start..<end), range: start..<end)
        if shape == .digits, end - start <= 18 { token.value = Int(token.text) ?? -1 }
        if shape == .letters {
            token.casing = casing(start..<end)
            token.hash = Lexicon.hash(scalars[start..<end])
            token.word = lexicon.word(scalars[start..<end], hash: token.hash)
            token.trigger = lexicon.trigger(token.hash)
        }
        return token
    }

    private func text(_ range: Range<Int>) -> String {
        guard scalars[range].allSatisfy(\.isASCII) else { return String(String.UnicodeScalarView(scalars[range])) }
        return String(unsafeUninitializedCapacity: range.count) { bytes in
            for (place, scalar) in scalars[range].enumerated() {
                bytes[place] = UInt8(truncatingIfNeeded: scalar.value)
            }
            return range.count
        }
    }

    private func casing(_ range: Range<Int>) -> Token.Casing {
        let upper = capitals[range].count { $0 }
        if upper == 0 { return .lower }
        if upper == range.count { return .upper }
        return upper == 1 && capitals[range.lowerBound] ? .capital : .mixed
    }

    private static func shape(of scalar: Unicode.Scalar) -> Token.Shape {
        if scalar.isASCII {
            if ("a"..."z").contains(scalar) { return .letters }
            return ("0"..."9").contains(scalar) ? .digits : .sign
        }
        return scalar.properties.isAlphabetic ? .letters : .sign
    }
}
