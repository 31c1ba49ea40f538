/// Finds one sort of identifier in a text.
public protocol Detector: Sendable {
    /// The stable name under which findings are counted and shown.
    var rule: String { get }

    /// Whether what it finds may depend on marks beside it, so that it must look again after others have found something.
    var heedsMarks: Bool { get }

    /// Everything this detector finds in a text.
    func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan]
}

/// A place in a text that must not leave, and what is written instead.
public struct IdentifierSpan: Sendable, Hashable {
    /// Code points of the original text.
    public var range: Range<Int>
    /// The word of the mark.
    public var label: MarkLabel
    /// The rule that found it.
    public var rule: String
    /// The person of the context who is meant, where only one can be.
    public var person: Int?
    /// How sure the rule is.
    public var confidence: Confidence

    /// Makes a span.
    public init(
        range: Range<Int>, label: MarkLabel, rule: String, person: Int? = nil, confidence: Confidence = .high
    ) {
        self.range = range
        self.label = label
        self.rule = rule
        self.person = person
        self.confidence = confidence
    }

    /// The kind under which the trail counts this span.
    public var kind: IdentifierKind { label.kind }
}

extension Detector {
    /// Most look at their neighbours.
    public var heedsMarks: Bool { true }

    /// A span over whole tokens.
    func span(
        _ text: FoldedText, _ tokens: Range<Int>, _ label: MarkLabel, person: Int? = nil,
        _ confidence: Confidence = .high
    ) -> IdentifierSpan {
        IdentifierSpan(
            range: text.range(ofTokens: tokens.lowerBound...tokens.upperBound - 1), label: label, rule: rule,
            person: person, confidence: confidence)
    }
}

/// The detectors in use.
public enum Detectors {
    /// Detectors that need the report's own fields.
    public static let known: [any Detector] = [
        KnownName(), SplitName(), KnownInitials(), KnownPlace(), KnownNumber(), KnownAge(), KnownDate(),
    ]

    /// Detectors of shapes, which need no context.
    public static let shapes: [any Detector] = [
        Email(), WebAddress(), NetworkAddress(), DicomUID(), SocialSecurityNumber(), LabelledNumber(), SerialNumber(),
        Phone(), DateShape(), MonthDate(), AgeOver89(), StreetAddress(), PostalCode(), RecordNumberLike(),
        FileName(), SpokenNumber(), SpokenAddress(), Handle(), WardAndPlate(),
    ]

    /// Detectors of what no field of the report states, by the words around it.
    public static let strangers: [any Detector] = [
        CuedName(), OtherFacility(), CityState(), CuedPlace(), NamedHouse(), BesidePlace(), BesideName(),
    ]

    /// Everything the clinic runs; what none of them explains and no list vouches for comes last.
    public static let standard = known + [NearName(), SoundsAlike()] + shapes + strangers + [Residue()]
}
