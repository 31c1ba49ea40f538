/// Where somebody lies and what somebody drives: "Bluebell Ward bed 6", "7 West 14", "MICU-7", "truck NM BKR 204".
public struct WardAndPlate: Detector {
    /// The stable name of the rule.
    public let rule = "ward-and-plate"

    /// Makes the detector.
    public init() {}

    /// Words behind which the number of a plate stands.
    private static let vehicles: Set<String> = [
        "plate", "plates", "truck", "car", "van", "suv", "sedan", "pickup", "minivan", "camry", "ford", "honda",
        "toyota",
        "chevy", "vehicle", "motorcycle", "bike", "scooter", "taxi", "cab", "uber", "bus", "trailer", "jeep", "tag",
        "registration", "rego", "snowmobile", "tractor", "rv", "ambulance", "lyft", "subaru", "nissan", "prius",
        "corolla",
    ]
    /// Units of a hospital that have beds.
    private static let units: Set<String> = [
        "icu", "micu", "sicu", "nicu", "picu", "ccu", "cvicu", "ed", "er", "pacu", "imcu", "imc", "bmtu", "stepdown",
        "tele",
        "oncu", "hdu", "itu",
    ]
    private static let beds: Set<String> = ["bed", "bay", "room", "rm", "cubicle", "side", "cot", "chair"]
    private static let winds: Set<String> = ["west", "east", "north", "south", "tower", "center", "pavilion", "main"]

    /// Every bed and plate.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.digitTokens.compactMap { place in
            if let bed = bed(place, in: text) { return span(text, bed, .removed, .medium) }
            return plate(place, in: text).map { span(text, $0, .removed, .medium) }
        }
    }

    private func bed(_ place: Int, in text: FoldedText) -> Range<Int>? {
        guard text.digitCount(place) < 4, !text.isUnit(text.endOfWord(place)), !text.isSign(place + 1, "%/:") else {
            return nil
        }
        let end = text.endOfWord(place)
        if text.isGlued(place + 1), text.isSign(place + 1, ".,"), text.isGlued(place + 2),
            text.digitCount(place + 2) > 0
        {
            return nil
        }
        // "MICU-7", "ICU bed 12".
        let sign = text.isSign(place - 1, "-") ? place - 2 : place - 1
        if Self.units.contains(text.word(sign)), sign == place - 2, text.isGlued(place),
            text.tokens[sign].casing == .upper
        {
            return sign..<end
        }
        let isBed = Self.beds.contains(text.word(place - 1))
        let before =
            text.isSign(isBed ? place - 2 : place - 1, ",-") ? place - (isBed ? 3 : 2) : place - (isBed ? 2 : 1)
        if isBed, Self.units.contains(text.word(before)) { return before..<end }
        // "Bluebell Ward bed 6", "ward 3B".
        if text.word(before) == "ward" {
            let name = before - 1
            let isNamed =
                text.token(name).map { $0.label != nil || $0.count > 2 && !$0.trigger.contains(.function) } ?? false
                && !text.tokens[before].startsLine
            return (isBed && isNamed && text.tokens[name].shape != .sign ? name : before)..<end
        }
        // "7 West 14", "4 West rm 412-B".
        if Self.winds.contains(text.word(before)), (1...2).contains(text.digitCount(before - 1)),
            text.tokens[before].isSpaced
        {
            return before - 1..<(text.isSign(end, "-") && text.isGlued(end + 1) ? text.endOfWord(end + 1) : end)
        }
        // "3B-22".
        if text.isSign(place - 1, "-"), text.isGlued(place), text.word(place - 2).utf8.count == 1,
            text.isGlued(place - 2),
            text.digitCount(place - 3) == 1, text.digitCount(place) == 2, !text.isGlued(place - 3),
            text.tokens[place - 2].casing == .upper
        {
            return place - 3..<end
        }
        return nil
    }

    /// "NM BKR 204", "tkr 8841", "RXC 482": letters that no list explains with digits behind, near a vehicle.
    private func plate(_ place: Int, in text: FoldedText) -> Range<Int>? {
        guard (2...4).contains(text.digitCount(place)) else { return nil }
        var start = place
        while start > 0, place - start < 5, !text.tokens[start].startsLine,
            text.digitCount(start - 1) > 0
                || (1...3).contains(text.word(start - 1).utf8.count) && isLetters(start - 1, in: text)
                || text.isSign(start - 1, "-")
        {
            start -= 1
        }
        guard start < place, (start..<place).contains(where: { !text.word($0).isEmpty }) else { return nil }
        let words = text.wordsBefore(start, 4)
        guard words.contains(where: Self.vehicles.contains) else { return nil }
        return start..<text.endOfWord(place)
    }

    private func isLetters(_ place: Int, in text: FoldedText) -> Bool {
        let token = text.tokens[place]
        guard !Self.vehicles.contains(token.text), !token.trigger.contains(.function) else { return false }
        return !token.trigger.contains(.unit) || token.casing == .upper
    }
}
