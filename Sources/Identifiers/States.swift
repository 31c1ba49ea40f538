/// States of the United States, their postal codes, and the first digits of their ZIP codes.
enum States {
    /// Two-letter code to the digits a ZIP code of that state begins with.
    static let firstDigits: [String: String] = [
        "al": "3", "ak": "9", "az": "8", "ar": "7", "ca": "9", "co": "8", "ct": "0", "de": "1", "dc": "2", "fl": "3",
        "ga": "3", "hi": "9", "id": "8", "il": "6", "in": "4", "ia": "5", "ks": "6", "ky": "4", "la": "7", "me": "0",
        "md": "2", "ma": "0", "mi": "4", "mn": "5", "ms": "3", "mo": "6", "mt": "5", "ne": "6", "nv": "8", "nh": "0",
        "nj": "0", "nm": "8", "ny": "10", "nc": "2", "nd": "5", "oh": "4", "ok": "7", "or": "9", "pa": "1", "ri": "0",
        "sc": "2", "sd": "5", "tn": "3", "tx": "78", "ut": "8", "vt": "0", "va": "2", "wa": "9", "wv": "2", "wi": "5",
        "wy": "8", "pr": "0", "gu": "9", "vi": "0",
    ]

    /// The last word of a state's name to its code.
    static let codes: [String: String] = [
        "alabama": "al", "alaska": "ak", "arizona": "az", "arkansas": "ar", "california": "ca", "colorado": "co",
        "connecticut": "ct", "delaware": "de", "florida": "fl", "georgia": "ga", "hawaii": "hi", "idaho": "id",
        "illinois": "il", "indiana": "in", "iowa": "ia", "kansas": "ks", "kentucky": "ky", "louisiana": "la",
        "maine": "me", "maryland": "md", "massachusetts": "ma", "michigan": "mi", "minnesota": "mn",
        "mississippi": "ms", "missouri": "mo", "montana": "mt", "nebraska": "ne", "nevada": "nv", "hampshire": "nh",
        "jersey": "nj", "mexico": "nm", "york": "ny", "carolina": "nc", "dakota": "nd", "ohio": "oh", "oklahoma": "ok",
        "oregon": "or", "pennsylvania": "pa", "tennessee": "tn", "texas": "tx", "utah": "ut", "vermont": "vt",
        "virginia": "va", "washington": "wa", "wisconsin": "wi", "wyoming": "wy",
    ]

    /// Whether a token is a state's code in capitals.
    static func isCode(_ token: Token) -> Bool {
        token.casing == .upper && firstDigits[token.text] != nil
    }

    /// The digits a ZIP code may begin with behind a token that names a state, else nil.
    static func zipDigits(after token: Token) -> String? {
        if isCode(token) { return firstDigits[token.text] }
        return token.casing == .lower ? nil : codes[token.text].flatMap { firstDigits[$0] }
    }
}
