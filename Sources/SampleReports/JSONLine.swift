/// Builds one line of JSON with its members in the order in which they are given.
struct JSONLine {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty line.
    init(capacity: Int = 4_096) {
        bytes.reserveCapacity(capacity)
    }

    /// The line, without a line break.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Begins an object or an array, under a name where it is a member of an object.
    mutating func open(_ bracket: Character = "{", _ name: String? = nil) {
        begin(name)
        bytes.append(bracket.asciiValue!)
        needsComma = false
    }

    /// Ends what was begun last.
    mutating func close(_ bracket: Character = "}") {
        bytes.append(bracket.asciiValue!)
        needsComma = true
    }

    /// A text, under a name or as an item of an array.
    mutating func member(_ name: String?, _ value: String) {
        begin(name)
        append(quoted: value)
    }

    /// A whole number.
    mutating func member(_ name: String?, _ value: Int) {
        begin(name)
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A number given in hundredths.
    mutating func member(_ name: String?, hundredths: Int) {
        begin(name)
        bytes.append(contentsOf: hundredths.hundredths.utf8)
    }

    /// An array of whole numbers.
    mutating func member(_ name: String, _ values: [Int]) {
        open("[", name)
        for value in values { member(nil, value) }
        close("]")
    }

    /// An array of texts.
    mutating func member(_ name: String, _ values: [String]) {
        open("[", name)
        for value in values { member(nil, value) }
        close("]")
    }

    private mutating func begin(_ name: String?) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        guard let name else { return }
        append(quoted: name)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension Int {
    /// A number of hundredths without superfluous zeros, so 5040 is 50.4.
    var hundredths: String {
        let (whole, rest) = quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest.padded)"
    }
}
