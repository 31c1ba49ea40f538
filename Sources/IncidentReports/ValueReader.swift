import Foundation
public import IncidentSpec

/// Reads one JSON value as the answer to an element.
public struct ValueReader: Sendable {
    /// How far a value may stray from its canonical form.
    public enum Leniency: Sendable {
        /// Exactly the canonical form: what the wire carries.
        case exact
        /// Numbers as text, labels for codes, one answer for a list: what clinics export.
        case clinic
    }

    public let specification: Specification
    public let leniency: Leniency

    public init(_ specification: Specification, leniency: Leniency) {
        self.specification = specification
        self.leniency = leniency
    }

    /// The answer, `nil` when the value stands for no answer.
    ///
    /// - Throws: the finding that says why the value cannot be an answer.
    public func read(_ value: JSONValue, for element: DataElement) throws(ValueFinding) -> ElementValue? {
        switch value {
        // On the wire what is not answered is not there.
        case .null, .array([]): if leniency == .clinic { return nil } else { throw ValueFinding(.type, element) }
        case .string(let text) where leniency == .clinic && text.allSatisfy(\.isWhitespace): return nil
        default: break
        }
        switch (element.type, element.multiple) {
        case (.option, false): return .option(try option(value, element))
        case (.option, true): return .options(Set(try list(value, element, option)).sorted())
        case (.text, false): return .text(try text(value, element))
        case (.text, true), (.file, _): return .texts(try list(value, element, text))
        case (.integer, _): return .integer(try integer(value, element))
        case (.real, _): return .real(try real(value, element))
        case (.date, _): return .date(try parsed(value, element, CalendarDate.init))
        case (.time, _): return .time(try parsed(value, element, TimeOfDay.init))
        case (.pseudonym, _): return .pseudonym(try parsed(value, element, Self.pseudonym))
        }
    }

    private func list<Value>(
        _ value: JSONValue, _ element: DataElement,
        _ read: (JSONValue, DataElement) throws(ValueFinding) -> Value
    ) throws(ValueFinding) -> [Value] {
        let values: [JSONValue]
        switch value {
        case .array(let items): values = items
        case _ where leniency == .clinic: values = [value]
        default: throw ValueFinding(.type, element)
        }
        var result: [Value] = []
        for item in values { result.append(try read(item, element)) }
        return result
    }

    private func option(_ value: JSONValue, _ element: DataElement) throws(ValueFinding) -> Int16 {
        guard let list = specification.list(of: element) else { throw ValueFinding(wrongTypeFor: element) }
        switch value {
        case .integer(let number):
            if let option = list.stored(code: String(number)), leniency == .clinic || option.isNumeric {
                return option.storage
            }
        case .string(let text):
            if let option = list.stored(code: text), leniency == .clinic || !option.isNumeric { return option.storage }
            if leniency == .clinic, let storage = clinicOption(text, list) { return storage }
        default:
            throw ValueFinding(wrongTypeFor: element)
        }
        throw ValueFinding(.option, element)
    }

    /// Accepts a code in any case or as a spreadsheet writes it ("2.0"), or a label that only one option has.
    private func clinicOption(_ text: String, _ list: OptionList) -> Int16? {
        var wanted = text.trimmingCharacters(in: .whitespaces).lowercased()
        if let match = wanted.wholeMatch(of: /0*([0-9]+)\.0*/) { wanted = String(match.1) }
        if let match = list.options.first(where: { $0.code.lowercased() == wanted }) { return match.storage }
        let labelled = list.options.filter {
            $0.label.lowercased() == wanted || $0.display.lowercased() == wanted
        }
        return labelled.count == 1 ? labelled[0].storage : nil
    }

