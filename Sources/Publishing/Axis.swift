import IncidentReports
import IncidentSpec

/// What the rows or columns of a table stand for.
enum Axis: Sendable {
    /// The options of a list, in printed order.
    case options(String)
    /// Those options of a list that any report names.
    case namedOptions(String)
    /// The sections of a process map.
    case sections(ProcessMapName)
    /// The bands of a severity scale, worst first; the highest score of a band stands for it.
    case medicalBands, dosimetricBands
    /// The branches of the causality tree.
    case branches
    /// Every element that can be read at the PSO, by form.
    case elements
    /// The quarters that end with the period.
    case quarters
    /// Labels of our own; the last ones only where something is counted.
    case ours([OwnLabel], ifCounted: [OwnLabel] = [])

    /// A stored code of our own and its words.
    struct OwnLabel: Sendable {
        let code: Int16
        let text: String

        init(_ code: Int16, _ text: String) {
            self.code = code
            self.text = text
        }
    }

    /// A label with the code it is stored under.
    typealias Entry = (storage: Int16, label: PublishedTable.Label)

    /// How many quarters a trend shows.
    static let quarterCount = 8

    /// The axis in order.
    ///
    /// - Parameter counted: the stored codes that the table's counts name.
    func entries(_ specification: Specification, _ period: ReportingPeriod, counted: Set<Int16>) -> [Entry] {
        switch self {
        case .options(let list):
            return (specification.lists[list]?.options ?? []).map(Self.entry)
        case .namedOptions(let list):
            let named = (specification.lists[list]?.options ?? []).filter { counted.contains($0.storage) }
            return named.map { option in
                guard list == "processSteps", let step = specification.step(storage: option.storage) else {
                    return Self.entry(option)
                }
                return (option.storage, .init(code: option.code, label: step.label, group: specification.heading(step)))
            }
        case .sections(let map):
            return specification.processSections.filter { $0.map == map }.map {
                ($0.storage, .init(code: "\(map.rawValue):\($0.number)", label: "\($0.number) \($0.title)"))
            }
        case .medicalBands: return Self.entries(specification.medicalSeverity)
        case .dosimetricBands: return Self.entries(specification.dosimetricSeverity)
        case .branches:
            return specification.causes.filter { $0.depth == 1 }.map {
                ($0.storage / 1000, .init(code: $0.path, label: $0.label))
            }
        case .elements:
            return specification.allElements.filter(\.isAnswerThatLeaves).map {
                let heading = Self.forms[$0.form] ?? ""
                return (
                    Int16($0.number.form) * 100 + Int16($0.number.index),
                    .init(code: $0.number.description, label: $0.title, group: heading)
                )
            }
        case .quarters:
            return period.quarters(endingHere: Self.quarterCount).map {
                (Int16($0.start.year * 4 + $0.start.quarter - 1), .init(code: $0.label, label: $0.label))
            }
        case .ours(let labels, let ifCounted):
            return (labels + ifCounted.filter { counted.contains($0.code) }).map {
                ($0.code, .init(code: String($0.code), label: $0.text))
            }
        }
    }

    private static func entry(_ option: Option) -> Entry {
        (option.storage, .init(code: option.code, label: option.display))
    }

    private static func entries(_ scale: SeverityScale) -> [Entry] {
        scale.bands.map {
            ($0.storage, .init(code: $0.band, label: $0.score == nil ? $0.label : "\($0.band): \($0.label)"))
        }
    }

    private static let forms: [Form: String] = [
        .report: "Reporter's form", .analysis: "Analyst's form", .response: "Responder's form",
        .extension: "Our additions",
    ]
}

extension Specification {
    /// The heading under which a process step stands in a table.
    fileprivate func heading(_ step: ProcessStep) -> String {
        let section = processSections.first { $0.map == step.map && $0.number == step.section }
        return "\(step.map.rawValue) \(step.section) \(section?.title ?? "")"
    }
}
