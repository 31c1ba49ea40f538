/// What an option says beyond its label, so that "unknown" is never counted as an answer.
public enum OptionMeaning: String, Codable, Sendable {
    case unknown, notApplicable, other, none
}

/// One answer of an option list.
public struct Option: Sendable, Hashable {
    /// The code as printed: "2", "Y", "EBRT:4.1", "1.a.i".
    public let code: String
    /// The code stored in PostgreSQL; unique within its list.
    public let storage: Int16
    /// The label as printed.
    public let label: String
    /// A label for people where the printed one is a bare letter.
    public let display: String
    public let meaning: OptionMeaning?

    /// Whether the code is printed as a number and travels as one in JSON; a path such as cause "7" is text.
    public let isNumeric: Bool

    init(
        code: String, storage: Int16, label: String, display: String? = nil, meaning: OptionMeaning?,
        isPath: Bool = false
    ) {
        self.code = code
        self.storage = storage
        self.label = label
        self.display = display ?? label
        self.meaning = meaning
        isNumeric = !isPath && Int(code) != nil
    }
}

/// A closed list of answers, in printed order.
///
/// A class only because it is handed around for each answer of each report.
public final class OptionList: Sendable {
    public let name: String
    public let options: [Option]
    private let byCode: [String: Int]
    private let byStorage: [Int16: Int]

    init(name: String, options: [Option]) {
        self.name = name
        self.options = options
        byCode = Dictionary(options.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        byStorage = Dictionary(options.enumerated().map { ($1.storage, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The option with this printed code.
    public subscript(code code: String) -> Option? { byCode[code].map { options[$0] } }

    /// The stored code of the option with this printed code, and whether that is printed as a number.
    public func stored(code: String) -> (storage: Int16, isNumeric: Bool)? {
        byCode[code].map { (options[$0].storage, options[$0].isNumeric) }
    }

    /// The option with this stored code.
    public subscript(storage storage: Int16) -> Option? { byStorage[storage].map { options[$0] } }
}
