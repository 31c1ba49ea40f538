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
        "novemeber": 11, "noverber": 11, "novembre": 11, "decemeber": 12, "decmber": 12, "decembre": 12,
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
    static func month(_ word: String) -> Int? { full[word] ?? short[word] ?? slips[word] }

    /// Every word that names a month.
    static var all: Set<String> { Set(full.keys).union(short.keys).union(slips.keys) }
}
