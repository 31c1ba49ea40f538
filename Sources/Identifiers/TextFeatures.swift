/// What a text has that detectors need, seen in one pass over its bytes.
struct TextFeatures: OptionSet {
    let rawValue: UInt8
    /// A digit that is not the number of a mark.
    static let digit = TextFeatures(rawValue: 1)
    static let at = TextFeatures(rawValue: 2)
    /// A backslash, a colon before a slash, or a point before a letter.
    static let address = TextFeatures(rawValue: 4)
    /// A number, or a word that may say an age over 89.
    static let oldAge = TextFeatures(rawValue: 8)
    static let all: TextFeatures = [.digit, .at, .address, .oldAge]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Looks at a text; beyond ASCII, what folding may make of it is not known, and it has them all.
    init(_ text: String) {
        var text = text
        self = text.withUTF8 { Self.features(of: $0) }
    }

    private static func features(of text: UnsafeBufferPointer<UInt8>) -> TextFeatures {
        var found: TextFeatures = []
        var index = 0
        while index < text.count {
            let byte = text[index]
            switch byte {
            case 0x80...: return .all
            case UInt8(ascii: "0")...UInt8(ascii: "9"): found.formUnion([.digit, .oldAge])
            case UInt8(ascii: "@"): found.insert(.at)
            case UInt8(ascii: "\\"): found.insert(.address)
            case UInt8(ascii: ":"):
                if index + 1 < text.count, text[index + 1] == UInt8(ascii: "/") { found.insert(.address) }
            case UInt8(ascii: "."):
                if index + 1 < text.count, isLetter(text[index + 1]) { found.insert(.address) }
            case UInt8(ascii: "["): index = endOfMark(text, at: index) ?? index
            case UInt8(ascii: "n"), UInt8(ascii: "N"):
                if holds(text, at: index, "ninety") || holds(text, at: index, "narian") { found.insert(.oldAge) }
            case UInt8(ascii: "h"), UInt8(ascii: "H"):
                if holds(text, at: index, "hundred") { found.insert(.oldAge) }
            default: break
            }
            index += 1
        }
        return found
    }

    /// The place of the bracket that ends a mark with digits in it.
    private static func endOfMark(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        if holds(text, at: start, "[age 90+]") { return start + 8 }
        for begin: StaticString in ["[staff-", "[name-"] where holds(text, at: start, begin) {
            var end = start + begin.utf8CodeUnitCount
            let first = end
            while end < text.count, end < first + 3, isDigit(text[end]) { end += 1 }
            if end > first, end < text.count, text[end] == UInt8(ascii: "]") { return end }
        }
        return nil
    }

    /// Whether a word in small letters stands at a place, in whatever case.
    private static func holds(_ text: UnsafeBufferPointer<UInt8>, at start: Int, _ word: StaticString) -> Bool {
        guard start + word.utf8CodeUnitCount <= text.count else { return false }
        for offset in 0..<word.utf8CodeUnitCount {
            let (byte, wanted) = (text[start + offset], word.utf8Start[offset])
            guard byte == wanted || isLetter(byte) && byte | 0x20 == wanted else { return false }
        }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
    }
}
