/// Names of months, weekdays and holidays.
enum Months {
    /// Names in full.
    static let full: [String: Int] = [
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
        "september": 9,
        "october": 10, "november": 11, "december": 12,
    ]
    /// Frequent slips.
    private static let slips: [String: Int] = [
        "janury": 1, "januray": 1, "janaury": 1, "febuary": 2, "feburary": 2, "februrary": 2, "feburay": 2, "apirl": 4,
        "arpil": 4, "agust": 8, "auguest": 8, "setember": 9, "septmber": 9, "septembre": 9, "ocotber": 10,
        "octobre": 10,
        "novemeber": 11, "noverber": 11, "novembre": 11, "spet": 9, "setp": 9, "decemeber": 12, "decmber": 12,
        "decembre": 12,
    ]
    /// Names as staff whose first language is another write them, without diacritics.
    static let foreign: [String: Int] = [
        "januar": 1, "janner": 1, "janvier": 1, "enero": 1, "gennaio": 1, "janeiro": 1, "januari": 1, "stycznia": 1,
        "februar": 2, "fevrier": 2, "febrero": 2, "febbraio": 2, "fevereiro": 2, "februari": 2, "lutego": 2,
        "marz": 3, "maerz": 3, "mars": 3, "marzo": 3, "marco": 3, "maart": 3, "marca": 3, "avril": 4, "abril": 4,
        "aprile": 4, "kwietnia": 4, "mai": 5, "mayo": 5, "maggio": 5, "maio": 5, "maj": 5, "maja": 5, "juni": 6,
        "juin": 6, "junio": 6, "giugno": 6, "junho": 6, "czerwca": 6, "juli": 7, "juillet": 7, "julio": 7, "luglio": 7,
        "julho": 7, "lipca": 7, "aout": 8, "agosto": 8, "augustus": 8, "augusti": 8, "sierpnia": 8, "septiembre": 9,
        "settembre": 9, "setembro": 9, "wrzesnia": 9, "oktober": 10, "octubre": 10, "ottobre": 10, "outubro": 10,
        "pazdziernika": 10, "noviembre": 11, "novembro": 11, "listopada": 11, "dezember": 12, "desember": 12,
        "diciembre": 12, "dicembre": 12, "dezembro": 12, "grudnia": 12, "mei": 5, "marts": 3,
        "ocak": 1, "subat": 2, "mart": 3, "nisan": 4, "mayis": 5, "haziran": 6, "temmuz": 7, "agustos": 8, "eylul": 9,
        "ekim": 10, "kasim": 11, "aralik": 12, "ianuarie": 1, "februarie": 2, "martie": 3, "aprilie": 4, "iunie": 6,
        "iulie": 7, "septembrie": 9, "octombrie": 10, "noiembrie": 11, "decembrie": 12, "ledna": 1, "unora": 2,
        "brezna": 3, "dubna": 4, "kvetna": 5, "cervna": 6, "cervence": 7, "srpna": 8, "zari": 9, "rijna": 10,
        "listopadu": 11, "prosince": 12, "sijecnja": 1, "veljace": 2, "ozujka": 3, "travnja": 4, "svibnja": 5,
        "lipnja": 6, "srpnja": 7, "kolovoza": 8, "rujna": 9, "studenoga": 11, "prosinca": 12, "gener": 1, "maig": 5,
    ]
    /// Shortened names.
    static let short: [String: Int] = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
        "dec": 12,
    ]
    /// Weekdays, in full and shortened.
    static let weekdays: Set<String> = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed",
        "thu",
        "thur", "thurs", "fri", "sat", "sun",
    ]
    /// Days that name a date by themselves.
    static let holidays: Set<String> = [
        "christmas", "xmas", "thanksgiving", "halloween", "easter", "juneteenth", "hanukkah", "ramadan", "diwali",
    ]

    /// The month a word names.
    static func month(_ word: String) -> Int? { full[word] ?? short[word] ?? slips[word] ?? foreign[word] }

    /// Every word that names a month.
    static var all: Set<String> { Set(full.keys).union(short.keys).union(slips.keys).union(foreign.keys) }

    /// Whether letters are the name of a month but for one slip of the keyboard.
    static func isMisspelt(_ letters: ArraySlice<Unicode.Scalar>) -> Bool {
        misspeltForms.contains { $0[0] == letters.first && Slip.isOne($0[...], letters) }
    }

    private static let misspeltForms = (Array(full.keys) + foreign.keys).filter { $0.count > 5 || $0 == "april" }.map {
        Array($0.unicodeScalars)
    }
}
