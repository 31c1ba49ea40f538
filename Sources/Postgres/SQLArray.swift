public import Foundation

/// An array literal written element by element, where an array of values would be made only to be written.
public struct SQLArray: SQLValue {
    /// Without the closing brace.
    private var literal = [UInt8(ascii: "{")]

    /// An empty array.
    public init() {}

    public static var isQuotedInArrays: Bool { false }
    public func encode(into text: inout [UInt8]) {
        text += literal
        text.append(UInt8(ascii: "}"))
    }

    /// Takes a literal as it is.
    public init?(sqlText text: Span<UInt8>) {
        guard text.count >= 2 else { return nil }
        literal = text.withUnsafeBufferPointer { Array($0.dropLast()) }
    }

    public var isEmpty: Bool { literal.count == 1 }

    private mutating func separate() {
        if literal.count > 1 { literal.append(UInt8(ascii: ",")) }
    }

    public mutating func appendNull() {
        separate()
        literal += [UInt8]("NULL".utf8)
    }

    public mutating func append(_ flag: Bool) {
        separate()
        literal.append(flag ? UInt8(ascii: "t") : UInt8(ascii: "f"))
    }

    public mutating func append(_ number: some FixedWidthInteger) {
        separate()
        literal += String(number).utf8
    }

    /// Appends what needs no quotes: a number, a date, a time.
    public mutating func append(plain value: some CustomStringConvertible) {
        separate()
        literal += value.description.utf8
    }

    public mutating func append(_ uuid: UUID) {
        separate()
        uuid.encode(into: &literal)
    }

    /// Appends an array as the text of its literal, since an array of arrays would be one table of values.
    public mutating func append(literalOf numbers: [Int16]) {
        separate()
        literal.append(UInt8(ascii: "\""))
        numbers.encode(into: &literal)
        literal.append(UInt8(ascii: "\""))
    }

    public mutating func append(_ bytes: Data) {
        separate()
        literal += "\"\\".utf8
        bytes.encode(into: &literal)
        literal.append(UInt8(ascii: "\""))
    }

    public mutating func append(_ text: String) {
        separate()
        literal.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var rest = utf8[...]
            while let place = rest.firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
                literal += rest[..<place]
                literal.append(UInt8(ascii: "\\"))
                literal.append(rest[place])
                rest = rest[(place + 1)...]
            }
            literal += rest
        }
        literal.append(UInt8(ascii: "\""))
    }
}
