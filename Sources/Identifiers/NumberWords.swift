/// Numbers as they stand before units of age: digits or words.
enum NumberWords {
    private static let small: [String: Int] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19,
    ]
    private static let tens: [String: Int] = [
        "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
        "hundred": 100,
    ]

    private static let ordinals: [String: Int] = [
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
        "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
        "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    ]

    /// A day of the month in words that begins at a token, "fourteenth", "twenty eighth", "twenty six", and the place past it.
    static func day(at place: Int, in text: FoldedText) -> (value: Int, end: Int)? {
        guard !text.word(place).isEmpty else { return nil }
        if let value = ordinals[text.word(place)] { return (value, place + 1) }
        let next = text.skip("-", from: place + 1, atMost: 1)
        if let ten = tens[text.word(place)], let one = ordinals[text.word(next)], one < 10, ten < 40 {
            return (ten + one, next + 1)
        }
        return beginning(at: place, in: text).flatMap { (1...31).contains($0.value) ? $0 : nil }
    }

    /// A day of the month in words that ends at a token, and its first token.
    static func day(endingAt place: Int, in text: FoldedText) -> (value: Int, start: Int)? {
        guard let one = ordinals[text.word(place)] else { return nil }
        let before = text.isSign(place - 1, "-") ? place - 2 : place - 1
        if one < 10, let ten = tens[text.word(before)], ten < 40 { return (ten + one, before) }
        return (one, place)
    }

    /// The place past a year in words: "nineteen forty four", "twenty twenty five", "two thousand five".
    static func endOfYear(at place: Int, in text: FoldedText) -> Int? {
        if ["nineteen", "twenty"].contains(text.word(place)), let (value, end) = beginning(at: place + 1, in: text),
            value > 9 || text.word(place + 1) == "oh", !text.word(place + 1).isEmpty
        {
            return end
        }
        guard text.word(place) == "two", text.word(place + 1) == "thousand" else { return nil }
        let next = text.word(place + 2) == "and" ? place + 3 : place + 2
        if text.word(next).isEmpty { return place + 2 }
        return beginning(at: next, in: text)?.end ?? place + 2
    }

    /// The number that ends at a token, and its first token.
    static func ending(at place: Int, in text: FoldedText) -> (value: Int, start: Int)? {
        if let value = text.number(place) {
            guard !(text.isSign(place - 1, "./") && text.isGlued(place) && text.digitCount(place - 2) > 0) else {
                return nil
            }
            return (value, place)
        }
        if let value = tens[text.word(place)] { return (value, place) }
        guard let value = small[text.word(place)] else { return nil }
        let before = text.isSign(place - 1, "-") ? place - 2 : place - 1
        if let ten = tens[text.word(before)] { return (ten + value, before) }
        return (value, place)
    }

    /// The number that begins at a token, and the place past it.
    static func beginning(at place: Int, in text: FoldedText) -> (value: Int, end: Int)? {
        if let value = text.number(place) {
            guard !(text.isSign(place + 1, ".") && text.isGlued(place + 2) && text.digitCount(place + 2) > 0) else {
                return nil
            }
            return (value, place + 1)
        }
        if let value = small[text.word(place)] { return (value, place + 1) }
        guard let ten = tens[text.word(place)] else { return nil }
        let next = text.skip("-", from: place + 1, atMost: 1)
        if let value = small[text.word(next)], value < 10 { return (ten + value, next + 1) }
        return (ten, place + 1)
    }
}
