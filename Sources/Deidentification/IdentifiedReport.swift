public import IncidentReports
public import IncidentSpec

/// A report as the practice holds it, with everything that must not leave.
///
/// It describes itself by its ids alone, so that no log or error can carry an answer.
public struct IdentifiedReport: Sendable, Hashable {
    /// The practice's own number of the report; it never leaves.
    public let localID: String
    /// The random id under which the report is known outside.
    public let id: ReportID
    /// 1 for the first version, one more with each amendment.
    public let revision: Int
    /// The version of the specification under which the questions were asked.
    public let specification: String
    /// The forms that were asked.
    public let forms: [Form]
    /// Elements of those forms which were not asked.
    public let notAsked: [ElementNumber]
    /// All answers.
    public let answers: Answers
    /// What the clinic's file says beside the elements.
    public let alsoKnown: [AlsoKnown]

    public init(
        localID: String, id: ReportID, revision: Int, specification: String, forms: [Form],
        notAsked: [ElementNumber], answers: Answers, alsoKnown: [AlsoKnown] = []
    ) {
        self.localID = localID
        self.id = id
        self.revision = revision
        self.specification = specification
        self.forms = forms
        self.notAsked = notAsked
        self.answers = answers
        self.alsoKnown = alsoKnown
    }
}

extension IdentifiedReport: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "report \(id) revision \(revision)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
