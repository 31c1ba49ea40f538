public import IncidentSpec

/// The answers of a report by element.
///
/// No dictionary, since the aggregator looks each of them up many times, and would spend an eighth of its time on hashes.
public struct Answers: Sendable {
    public typealias Element = (key: ElementNumber, value: ElementValue)

    /// In the order in which they were given.
    private var entries: [Element] = []
    /// For each form and index one more than the place among the entries; 0 where there is no answer.
    private var places = [UInt16](repeating: 0, count: 4 * 256)

    /// No answers.
    public init() {}

    private static func slot(_ number: ElementNumber) -> Int {
        (number.isExtension ? 0 : Int(number.form & 3)) * 256 + Int(number.index)
    }

    /// The answer to an element; `nil` when there is none.
    public subscript(number: ElementNumber) -> ElementValue? {
        get {
            let place = Int(places[Self.slot(number)])
            return place == 0 ? nil : entries[place - 1].value
        }
        set { updateValue(newValue, forKey: number) }
    }

    /// Sets the answer to an element, or takes it away.
    ///
    /// - Returns: the answer that was there before.
    @discardableResult
    public mutating func updateValue(_ value: ElementValue?, forKey number: ElementNumber) -> ElementValue? {
        let slot = Self.slot(number)
        let place = Int(places[slot])
        guard place > 0 else {
            guard let value else { return nil }
            entries.append((number, value))
            places[slot] = UInt16(entries.count)
            return nil
        }
        let previous = entries[place - 1].value
        if let value {
            entries[place - 1].value = value
        } else {
            entries.remove(at: place - 1)
            places[slot] = 0
            for (index, entry) in entries.enumerated() { places[Self.slot(entry.key)] = UInt16(index + 1) }
        }
        return previous
    }

    /// The elements that are answered.
    public var keys: [ElementNumber] { entries.map(\.key) }
}

extension Answers: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { entries.count }
    public subscript(index: Int) -> Element { entries[index] }
}

extension Answers: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (ElementNumber, ElementValue)...) {
        for (number, value) in elements { updateValue(value, forKey: number) }
    }
}

extension Answers: Hashable {
    public static func == (left: Answers, right: Answers) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        for (number, value) in entries.sorted(by: { $0.key < $1.key }) {
            hasher.combine(number)
            hasher.combine(value)
        }
    }
}
