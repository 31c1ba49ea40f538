import IncidentSpec
import Testing

struct LoaderTests {
    @Test(arguments: [
        "specification.yaml", "elements.yaml", "extensions.yaml", "process-maps.yaml", "severity-scales.yaml",
        "causality.yaml", "rules.yaml", "option-lists.yaml",
    ])
    func namesTheFileThatIsMissing(_ name: String) throws {
        var files = try SpecificationFiles()
        files.remove(name)
        let error = try #require(throws: SpecificationError.self) { try files.load() }
        #expect(error.description == "specification file \(name) is missing")
    }

    /// The file, what is replaced and by what, each of which must keep the specification from loading.
    static let unreadable: [(file: String, old: String, new: String)] = [
        ("elements.yaml", "number: \"1.1\"", "number: \"one\""),
        ("elements.yaml", "level: required", "level: urgent"),
        ("elements.yaml", "flag: \"N\"", "flag: \"n\""),
        ("elements.yaml", "edge: keep", "edge: kept"),
        ("elements.yaml", "type: date", "type: day"),
        ("elements.yaml", "title:", "heading:"),
        ("process-maps.yaml", "name: EBRT", "name: ebrt"),
        ("process-maps.yaml", "patientPresent: true", "present: true"),
        ("rules.yaml", "severity: error", "severity: fatal"),
        ("rules.yaml", "equals: 0", "equals: 0, atLeast: 0"),
        ("rules.yaml", "equals: 0", "equal: 0"),
        ("option-lists.yaml", "storage: 1,", ""),
        ("rules.yaml", "rules:", "rules: ["),
    ]

    @Test(arguments: unreadable)
    func refusesWhatItCannotRead(_ fault: (file: String, old: String, new: String)) throws {
        var files = try SpecificationFiles()
        try files.replace(fault.old, with: fault.new, after: "", in: fault.file)
        let error = try #require(throws: SpecificationError.self) { try files.load() }
        guard case .unreadable(let file, _) = error else {
            Issue.record("the file is there and was said to be missing")
            return
        }
        #expect(file == fault.file || file.hasPrefix("list "))
    }

    @Test func theEmbeddedFilesAreTheRepositorys() throws {
        let read = try SpecificationFiles().load()
        let embedded = Specification.v2012
        #expect(read.version == embedded.version)
        #expect(read.allElements.map(\.help) == embedded.allElements.map(\.help))
        #expect(read.processSteps == embedded.processSteps)
        #expect(read.causes == embedded.causes)
        #expect(read.rules.map(\.message) == embedded.rules.map(\.message))
    }
}

struct ElementNumberTests {
    @Test(arguments: ["1.1", "1.18", "2.44", "3.7", "X.1", "X.15", "X.255"])
    func readsAndPrints(_ text: String) throws {
        #expect(try #require(ElementNumber(text)).description == text)
    }

    @Test(arguments: [
        "", ".", "1", "1.", ".1", "0.1", "4.1", "9.1", "x.1", "1.0", "1.01", "1.+1", "1.-1", "1.256", "1.1.1", " 1.1",
        "1.1 ", "1,1", "1.a",
    ])
    func refuses(_ text: String) { #expect(ElementNumber(text) == nil) }

    @Test func sortsAsPrintedWithOurAdditionsLast() {
        let numbers = ["X.1", "1.10", "3.1", "1.2", "2.1"].compactMap { ElementNumber($0) }
        #expect(numbers.sorted().map(\.description) == ["1.2", "1.10", "2.1", "3.1", "X.1"])
        #expect(numbers.filter(\.isExtension).map(\.description) == ["X.1"])
    }
}
