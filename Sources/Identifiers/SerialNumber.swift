/// Serial numbers and asset tags of devices.
public struct SerialNumber: Detector {
    /// The stable name of the rule.
    public let rule = "serial-number"

    /// Makes the detector.
    public init() {}

    /// Labels of a serial number.
    static let labels: Set<String> = ["sn", "serial", "serialno", "ser", "asset", "udi", "sernum"]
    private static let markers: Set<String> = ["no", "num", "number", "nr", "tag", "n", "id", "is", "was"]

    /// Every value behind a label of a serial number.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.places.compactMap { place in
            guard text.tokens[place].trigger.contains(.serial) else { return nil }
            var start = place + 1
            let isSlashed = text.word(place) == "s" && text.isSign(place + 1, "/") && text.word(place + 2) == "n"
            if isSlashed {
                start = place + 3
            } else if !Self.labels.contains(text.word(place)) {
                return nil
            }
            while start - place < 8, Self.markers.contains(text.word(start)) || text.isSign(start, ".:#=-(/") {
                start += 1
            }
            var (end, digits) = (start, 0)
            while let token = text.token(end), end == start || text.isGlued(end),
                token.shape == .letters || token.shape == .digits
                    || text.isSign(end, "-_/.") && text.isGlued(end + 1) && text.token(end + 1)?.shape != .sign
            {
                digits += text.digitCount(end)
                end += 1
            }
            guard digits > 1, start < end, !text.tokens[start].startsLine else { return nil }
            return span(text, start..<end, .serial)
        }
    }
}
