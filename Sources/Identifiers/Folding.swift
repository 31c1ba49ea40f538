import Foundation

/// Folding of one scalar: compatibility mapping, case, diacritics, quotes, dashes and spaces.
enum Folding {
    /// Letters and signs that no Unicode decomposition brings to their plain form.
    private static let plain: [Unicode.Scalar: String] = [
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
        "ŋ": "n", "ς": "σ", "ƒ": "f", "ə": "e", "ŧ": "t", "ʼ": "'", "ʻ": "'", "ʹ": "'", "´": "'", "`": "'",
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "“": "\"", "”": "\"", "„": "\"", "‟": "\"", "«": "\"",
        "»": "\"", "″": "\"", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁃": "-",
        "⁄": "/", "∕": "/", "․": ".", "·": ".", "•": ".", "‧": ".",
    ]

    /// The plain lower-case form of a scalar; empty for marks and characters without width.
    static func fold(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint { return [] }
        if properties.isWhitespace { return [scalar.value == 0x2028 || scalar.value == 0x2029 ? "\n" : " "] }
        return String(Character(scalar)).decomposedStringWithCompatibilityMapping.unicodeScalars.flatMap { part in
            switch part.properties.generalCategory {
            case .nonspacingMark, .enclosingMark: return [Unicode.Scalar]()
            case .decimalNumber: return part.properties.numericValue.map { digit($0) } ?? [part]
            default: break
            }
            return part.properties.lowercaseMapping.unicodeScalars
                .filter { $0.properties.generalCategory != .nonspacingMark }
                .flatMap { plain[$0].map { Array($0.unicodeScalars) } ?? [$0] }
        }
    }

    /// The plain form of a whole value, such as a name from a field.
    static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "`") && $0 >= 0x20 }) { return text.lowercased() }
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { view.append(contentsOf: fold(scalar)) }
        return String(view)
    }

    private static func digit(_ value: Double) -> [Unicode.Scalar] {
        Array(String(Int(value)).unicodeScalars)
    }
}

extension Unicode.Scalar {
    /// Whether it is a letter; most are of ASCII, and asking Unicode takes long.
    var isLetter: Bool {
        isASCII ? ("a"..."z").contains(self) || ("A"..."Z").contains(self) : properties.isAlphabetic
    }
}
