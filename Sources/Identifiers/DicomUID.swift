/// Unique identifiers of DICOM objects.
public struct DicomUID: Detector {
    /// The stable name of the rule.
    public let rule = "dicom-uid"

    /// Marks beside it change nothing.
    public var heedsMarks: Bool { false }

    /// Makes the detector.
    public init() {}

    /// Every run of five or more numbers with points, at least twelve signs long.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        var (spans, done) = ([IdentifierSpan](), 0)
        for start in text.digitTokens where start >= done {
            var (end, length) = (start + 1, text.digitCount(start))
            while text.isSign(end, "."), text.isGlued(end), text.isGlued(end + 1), text.digitCount(end + 1) > 0 {
                length += 1 + text.digitCount(end + 1)
                end += 2
            }
            done = end
            if end - start >= 9, length >= 12 || text.number(start) == 1 && text.number(start + 4) == 840 {
                spans.append(span(text, start..<end, .id))
            }
        }
        return spans
    }
}
