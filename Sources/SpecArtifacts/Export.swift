public import IncidentSpec

/// The whole specification as one JSON object, for programs that are not ours.
public enum Export {
    /// The object with sorted keys; the same specification always gives the same bytes.
    public static func render(_ specification: Specification) -> String {
        let document: JSONNode = [
            "version": .string(specification.version),
            "title": .string(specification.title),
            "source": .string(specification.source),
            "elements": .array(specification.elements.map { element($0, in: specification) }),
            "extensions": .array(specification.extensions.map { element($0, in: specification) }),
            "processSteps": .array(specification.processSteps.map(step)),
            "medicalSeverity": scale(specification.medicalSeverity),
            "dosimetricSeverity": scale(specification.dosimetricSeverity),
            "causes": .array(
                specification.causes.map { ["path": .string($0.path), "label": .string($0.label)] }),
            "rules": .array(specification.rules.map(rule)),
        ]
        return document.text
    }

    /// Lists that stand once at the top level, where elements name them instead of repeating them.
    private static let shared: Set<String> = ["processSteps", "causes", "medicalSeverity", "dosimetricSeverity"]

    private static func element(_ element: DataElement, in specification: Specification) -> JSONNode {
        let list = element.list.flatMap { shared.contains($0) ? $0 : nil }
        let options = list == nil ? specification.list(of: element)?.options ?? [] : []
        return [
            "number": .string(element.number.description),
            "name": .string(element.name),
            "title": .string(element.title),
            "form": .string(element.form.rawValue),
            "level": .string(element.level.rawValue),
            "flag": JSONNode(element.flag?.rawValue),
            "format": JSONNode(element.format),
            "type": .string(element.type.rawValue),
            "multiple": .bool(element.multiple),
            "edge": .string(element.edge.rawValue),
            "unit": JSONNode(element.unit),
            "minimum": JSONNode(element.minimum),
            "maximum": JSONNode(element.maximum),
            "maxLength": JSONNode(element.maxLength.map(Double.init)),
            "options": .array(options.map { ["code": JSONNode(code: $0.code), "label": .string($0.label)] }),
            "list": JSONNode(list),
            "definition": .string(element.definition),
            "help": .string(element.help),
            "law": .array((element.law ?? []).map { .string($0) }),
            "addedFor": JSONNode(element.addedFor),
            "companionOf": element.companionOf.map {
                ["element": .string($0.element.description), "option": JSONNode(code: $0.option)]
            } ?? .null,
            "generalises": JSONNode(element.generalises?.description),
        ]
    }

    private static func step(_ step: ProcessStep) -> JSONNode {
        [
            "map": .string(step.map.rawValue),
            "number": .string(step.number),
            "label": .string(step.label),
            "safetyBarrier": .bool(step.safetyBarrier),
            "patientPresent": .bool(step.patientPresent),
        ]
    }

    private static func scale(_ scale: SeverityScale) -> JSONNode {
        .array(
            scale.scores.map {
                [
                    "score": JSONNode($0.score.map(Double.init)), "band": .string($0.band),
                    "label": .string($0.label),
                ]
            })
    }

    private static func rule(_ rule: LogicRule) -> JSONNode {
        [
            "id": .string(rule.id),
            "severity": .string(rule.severity.rawValue),
            "when": .array(rule.when.map(\.node)),
            "require": .array(rule.require.map(\.node)),
            "message": .string(rule.message),
        ]
    }
}
