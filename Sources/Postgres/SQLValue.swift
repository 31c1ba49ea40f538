public import Foundation

/// A value that goes to PostgreSQL and comes back in text format.
///
/// A `RawRepresentable` type whose raw value conforms needs no more than `extension ReportID: SQLValue {}`.
public protocol SQLValue: Sendable {
    /// What NULL decodes to; nil where NULL is an error.
    static var sqlNull: Self? { get }
    /// Whether an array literal has to put the text between quotes.
    static var isQuotedInArrays: Bool { get }
    /// Whether this value is bound as NULL.
    var isSQLNull: Bool { get }
    /// Appends the text form; not asked of a NULL.
    func encode(into text: inout [UInt8])
    /// Reads the text form; nil when it is not one of this type.
    init?(sqlText: Span<UInt8>)
}

extension SQLValue {
    public static var sqlNull: Self? { nil }
    public static var isQuotedInArrays: Bool { true }
    public var isSQLNull: Bool { false }
}

extension SQLValue where Self: RawRepresentable, RawValue: SQLValue {
    public static var isQuotedInArrays: Bool { RawValue.isQuotedInArrays }
    public func encode(into text: inout [UInt8]) { rawValue.encode(into: &text) }
    public init?(sqlText: Span<UInt8>) {
        guard let raw = RawValue(sqlText: sqlText) else { return nil }
        self.init(rawValue: raw)
    }
}

extension SQLValue where Self: LosslessStringConvertible {
    public static var isQuotedInArrays: Bool { false }
    public func encode(into text: inout [UInt8]) { text.append(contentsOf: description.utf8) }
    public init?(sqlText: Span<UInt8>) { self.init(String(sqlText)) }
}

extension Int: SQLValue {}
extension Int16: SQLValue {}
extension Int32: SQLValue {}
extension Int64: SQLValue {}
extension Double: SQLValue {}

extension String: SQLValue {
    public static var isQuotedInArrays: Bool { true }
    public init(sqlText: Span<UInt8>) { self.init(sqlText) }

    init(_ bytes: Span<UInt8>) {
        self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}

extension Bool: SQLValue {
    public func encode(into text: inout [UInt8]) { text.append(self ? UInt8(ascii: "t") : UInt8(ascii: "f")) }
    public init?(sqlText: Span<UInt8>) {
        guard let value = ["t": true, "f": false][String(sqlText)] else { return nil }
        self = value
    }
}

extension UUID: SQLValue {
    public static var isQuotedInArrays: Bool { false }
    public func encode(into text: inout [UInt8]) {
        withUnsafeBytes(of: uuid) { bytes in
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
                text.append(Data.digits[Int(byte >> 4)])
                text.append(Data.digits[Int(byte & 15)])
            }
        }
    }

    public init?(sqlText: Span<UInt8>) {
        guard sqlText.count == 36 else { return nil }
        var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        var place = 0
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 {
                guard sqlText[place] == UInt8(ascii: "-") else { return nil }
                place += 1
            }
            guard let high = Data.value(of: sqlText[place]), let low = Data.value(of: sqlText[place + 1]) else {
                return nil
            }
            withUnsafeMutableBytes(of: &value) { $0[index] = high << 4 | low }
            place += 2
        }
        self.init(uuid: value)
    }
}

extension Data: SQLValue {
    public func encode(into text: inout [UInt8]) {
        text.append(contentsOf: "\\x".utf8)
        let (digits, start) = (Self.digits, text.count)
        text.append(contentsOf: repeatElement(0, count: count * 2))
        withUnsafeBytes { bytes in
            for (index, byte) in bytes.enumerated() {
                text[start + 2 * index] = digits[Int(byte >> 4)]
                text[start + 2 * index + 1] = digits[Int(byte & 15)]
            }
        }
    }

    public init?(sqlText: Span<UInt8>) {
        guard sqlText.count >= 2, sqlText.count.isMultiple(of: 2), String(sqlText.extracting(first: 2)) == "\\x" else {
            return nil
        }
        self.init(capacity: sqlText.count / 2 - 1)
        for index in stride(from: 2, to: sqlText.count, by: 2) {
            guard let high = Self.value(of: sqlText[index]), let low = Self.value(of: sqlText[index + 1]) else {
                return nil
            }
            append(high << 4 | low)
        }
    }

    fileprivate static let digits = Array("0123456789abcdef".utf8)

    fileprivate static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension Optional: SQLValue where Wrapped: SQLValue {
    public static var sqlNull: Wrapped?? { .some(nil) }
    public static var isQuotedInArrays: Bool { Wrapped.isQuotedInArrays }
    public var isSQLNull: Bool { self?.isSQLNull ?? true }
    public func encode(into text: inout [UInt8]) { self?.encode(into: &text) }
    public init?(sqlText: Span<UInt8>) {
        guard let value = Wrapped(sqlText: sqlText) else { return nil }
        self = .some(value)
    }
}
