extension Sequence where Element == UInt8 {
    /// Two hexadecimal digits a byte, in small letters.
    public var hexadecimal: String {
        String(decoding: flatMap { [($0 >> 4).asHexDigit, ($0 & 15).asHexDigit] }, as: UTF8.self)
    }
}

extension UInt8 {
    /// The ASCII digit or small letter of a value below 16.
    var asHexDigit: UInt8 { self + (self < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10) }
}
