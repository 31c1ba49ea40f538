import Yams

extension Specification {
    /// The 2012 specification (Ford et al., Medical Physics 39, 7272), embedded in the program.
    public static let v2012: Specification = {
        do {
            return try Specification(files: EmbeddedText.files, folder: "Config/spec/2012")
        } catch {
            preconditionFailure("the embedded specification cannot be read: \(error)")
        }
    }()

    /// Reads the YAML files of one specification.
    ///
    /// - Parameters:
    ///   - files: texts by path.
    ///   - folder: the path of the specification's folder within `files`.
    /// - Throws: ``SpecificationError`` that names the file at fault.
    public init(files: [String: String], folder: String) throws {
        func read<File: Decodable>(_ type: File.Type, _ name: String) throws -> File {
            guard let text = files[folder + "/" + name] else { throw SpecificationError.missing(file: name) }
            do {
                if let key = try KnownKeys.firstUnknown(in: text) {
                    throw SpecificationError.unreadable(file: name, reason: "key \(key) is not known")
                }
                return try YAMLDecoder().decode(type, from: text)
            } catch {
                throw SpecificationError.unreadable(file: name, reason: String(describing: error))
            }
        }
        let head = try read(HeadFile.self, "specification.yaml")
        let elements = try read(ElementsFile.self, "elements.yaml").elements
        let additions = try read(ExtensionsFile.self, "extensions.yaml")
        let maps = try read(ProcessMapsFile.self, "process-maps.yaml").maps
        let scales = try read(SeverityFile.self, "severity-scales.yaml")
        self.init(
            version: head.version, title: head.title, source: head.source,
            elements: elements, extensions: additions.extensions,
            processSections: maps.flatMap(\.processSections), processSteps: maps.flatMap(\.processSteps),
            medicalSeverity: SeverityScale(name: "medicalSeverity", scores: scales.medical.flatMap(\.scored)),
            dosimetricSeverity: SeverityScale(name: "dosimetricSeverity", scores: scales.dosimetric.flatMap(\.scored)),
            causes: try read(CausalityFile.self, "causality.yaml").causes.enumerated()
                .flatMap { $1.nodes(path: [], positions: [], position: $0 + 1) },
            rules: try read(RulesFile.self, "rules.yaml").rules,
            lists: try (read(ListsFile.self, "option-lists.yaml").lists + additions.lists).map { try $0.optionList })
    }
}

/// Why a specification cannot be loaded.
public enum SpecificationError: Error, CustomStringConvertible {
    case missing(file: String)
    case unreadable(file: String, reason: String)

    public var description: String {
        switch self {
        case .missing(let file): "specification file \(file) is missing"
        case .unreadable(let file, let reason): "specification file \(file) cannot be read: \(reason)"
        }
    }
}

// MARK: - The shape of the YAML files

private struct HeadFile: Decodable {
    let version: String
    let title: String
    let source: String
}

private struct ElementsFile: Decodable { let elements: [DataElement] }

private struct ExtensionsFile: Decodable {
    let extensions: [DataElement]
    let lists: [ListEntry]
}

private struct RulesFile: Decodable { let rules: [LogicRule] }

private struct ListsFile: Decodable { let lists: [ListEntry] }

private struct ListEntry: Decodable {
    struct Entry: Decodable {
        let code: String
        let storage: Int16?
        let label: String
        let display: String?
        let meaning: OptionMeaning?
    }
    let name: String
    let options: [Entry]

    var optionList: OptionList {
        get throws {
            OptionList(
                name: name,
                options: try options.map { entry in
                    guard let storage = entry.storage ?? Int16(entry.code) else {
                        throw SpecificationError.unreadable(
                            file: "list \(name)", reason: "option \(entry.code) needs a storage code")
                    }
                    return Option(
                        code: entry.code, storage: storage, label: entry.label, display: entry.display,
                        meaning: entry.meaning)
                })
        }
    }
}

private struct ProcessMapsFile: Decodable {
    struct Map: Decodable {
        struct Section: Decodable {
            struct Step: Decodable {
                let number: String
                let label: String
                let safetyBarrier: Bool?
            }
            let number: String
            let title: String
            let patientPresent: Bool
            let steps: [Step]
        }
        let name: ProcessMapName
        let sections: [Section]

        var processSections: [ProcessSection] {
            sections.map {
                ProcessSection(map: name, number: $0.number, title: $0.title, patientPresent: $0.patientPresent)
            }
        }

        var processSteps: [ProcessStep] {
            sections.flatMap { section in
                section.steps.map {
                    ProcessStep(
                        map: name, number: $0.number, label: $0.label, section: section.number,
                        safetyBarrier: $0.safetyBarrier ?? false, patientPresent: section.patientPresent)
                }
            }
        }
    }
    let maps: [Map]
}

private struct SeverityFile: Decodable {
    struct Entry: Decodable {
        let band: String
        let label: String
        let scores: [Int]?
        let code: String?
        let storage: Int16?
        let meaning: OptionMeaning?
        let high: Bool?

        /// Highest score first.
        var scored: [SeverityScore] {
            guard let scores else {
                return [
                    SeverityScore(
                        score: nil, band: band, label: label, code: code ?? band, storage: storage ?? -1,
                        meaning: meaning, high: false)
                ]
            }
            return scores.sorted(by: >).map {
                SeverityScore(
                    score: $0, band: band, label: label, code: String($0), storage: Int16($0), meaning: nil,
                    high: high ?? false)
            }
        }
    }
    let medical: [Entry]
    let dosimetric: [Entry]
}

private struct CausalityFile: Decodable {
    struct Node: Decodable {
        let id: String
        let label: String
        let children: [Node]?

        func nodes(path: [String], positions: [Int], position: Int) -> [Cause] {
            let path = path + [id]
            let positions = positions + [position]
            let storage = (positions + [0, 0, 0, 0]).prefix(4).reduce(0) { $0 * 10 + $1 }
            let cause = Cause(
                path: path.joined(separator: "."), label: label, depth: path.count, storage: Int16(storage))
            return [cause]
                + (children ?? []).enumerated().flatMap {
                    $1.nodes(path: path, positions: positions, position: $0 + 1)
                }
        }
    }
    let causes: [Node]
}