    private func text(_ value: JSONValue, _ element: DataElement) throws(ValueFinding) -> String {
        let text: String
        switch value {
        case .string(let string): text = leniency == .clinic ? HTMLText.plain(string) : string
        case .integer(let number) where leniency == .clinic: text = String(number)
        default: throw ValueFinding(wrongTypeFor: element)
        }
        guard text.contains(where: { !$0.isWhitespace }) else { throw ValueFinding(wrongTypeFor: element) }
        // Marks may be longer than what they replace, so a scrubbed text is given room.
        let limit = (element.maxLength ?? .max / 2) * (leniency == .exact && element.edge == .scrub ? 2 : 1)
        if Self.isPlainASCII(text) {
            guard text.utf8.count <= limit else { throw ValueFinding(.length, element) }
            return text
        }
        guard text.unicodeScalars.count <= limit else { throw ValueFinding(.length, element) }
        guard text.unicodeScalars.allSatisfy(Self.isPlain) else { throw ValueFinding(.characters, element) }
        return text
    }

    /// Neither a control character nor one that changes the direction of what follows; line breaks and tabs are plain.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: true
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: false
        default: true
        }
    }

    /// Whether a text holds no byte that need be looked at more closely.
    private static func isPlainASCII(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            // Every byte is looked at, since a loop without an exit is done many bytes at a time.
            var isPlain = true
            for byte in utf8 {
                isPlain = (byte &- 0x20 < 0x5F || byte == 0x09 || byte == 0x0A || byte == 0x0D) && isPlain
            }
            return isPlain
        }
    }

    private func integer(_ value: JSONValue, _ element: DataElement) throws(ValueFinding) -> Int {
        let number = try real(value, element)
        guard number == number.rounded(), abs(number) < 1e9 else { throw ValueFinding(wrongTypeFor: element) }
        return Int(number)
    }

    private func real(_ value: JSONValue, _ element: DataElement) throws(ValueFinding) -> Double {
        let number: Double?
        switch value {
        case .integer(let value): number = Double(value)
        case .real(let value): number = value
        case .string(let text) where leniency == .clinic:
            let plain = text.trimmingCharacters(in: .whitespaces)
            number = plain.wholeMatch(of: /[+-]?[0-9]+(\.[0-9]*)?/) == nil ? nil : Double(plain)
        default: number = nil
        }
        guard let number, number.isFinite else { throw ValueFinding(wrongTypeFor: element) }
        guard number >= element.minimum ?? -.infinity, number <= element.maximum ?? .infinity else {
            throw ValueFinding(.range, element)
        }
        return number
    }

    /// In lower case and of version 4 (RFC 9562): the other versions are derived of something.
    private static func pseudonym(_ text: String) -> UUID? {
        let digits = Array(text.utf8)
        guard digits.count == 36, digits[14] == UInt8(ascii: "4"), "89ab".utf8.contains(digits[19]),
            !digits.contains(where: { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") })
        else { return nil }
        return UUID(digits: text)
    }

    private func parsed<Value>(
        _ value: JSONValue, _ element: DataElement, _ parse: (String) -> Value?
    ) throws(ValueFinding) -> Value {
        guard let text = value.string,
            let parsed = parse(leniency == .clinic ? text.trimmingCharacters(in: .whitespaces) : text)
        else { throw ValueFinding(wrongTypeFor: element) }
        return parsed
    }
}

/// A finding that ends the reading of one value.
public struct ValueFinding: Error, Sendable {
    public let finding: Finding

    init(_ rule: BuiltInRule, _ element: DataElement) { finding = Finding(rule, element.number) }

    /// The value is not of the element's type; says which form is expected.
    init(wrongTypeFor element: DataElement) {
        finding = Finding(
            rule: BuiltInRule.type.rawValue, severity: .error, element: element.number,
            message: "the value must be \(element.type.form)")
    }
}

extension ElementType {
    /// How a value of the type is written.
    fileprivate var form: String {
        switch self {
        case .date: "a day as YYYY-MM-DD; a mapping's dateFormat says if a file writes it in another way"
        case .time:
            "a time of day as HH:MM, 00:00 to 23:59; a mapping's dateFormat says if a file writes it in another way"
        case .integer: "a whole number in digits"
        case .real: "a number in digits, with a point before decimals"
        case .text, .file: "a text that is not empty"
        case .option: "a code of the element's list; see the data dictionary"
        case .pseudonym: "a random UUID, drawn by the program itself"
        }
    }
}
