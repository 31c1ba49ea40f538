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
