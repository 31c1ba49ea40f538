import Foundation
import IncidentSpec

/// The elements of one member of a packet in the order of their names, ready to be found and written.
struct ElementTable: Sendable {
    /// A member that was read; without an element when none has its name.
    typealias Member = (element: DataElement?, value: JSONValue)

    private struct Entry {
        let element: DataElement
        let name: [UInt8]
        /// `"name":`
        let head: [UInt8]
        /// Each option as it travels, by its stored code.
        let options: [Int16: [UInt8]]
    }

    private let entries: [Entry]

    init(_ elements: [DataElement], _ specification: Specification) {
        entries = elements.sorted { $0.name < $1.name }.map { element in
            let options = specification.list(of: element)?.options ?? []
            return Entry(
                element: element, name: Array(element.name.utf8), head: Array("\"\(element.name)\":".utf8),
                options: Dictionary(
                    options.map { option in
                        var json = CanonicalJSON(capacity: 16)
                        json.write(ElementValue.option(option.storage).json(for: element, in: specification))
                        return (option.storage, json.bytes)
                    }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Reads the object that is next; `nil` when a member is given twice.
    func members(_ reader: inout JSONReader) -> [Member]? {
        var members: [Member] = []
        members.reserveCapacity(entries.count)
        var seen = [Bool](repeating: false, count: entries.count)
        var strangers: Set<String> = []
        var start = 0
        let areUnique = reader.forEachMember { name, reader in
            let place = place(of: name, from: start)
            if let place {
                guard !seen[place] else { return false }
                seen[place] = true
                start = place + 1
            } else {
                guard strangers.insert(String(decoding: name, as: UTF8.self)).inserted else { return false }
            }
            guard let value = reader.value() else { return false }
            members.append((place.map { entries[$0].element }, value))
            return true
        }
        return areUnique ? members : nil
    }

    /// The place of a name, looked for first where it stands in canonical order.
    private func place(of name: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        func isHere(_ place: Int) -> Bool {
            entries[place].name.count == name.count && entries[place].name.elementsEqual(name)
        }
        return (start..<entries.count).first(where: isHere) ?? (0..<start).first(where: isHere)
    }

    /// Writes the answers to these elements as one object.
    func write(_ answers: Answers, to json: inout CanonicalJSON) {
        json.write(plain: "{")
        var isFirst = true
        for entry in entries {
            guard let answer = answers[entry.element.number] else { continue }
            if !isFirst { json.write(plain: ",") }
            isFirst = false
            json.write(raw: entry.head)
            write(answer, entry, to: &json)
        }
        json.write(plain: "}")
    }

    private func write(_ answer: ElementValue, _ entry: Entry, to json: inout CanonicalJSON) {
        func option(_ code: Int16, _ json: inout CanonicalJSON) {
            guard let written = entry.options[code] else {
                preconditionFailure("an option of element \(entry.element.number) is held that its list does not have")
            }
            json.write(raw: written)
        }
        switch answer {
        case .text(let text): json.write(text)
        case .texts(let texts): json.write(list: texts) { $0.write($1) }
        case .integer(let number): json.write(plain: String(number))
        case .real(let number) where number == number.rounded() && abs(number) < 1e15:
            json.write(plain: String(Int(number)))
        case .real(let number): json.write(number)
        case .date(let date): json.write(date.description)
        case .time(let time): json.write(time.description)
        case .option(let code): option(code, &json)
        case .options(let codes): json.write(list: codes) { option($1, &$0) }
        case .pseudonym(let uuid): json.write(uuid.digits)
        }
    }
}
