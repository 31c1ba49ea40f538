import Yams

/// The keys a specification file may use; a misspelt key would otherwise be passed over in silence.
enum KnownKeys {
    private static let all: Set<String> = [
        // specification.yaml
        "version", "title", "source", "doi", "formStages", "form", "label",
        // elements.yaml and extensions.yaml
        "elements", "extensions", "number", "name", "level", "flag", "format", "type", "multiple", "list", "edge",
        "law",
        "unit", "minimum", "maximum", "maxLength", "definition", "help", "addedFor", "companionOf", "element", "option",
        "generalises", "bands", "from", "to",
        // option-lists.yaml
        "lists", "options", "code", "storage", "display", "meaning",
        // process-maps.yaml
        "maps", "sections", "patientPresent", "steps", "safetyBarrier",
        // severity-scales.yaml
        "medical", "dosimetric", "band", "scores", "high", "lower", "upper", "lowerInclusive", "upperInclusive",
        // causality.yaml
        "causes", "id", "children",
        // rules.yaml
        "rules", "severity", "when", "require", "message", "in", "only", "present", "equals", "atLeast", "atMost",
        "map",
        "notBefore", "notAfter", "within", "atMostElement", "alone",
    ]

    /// The first key of a YAML text that no file may use.
    static func firstUnknown(in text: String) throws -> String? {
        guard let root = try Yams.compose(yaml: text) else { return nil }
        return firstUnknown(root)
    }

    private static func firstUnknown(_ node: Node) -> String? {
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                guard let name = key.string, all.contains(name) else { return key.string ?? "that is no text" }
                if let unknown = firstUnknown(value) { return unknown }
            }
            return nil
        case .sequence(let sequence):
            return sequence.lazy.compactMap(firstUnknown).first
        default:
            return nil
        }
    }
}
