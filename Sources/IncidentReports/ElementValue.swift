public import Foundation
public import IncidentSpec

/// The answer to one data element. Options are held as stored codes.
public enum ElementValue: Hashable, Sendable {
    case text(String)
    /// Texts of an element that takes several, file names included.
    case texts([String])
    case integer(Int)
    case real(Double)
    case date(CalendarDate)
    case time(TimeOfDay)
    case option(Int16)
    /// Sorted, each once.
    case options([Int16])
    /// A random UUID.
    case pseudonym(UUID)

    /// The stored codes of an option answer; empty for any other value.
    public var optionCodes: [Int16] {
        switch self {
        case .option(let code): [code]
        case .options(let codes): codes
        default: []
        }
    }

    /// The texts of a text answer; empty for any other value.
    public var textValues: [String] {
        switch self {
        case .text(let text): [text]
        case .texts(let texts): texts
        default: []
        }
    }

    /// The number of an integer or real answer.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }

    /// The answer as it travels, options as their printed codes.
    public func json(for element: DataElement, in specification: Specification) -> JSONValue {
        func printed(_ storage: Int16) -> JSONValue {
            guard let option = specification.list(of: element)?[storage: storage] else {
                preconditionFailure("an option of element \(element.number) is held that its list does not have")
            }
            return option.isNumeric ? .integer(Int(option.code) ?? 0) : .string(option.code)
        }
        return switch self {
        case .text(let text): .string(text)
        case .texts(let texts): .array(texts.map { .string($0) })
        case .integer(let value): .integer(value)
        case .real(let value): value == value.rounded() && abs(value) < 1e15 ? .integer(Int(value)) : .real(value)
        case .date(let date): .string(date.description)
        case .time(let time): .string(time.description)
        case .option(let code): printed(code)
        case .options(let codes): .array(codes.map(printed))
        case .pseudonym(let uuid): .string(uuid.uuidString.lowercased())
        }
    }
}
