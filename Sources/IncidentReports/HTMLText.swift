/// Undoes what web forms do to a text, so that "M&uuml;ller" is the name it stands for.
enum HTMLText {
    /// The text with its entities decoded and the tags of simple formatting taken out.
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "<") }) else { return text }
        let untagged = text.replacing(lineTags, with: "\n").replacing(inlineTags, with: "")
        return untagged.replacing(entities) { decoded($0.1) ?? String($0.0) }
    }

    nonisolated(unsafe) private static let entities = /&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});/
    nonisolated(unsafe) private static let lineTags = /<\/?(?:br|p|div|li|ul|ol|tr|table|h[1-6])(?:\s[^<>]*)?\/?>/
        .ignoresCase()
    nonisolated(unsafe) private static let inlineTags =
        /<\/?(?:b|i|u|em|strong|span|font|sub|sup|small|mark|td|th|a)(?:\s[^<>]*)?\/?>/.ignoresCase()

    private static func decoded(_ name: Substring) -> String? {
        if name.first == "#" {
            let digits = name.dropFirst()
            let isHex = digits.first == "x" || digits.first == "X"
            return (isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)).flatMap(Unicode.Scalar.init)
                .map { String($0) }
        }
        return named[String(name)]
    }

    private static let named: [String: String] = {
        var all = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "shy": "", "ndash": "–",
            "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "hellip": "…", "bull": "•",
            "OElig": "Œ", "oelig": "œ", "Scaron": "Š", "scaron": "š", "Yuml": "Ÿ", "deg": "°", "plusmn": "±",
            "micro": "µ", "times": "×", "frac12": "½",
        ]
        // The letters of Latin-1 have their entities in code order from U+00C0.
        let latin = [
            "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc",
            "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml",
            "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute",
            "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave",
            "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide",
            "oslash",
            "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
        ]
        for (offset, name) in latin.enumerated() {
            all[name] = Unicode.Scalar(UInt32(0xC0 + offset)).map { String($0) }
        }
        return all
    }()
}
