import Identifiers
public import IncidentSpec

/// What persons said about words that no list vouches for; a word is folded, as `ResidueQuestion.word` gives it.
public struct ReviewedWords: Sendable, Hashable {
    /// May stay.
    public var kept: Set<String>
    /// Go, and are not asked about again.
    public var removed: Set<String>

    public init(kept: Set<String> = [], removed: Set<String> = []) {
        self.kept = kept
        self.removed = removed
    }

    /// Nobody was asked.
    public static let none = ReviewedWords()

    /// The form of a word under which answers are kept.
    public static func word(_ text: String) -> String { Residue.word(text) }

    /// These answers, and those about one report before them.
    func with(_ own: ReviewedWords) -> ReviewedWords {
        ReviewedWords(
            kept: kept.subtracting(own.removed).union(own.kept),
            removed: removed.subtracting(own.kept).union(own.removed))
    }
}

/// A word of a report's text about which a person has to say whether it may stay.
public struct ResidueQuestion: Sendable, Hashable {
    public let element: ElementNumber
    /// Which of the element's texts, from 0.
    public let text: Int
    /// Code points of that text.
    public let range: Range<Int>
    /// The folded word under which the answer is kept.
    public let word: String
}

extension ResidueQuestion: CustomReflectable, CustomStringConvertible {
    public var description: String { "question about element \(element)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension String {
    /// The code points of a range.
    public func codePoints(_ range: Range<Int>) -> String {
        let start = unicodeScalars.index(unicodeScalars.startIndex, offsetBy: range.lowerBound)
        return String(unicodeScalars[start..<unicodeScalars.index(start, offsetBy: range.count)])
    }
}
