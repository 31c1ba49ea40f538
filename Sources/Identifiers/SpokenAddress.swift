/// Addresses of mail and of the web as they are dictated: "lakshmi dot v at postbox dot example".
public struct SpokenAddress: Detector {
    /// The stable name of the rule.
    public let rule = "spoken-address"

    /// Makes the detector.
    public init() {}

    private static let joints: Set<String> = ["dot", "at", "underscore", "dash", "hyphen", "slash"]

    /// Every dictated address.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.places.compactMap { place in
            let token = text.tokens[place]
            guard token.count == 3, token.trigger.contains(.label), text.word(place) == "dot" else { return nil }
            var (start, end) = (place - 1, place + 2)
            while isJoint(start - 1, in: text), isPart(start - 2, in: text), !text.holds(.function, at: start - 2) {
                start -= 2
            }
            while isJoint(end, in: text), isPart(end + 1, in: text) { end += 2 }
            guard isPart(start, in: text), isPart(end - 1, in: text) else { return nil }
            let words = (start..<end).map { text.word($0) }
            if let at = words.firstIndex(of: "at"), words[at...].contains("dot") {
                return span(text, start..<end, .email, .medium)
            }
            return WebAddress.topLevels.contains(words[words.count - 1]) ? span(text, start..<end, .url, .medium) : nil
        }
    }

    private func isJoint(_ place: Int, in text: FoldedText) -> Bool { Self.joints.contains(text.word(place)) }

    private func isPart(_ place: Int, in text: FoldedText) -> Bool {
        guard let token = text.token(place), !token.startsLine else { return false }
        return token.shape == .letters && !Self.joints.contains(token.text) || token.shape == .digits
    }
}
