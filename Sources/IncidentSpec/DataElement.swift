/// The form on which an element is asked (Appendix E), or `extension` for our additions.
public enum Form: String, Codable, Sendable, CaseIterable {
    case report, analysis, response
    case `extension`
}

/// How strongly the standard asks for an element (Appendix E, column "Level").
public enum Level: String, Codable, Sendable, CaseIterable {
    case required, recommended, optional
}

/// The standard's own privacy flag (Appendix E, column "Encrypt"), verbatim.
///
/// "N" means only "not encrypted"; what really happens at the clinic is ``EdgeAction``.
public enum SourceFlag: String, Codable, Sendable, CaseIterable {
    case none = "N"
    case encrypt = "Y"
    case strip = "Strip"
}

/// What the clinic does with an element before a report leaves.
public enum EdgeAction: String, Codable, Sendable, CaseIterable {
    /// Leaves as it is.
    case keep
    /// A generalised copy leaves, computed before the original is sealed.
    case band
    /// Leaves only inside the envelope that the practice alone can open.
    case seal
    /// Never leaves.
    case strip
    /// Free text: leaves after every identifier found in it is replaced by a mark.
    case scrub
    /// Stays until a person releases it.
    case hold
}

/// The kind of value an element takes.
public enum ElementType: String, Codable, Sendable, CaseIterable {
    case date, time, integer, real, text, option, file
    /// A random UUID (version 4) that the clinic's program draws; nobody answers it.
    case pseudonym
}

/// The option of another element which asks for this one ("other (specify)", "give number").
public struct Companion: Codable, Sendable, Hashable {
    /// The element that has the option.
    public let element: ElementNumber
    /// The printed code of the option.
    public let option: String
}

/// One interval of a generalised copy, both ends included.
public struct Band: Codable, Sendable, Hashable {
    /// The printed code of the option that stands for the interval.
    public let option: String
    /// The lowest value in the interval.
    public let from: Int
    /// The highest value in the interval; `nil` for the open top.
    public let to: Int?
}

/// One data element: its nomenclature in the standard and what becomes of it at the edge.
///
/// A class only because it is handed around for each answer of each report, and copying its texts would take longer than
/// reading the answer.
public final class DataElement: Codable, Sendable, Identifiable {
    public let number: ElementNumber
    /// Name in JSON, in camel case.
    public let name: String
    /// Title as printed.
    public let title: String
    public let form: Form
    public let level: Level
    /// The standard's flag, verbatim; `nil` for our additions.
    public let flag: SourceFlag?
    /// The standard's format column, verbatim; `nil` for our additions.
    public let format: String?
    public let type: ElementType
    /// Whether several answers may be given ("select all that apply").
    public let multiple: Bool
    /// The name of the option list the answers come from.
    public let list: String?
    public let edge: EdgeAction
    /// The paragraphs that name what the answer gives away; `nil` where it identifies nobody by itself.
    public let law: [String]?
    /// Unit of a number, such as Gy.
    public let unit: String?
    public let minimum: Double?
    public let maximum: Double?
    /// The longest text accepted, in Unicode scalars.
    public let maxLength: Int?
    public let definition: String
    public let help: String
    /// Why we added the element; `nil` for the standard's own.
    public let addedFor: String?
    public let companionOf: Companion?
    /// The element of which this is a generalised copy.
    public let generalises: ElementNumber?
    public let bands: [Band]?

    public var id: ElementNumber { number }

    /// The element's column in the aggregator's report table.
    public var columnName: String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }

    /// Whether its values may stand readable in a report that leaves the clinic.
    public var leavesReadable: Bool { edge == .keep || edge == .band || edge == .scrub }

    /// Whether its values leave readable and are answers, which a pseudonym is not: what completeness is told of.
    public var isAnswerThatLeaves: Bool { leavesReadable && type != .pseudonym }
}
