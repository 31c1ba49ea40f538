/// Names of months, weekdays and holidays.
enum Months {
    /// Names in full.
    static let full: [String: Int] = [
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
        "september": 9,
        "october": 10, "november": 11, "december": 12,
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
    static func month(_ word: String) -> Int? { full[word] ?? short[word] }
}
