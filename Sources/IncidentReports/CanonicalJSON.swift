public import Foundation

/// Writes JSON in its one canonical form: no blanks, members by name, only what must be escaped escaped.
public struct CanonicalJSON {
    public private(set) var bytes: [UInt8] = []

    public var data: Data { Data(bytes) }

    /// Begins an empty text, with room for so many bytes.
    public init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    /// Writes one value.
    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: write(plain: "null")
        case .bool(let value): write(plain: value ? "true" : "false")
        case .integer(let value): write(plain: String(value))
        case .real(let value): write(value)
        case .string(let text): write(text)
        case .array(let values): write(list: values) { $0.write($1) }
        case .object(let members):
            write(plain: "{")
            for (place, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if place > 0 { write(plain: ",") }
                write(member.key)
                write(plain: ":")
                write(member.value)
            }
            write(plain: "}")
        }
    }

    /// Writes an array.
    public mutating func write<Values: Sequence>(
        list values: Values, _ write: (inout CanonicalJSON, Values.Element) -> Void
    ) {
        self.write(plain: "[")
        var isFirst = true
        for value in values {
            if !isFirst { self.write(plain: ",") }
            write(&self, value)
            isFirst = false
        }
        self.write(plain: "]")
    }

    /// Writes a number; one without a fraction loses its point.
    mutating func write(_ number: Double) {
        let text = number.description
        write(plain: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    /// Writes a text between quotes.
    public mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                bytes.append(contentsOf: utf8)
            } else {
                for byte in utf8 { writeEscaped(byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes what needs no escapes, as it stands.
    public mutating func write(plain text: String) { bytes.append(contentsOf: text.utf8) }

    /// Writes a piece of canonical JSON.
    mutating func write(raw piece: [UInt8]) { bytes += piece }

    private static let short: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"), 0x08: UInt8(ascii: "b"),
        0x09: UInt8(ascii: "t"), 0x0A: UInt8(ascii: "n"), 0x0C: UInt8(ascii: "f"), 0x0D: UInt8(ascii: "r"),
    ]

    private mutating func writeEscaped(_ byte: UInt8) {
        if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            bytes.append(byte)
        } else if let letter = Self.short[byte] {
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(letter)
        } else {
            write(plain: "\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
        }
    }
}
