/// What the aggregator refuses without knowing anybody: identifiers plain by their shape.
public struct LeakCheck: Sendable {
    /// An identifier that a text still holds, without its value.
    public struct Finding: Sendable, Hashable {
        /// The element the text came from.
        public let element: String
        /// The rule that found it.
        public let rule: String
        /// Code points of the text.
        public let range: Range<Int>
    }

    /// Every one is also run by the clinic, so what the clinic's scrubber lets through passes here.
    private static let detectors: [any Detector] = [
        SocialSecurityNumber(), Email(), Phone(), WebAddress(), LabelledNumber(), DateShape(), MonthDate(),
        StreetAddress(),
        AgeOver89(),
    ]

    /// Makes the check.
    public init() {}

    /// Everything in some texts that must not have left the clinic.
    public func findings(in texts: [(element: String, text: String)]) -> [Finding] {
        texts.flatMap { element, text in
            let folded = FoldedText(text)
            let spans = Self.detectors
                .flatMap { $0.findings(in: folded, context: .empty) }
                .filter { $0.confidence == .high && folded.aligned($0.range) != nil }
            return Scrubber.merged(spans).map { Finding(element: element, rule: $0.rule, range: $0.range) }
        }
    }
}
