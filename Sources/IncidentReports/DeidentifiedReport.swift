public import Foundation
public import IncidentSpec

/// A report as it leaves the clinic: no stripped element, flagged elements only in the envelope.
///
/// Only three places make one: the clinic's de-identifier; the codec, which refuses any packet in which an element
/// stands readable that must not; and the aggregator's store, which has no column for such an element.
public struct DeidentifiedReport: Sendable, Hashable {
    /// The version of the specification under which the questions were asked.
    public let specification: String
    public let id: ReportID
    /// 1 for the first version of a report, one more with each amendment.
    public let revision: Int
    /// The forms that were asked, so that "not asked" and "not answered" stay apart.
    public let forms: [Form]
    /// Elements of those forms which the practice does not ask.
    public let notAsked: [ElementNumber]
    /// Answers to elements that may leave readable.
    public let answers: Answers
    /// CMS AuthEnvelopedData that only the practice can open.
    public let sealed: Data?

    @_spi(Deidentifier) @_spi(Store)
    public init(
        specification: String, id: ReportID, revision: Int, forms: [Form], notAsked: [ElementNumber],
        answers: Answers, sealed: Data?
    ) {
        self.specification = specification
        self.id = id
        self.revision = revision
        self.forms = forms
        self.notAsked = notAsked
        self.answers = answers
        self.sealed = sealed
    }
}
