/// Addresses of machines on a network: IPv4, IPv6 and hardware addresses.
public struct NetworkAddress: Detector {
    /// The stable name of the rule.
    public let rule = "network-address"

    /// Marks beside it change nothing.
    public var heedsMarks: Bool { false }

    /// Makes the detector.
    public init() {}

    /// Every address.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.digitTokens.compactMap { fourNumbers(at: $0, in: text) } + colonGroups(in: text)
    }

    private func fourNumbers(at start: Int, in text: FoldedText) -> IdentifierSpan? {
        guard !(text.isGlued(start) && text.isSign(start - 1, ".") && text.digitCount(start - 2) > 0) else {
            return nil
        }
        for part in 0..<4 {
            let place = start + part * 2
            guard let value = text.number(place), value <= 255, text.digitCount(place) <= 3 else { return nil }
            if part > 0, !(text.isGlued(place) && text.isGlued(place - 1) && text.isSign(place - 1, ".")) { return nil }
        }
        let end = start + 7
        if text.isGlued(end), text.isSign(end, "."), text.isGlued(end + 1), text.digitCount(end + 1) > 0 { return nil }
        let before = text.wordsBefore(start, 2)
        let isHost = before.contains { ["server", "ip", "host", "pc", "workstation", "address", "node"].contains($0) }
        if !isHost, before.contains(where: FieldWords.versionWords.contains) { return nil }
        return span(text, start..<end, .id)
    }

    /// Five or more groups of hexadecimal digits between colons, or a double colon between such groups.
    private func colonGroups(in text: FoldedText) -> [IdentifierSpan] {
        var (spans, place) = ([IdentifierSpan](), 0)
        while place < text.tokens.count {
            guard text.isSign(place, ":"), text.isGlued(place) else {
                place += 1
                continue
            }
            let start = text.startOfWord(place - 1)
            var (end, colons, letters, doubles) = (start, 0, 0, 0)
            while end < text.tokens.count, end == start || text.isGlued(end) {
                if text.isSign(end, ":") {
                    colons += 1
                    if text.isSign(end - 1, ":") { doubles += 1 }
                } else if isHexadecimal(text.tokens[end]) {
                    letters += text.tokens[end].shape == .letters ? 1 : 0
                } else {
                    break
                }
                end += 1
            }
            if colons >= 5 || colons >= 3 && letters + doubles > 1 {
                spans.append(span(text, start..<end, .id))
            }
            place = max(end, place + 1)
        }
        return spans
    }

    private func isHexadecimal(_ token: Token) -> Bool {
        (token.shape == .digits || token.shape == .letters) && token.count <= 4
            && token.text.unicodeScalars.allSatisfy { ("0"..."9").contains($0) || ("a"..."f").contains($0) }
    }
}
