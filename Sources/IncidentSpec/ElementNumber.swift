/// The number of a data element as printed in Appendix E ("1.11"), or of one of our additions ("X.3").
public struct ElementNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The form: 1 reporter's, 2 analyst's, 3 responder's; `extensionForm` for our additions.
    public let form: UInt8
    /// The position within its form, from 1.
    public let index: UInt8

    /// Sorts our additions behind the three forms of the standard.
    public static let extensionForm: UInt8 = 9

    /// Reads "1.11" or "X.3"; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = UInt8(parts[1]), index > 0, parts[1].first != "0", parts[1].first != "+"
        else { return nil }
        switch parts[0] {
        case "1": form = 1
        case "2": form = 2
        case "3": form = 3
        case "X": form = Self.extensionForm
        default: return nil
        }
        self.index = index
    }

    /// Whether this is one of our additions and not an element of the standard.
    public var isExtension: Bool { form == Self.extensionForm }

    public var description: String { (isExtension ? "X" : String(form)) + "." + String(index) }

    /// Both numbers at once, since this is done for each answer of each report.
    public func hash(into hasher: inout Hasher) { hasher.combine(UInt16(form) << 8 | UInt16(index)) }

    public static func < (left: Self, right: Self) -> Bool {
        (left.form, left.index) < (right.form, right.index)
    }
}

extension ElementNumber: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let number = ElementNumber(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an element number")
        }
        self = number
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
