extension Array: SQLValue where Element: SQLValue {
    /// An array within an array is written with its braces bare.
    public static var isQuotedInArrays: Bool { false }

    /// Appends the array literal, for example `{1,NULL,3}` or `{"a b","c\"d"}`.
    public func encode(into text: inout [UInt8]) {
        text.append(UInt8(ascii: "{"))
        for (index, element) in enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            if element.isSQLNull {
                text.append(contentsOf: "NULL".utf8)
            } else if !Element.isQuotedInArrays {
                element.encode(into: &text)
            } else {
                text.append(UInt8(ascii: "\""))
                let start = text.count
                element.encode(into: &text)
                text.escape(from: start) { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") ? $0 : nil }
                text.append(UInt8(ascii: "\""))
            }
        }
        text.append(UInt8(ascii: "}"))
    }

    /// Reads an array literal as the server prints it, explicit lower bounds (`[0:1]={..}`) included.
    public init?(sqlText text: Span<UInt8>) {
        self = []
        var index = 0
        if text.count > 0, text[0] == UInt8(ascii: "[") {
            while index < text.count, text[index] != UInt8(ascii: "=") { index += 1 }
            index += 1
        }
        guard index + 1 < text.count, text[index] == UInt8(ascii: "{") else { return nil }
        if text[index + 1] == UInt8(ascii: "}") {
            guard index + 2 == text.count else { return nil }
            return
        }
        repeat {
            index += 1
            guard let end = text.endOfArrayElement(from: index),
                let element = Self.element(text.extracting(index..<end))
            else { return nil }
            append(element)
            index = end
        } while text[index] == UInt8(ascii: ",")
        guard index + 1 == text.count else { return nil }
    }

    private static func element(_ text: Span<UInt8>) -> Element? {
        guard text.count > 0, text[0] == UInt8(ascii: "\"") else {
            return String(text) == "NULL" ? Element.sqlNull : Element(sqlText: text)
        }
        var plain: [UInt8] = []
        plain.reserveCapacity(text.count)
        var index = 1
        while index < text.count - 1 {
            if text[index] == UInt8(ascii: "\\") { index += 1 }
            plain.append(text[index])
            index += 1
        }
        return Element(sqlText: plain.span)
    }
}

extension Span<UInt8> {
    /// The index of the comma or closing brace that ends the array element beginning at `start`.
    fileprivate func endOfArrayElement(from start: Int) -> Int? {
        var depth = 0
        var isQuoted = false
        var index = start
        while index < count {
            switch self[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case _ where isQuoted: break
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}") where depth == 0, UInt8(ascii: ",") where depth == 0: return index
            case UInt8(ascii: "}"): depth -= 1
            default: break
            }
            index += 1
        }
        return nil
    }
}

extension [UInt8] {
    /// Puts a backslash before each byte from `start` on for which `replacement` names what follows the backslash.
    mutating func escape(from start: Int, _ replacement: (UInt8) -> UInt8?) {
        guard self[start...].contains(where: { replacement($0) != nil }) else { return }
        let plain = self[start...]
        self.removeSubrange(start...)
        for byte in plain {
            if let escaped = replacement(byte) {
                append(UInt8(ascii: "\\"))
                append(escaped)
            } else {
                append(byte)
            }
        }
    }
}
