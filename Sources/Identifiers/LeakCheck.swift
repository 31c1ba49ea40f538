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
    ///
    /// With each the features without which it finds nothing that is sure.
    private static let detectors: [(detector: any Detector, needs: TextFeatures)] = [
        (SocialSecurityNumber(), .digit), (Email(), .at), (Phone(), .digit), (WebAddress(), .address),
        (LabelledNumber(), .digit), (DateShape(), .digit), (MonthDate(), .digit), (StreetAddress(), .digit),
        (AgeOver89(), .oldAge),
    ]

    /// Makes the check.
    public init() {}

    /// Everything in some texts that must not have left the clinic.
    public func findings(in texts: [(element: String, text: String)]) -> [Finding] {
        texts.flatMap { element, text in findings(in: text, element, features: TextFeatures(text)) }
    }

    /// What every detector finds, whatever the text's features; the measure of ``findings(in:)``.
    func findingsOfAll(in texts: [(element: String, text: String)]) -> [Finding] {
        texts.flatMap { element, text in findings(in: text, element, features: .all) }
    }

    private func findings(in text: String, _ element: String, features: TextFeatures) -> [Finding] {
        guard !features.isEmpty else { return [] }
        let wanted = Self.detectors.filter { !$0.needs.isDisjoint(with: features) }
        guard !wanted.isEmpty else { return [] }
        let folded = FoldedText(text)
        let spans =
            wanted
            .flatMap { $0.detector.findings(in: folded, context: .empty) }
            .filter { $0.confidence == .high && folded.aligned($0.range) != nil }
        return Scrubber.merged(spans).map { Finding(element: element, rule: $0.rule, range: $0.range) }
    }
}
