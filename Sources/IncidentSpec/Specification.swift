/// The data-element specification: everything that validation, de-identification, forms, tables and reports walk.
public struct Specification: Sendable {
    /// The version a report names to say which questions it answers.
    public let version: String
    public let title: String
    public let source: String
    /// The standard's elements, in printed order.
    public let elements: [DataElement]
    /// Our additions.
    public let extensions: [DataElement]
    public let processSections: [ProcessSection]
    public let processSteps: [ProcessStep]
    public let medicalSeverity: SeverityScale
    public let dosimetricSeverity: SeverityScale
    public let causes: [Cause]
    public let rules: [LogicRule]
    /// Every option list by name, those made from process maps, scales and causes included.
    public let lists: [String: OptionList]

    private let byNumber: [ElementNumber: DataElement]
    private let byName: [String: DataElement]
    private let listsByNumber: [ElementNumber: OptionList]
    private let stepsByStorage: [Int16: ProcessStep]

    init(
        version: String, title: String, source: String, elements: [DataElement], extensions: [DataElement],
        processSections: [ProcessSection], processSteps: [ProcessStep], medicalSeverity: SeverityScale,
        dosimetricSeverity: SeverityScale, causes: [Cause], rules: [LogicRule], lists: [OptionList]
    ) {
        self.version = version
        self.title = title
        self.source = source
        self.elements = elements
        self.extensions = extensions
        self.processSections = processSections
        self.processSteps = processSteps
        self.medicalSeverity = medicalSeverity
        self.dosimetricSeverity = dosimetricSeverity
        self.causes = causes
        self.rules = rules
        let derived = [
            OptionList(
                name: "processSteps",
                options: processSteps.map {
                    Option(
                        code: $0.code, storage: $0.storage, label: $0.label,
                        meaning: $0.label == "Other" ? .other : nil, isPath: true)
                }),
            OptionList(
                name: "causes",
                options: causes.map {
                    Option(
                        code: $0.path, storage: $0.storage, label: $0.label,
                        meaning: $0.label == "Other" ? .other : nil, isPath: true)
                }),
            Self.list(of: medicalSeverity), Self.list(of: dosimetricSeverity),
        ]
        self.lists = Dictionary((lists + derived).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let all = elements + extensions
        byNumber = Dictionary(all.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let lists = self.lists
        listsByNumber = Dictionary(
            all.compactMap { element in element.list.flatMap { lists[$0] }.map { (element.number, $0) } },
            uniquingKeysWith: { first, _ in first })
        stepsByStorage = Dictionary(processSteps.map { ($0.storage, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func list(of scale: SeverityScale) -> OptionList {
        OptionList(
            name: scale.name,
            options: scale.scores.map {
                Option(code: $0.code, storage: $0.storage, label: $0.label, meaning: $0.meaning)
            })
    }

    /// The standard's elements followed by our additions.
    public var allElements: [DataElement] { elements + extensions }

    /// The element with this number.
    public subscript(number: ElementNumber) -> DataElement? { byNumber[number] }

    /// The element with this camel-case name.
    public subscript(name name: String) -> DataElement? { byName[name] }

    /// The element with this number or camel-case name.
    public func element(_ numberOrName: String) -> DataElement? {
        byName[numberOrName] ?? ElementNumber(numberOrName).flatMap { byNumber[$0] }
    }

    /// The option list of an element, if it has one.
    public func list(of element: DataElement) -> OptionList? { listsByNumber[element.number] }

    /// The process step with this stored code.
    public func step(storage: Int16) -> ProcessStep? { stepsByStorage[storage] }
}
