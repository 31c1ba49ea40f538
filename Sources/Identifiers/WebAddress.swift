/// Web addresses, bare host names and paths of shared folders.
public struct WebAddress: Detector {
    /// The stable name of the rule.
    public let rule = "url"

    /// Marks beside it change nothing.
    public var heedsMarks: Bool { false }

    /// Makes the detector.
    public init() {}

    /// Last parts of host names.
    static let topLevels: Set<String> = [
        "com", "org", "net", "edu", "gov", "mil", "io", "health", "info", "biz", "hospital", "clinic", "local", "int",
        "care", "app", "dev", "cloud", "example", "test", "internal", "lan", "corp", "intra", "us", "ca", "uk",
    ]

    /// Every address.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.tokens.indices.compactMap { place in
            guard text.tokens[place].shape == .sign else { return nil }
            if text.isSign(place, ":") {
                if text.isSign(place + 1, "/"), text.isSign(place + 2, "/"), text.isGlued(place),
                    text.isGlued(place + 1)
                {
                    return span(text, place - 1..<endOfPath(place, text), .url)
                }
                // A drive letter with a folder behind it.
                if text.isSign(place + 1, "\\"), text.isGlued(place), text.word(place - 1).unicodeScalars.count == 1 {
                    return span(text, place - 1..<endOfPath(place, text), .url)
                }
            }
            if text.isSign(place, "\\"), text.isSign(place + 1, "\\"), text.isGlued(place + 1), text.isGlued(place + 2)
            {
                return span(text, place..<endOfPath(place, text), .url)
            }
            guard text.isSign(place, "."), text.isGlued(place), text.isGlued(place + 1) else { return nil }
            let isWeb = text.word(place - 1) == "www"
            let isHost = text.tokens[place + 1].trigger.contains(.topLevel) && !text.word(place - 1).isEmpty
            guard isWeb || isHost else { return nil }
            var start = place - 1
            while text.isGlued(start), text.token(start - 1)?.shape != .sign || text.isSign(start - 1, "-.@") {
                start -= 1
            }
            return span(text, start..<endOfPath(place, text), .url)
        }
    }

    /// The place past everything glued, without closing signs.
    private func endOfPath(_ start: Int, _ text: FoldedText) -> Int {
        var end = start + 1
        while text.isGlued(end), !text.isSign(end, "\"<>") { end += 1 }
        while end > start + 1, text.isSign(end - 1, ".,;:)]!?'") { end -= 1 }
        return end
    }
}
