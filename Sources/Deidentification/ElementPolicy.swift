public import IncidentReports
public import IncidentSpec

/// What the specification asks to be done with each element before a report leaves.
public struct ElementPolicy: Sendable {
    public let specification: Specification

    public init(_ specification: Specification) { self.specification = specification }

    /// The elements with one edge action, in the order of the specification.
    public func elements(_ action: EdgeAction) -> [DataElement] {
        specification.allElements.filter { $0.edge == action }
    }

    /// The generalised copy of an answer, as a stored option code.
    ///
    /// The answer's own band wins over one that was typed in, which stands only where there is no answer to band.
    public func generalised(_ element: DataElement, from answers: Answers) -> ElementValue? {
        guard let origin = element.generalises.flatMap({ answers[$0] }) else { return answers[element.number] }
        guard let number = origin.number,
            let band = element.bands?.first(where: { Double($0.from) <= number && number <= Double($0.to ?? .max) }),
            let option = specification.list(of: element)?[code: band.option]
        else { return nil }
        return .option(option.storage)
    }

    /// An answer as the texts that go into the envelope.
    public func sealedTexts(_ value: ElementValue, of element: DataElement) -> [String] {
        func text(_ json: JSONValue) -> String {
            json.string ?? String(decoding: json.canonicalData, as: UTF8.self)
        }
        let json = value.json(for: element, in: specification)
        return (json.array ?? [json]).map(text)
    }
}
