public import IncidentSpec

/// The JSON Schema (draft 2020-12) of the packet in which a de-identified report leaves a clinic.
///
/// It takes canonical answers only. Elements that may not stand readable are absent, so they are refused as unknown.
public enum ReportSchema {
    /// The schema with sorted keys; the same specification always gives the same bytes.
    public static func render(_ specification: Specification) -> String {
        let head: [String: JSONNode] = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": .string("urn:goodcatch:report:1:specification:\(specification.version)"),
            "$defs": .object(options(specification)),
        ]
        return JSONNode.object(head.merging(members(specification, options: "#/$defs/")) { first, _ in first }).text
    }

    /// Each list of options that a readable element takes, by its key.
    public static func options(_ specification: Specification) -> [String: JSONNode] {
        let lists = Set(specification.allElements.filter(\.leavesReadable).compactMap(\.list))
        return specification.lists.filter { lists.contains($0.key) }.mapValues { list in
            ["enum": .array(list.options.map { $0.isNumeric ? JSONNode(code: $0.code) : .string($0.code) })]
        }
    }

    /// The schema's own members.
    ///
    /// - Parameter options: what stands before a list's key where ``options(_:)`` are referred to.
    public static func members(_ specification: Specification, options: String) -> [String: JSONNode] {
        let elements = specification.elements.filter(\.leavesReadable)
        let extensions = specification.extensions.filter(\.leavesReadable)
        return [
            "title": "De-identified incident report",
            "description": .string(
                "One report as it leaves a clinic, specification \(specification.version). Rules between elements are "
                    + "not part of this schema; the data dictionary lists them."),
            "type": "object",
            "additionalProperties": false,
            "required": ["format", "specification", "reportId", "revision", "forms", "elements", "extensions"],
            "properties": [
                "format": ["const": "goodcatch-report/1"],
                "specification": ["const": .string(specification.version)],
                "reportId": ["type": "string", "format": "uuid", "pattern": .string(uuid)],
                "revision": ["type": "integer", "minimum": 1, "maximum": 999],
                "forms": [
                    "description": "The forms that were asked.",
                    "type": "array", "uniqueItems": true, "contains": ["const": "report"],
                    "items": ["enum": .array(forms.map { .string($0.rawValue) })],
                ],
                "notAsked": [
                    "description": "Elements of those forms which the practice does not ask.",
                    "type": "array", "uniqueItems": true,
                    "items": ["enum": .array(specification.allElements.map { .string($0.number.description) })],
                ],
                "elements": object(elements, required: elements.filter { $0.level == .required }, options),
                "extensions": object(extensions, required: [], options),
                "sealed": [
                    "description": "CMS AuthEnvelopedData with the sealed elements, which the practice alone can open.",
                    "type": "string", "contentEncoding": "base64", "contentMediaType": "application/cms",
                    "maxLength": 1_398_100, "pattern": .string(base64),
                ],
            ],
            "allOf": .array(forms.filter { $0 != .report }.map { onlyAskedAnswered($0, elements) }),
        ]
    }

    private static let forms = Form.allCases.filter { $0 != .extension }
    private static let hex = "[0-9a-fA-F]"
    /// Of a UUID in either case.
    public static let uuid = "^\(hex){8}-\(hex){4}-\(hex){4}-\(hex){4}-\(hex){12}$"
    private static let base64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
    private static let date = "^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    private static let time = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
    /// No control characters but tab and the ends of lines.
    private static let printable = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f]*$"

    private static func object(_ elements: [DataElement], required: [DataElement], _ options: String) -> JSONNode {
        [
            "type": "object",
            "additionalProperties": false,
            "required": .array(required.map { .string($0.name) }),
            "properties": .object(
                Dictionary(uniqueKeysWithValues: elements.map { ($0.name, schema(of: $0, options)) })),
        ]
    }

    /// A form that was not asked has no answered elements.
    private static func onlyAskedAnswered(_ form: Form, _ elements: [DataElement]) -> JSONNode {
        let names = elements.filter { $0.form == form }.map { JSONNode.string($0.name) }
        return [
            "if": ["properties": ["forms": ["not": ["contains": ["const": .string(form.rawValue)]]]]],
            "then": ["properties": ["elements": ["propertyNames": ["not": ["enum": .array(names)]]]]],
        ]
    }

    private static func schema(of element: DataElement, _ options: String) -> JSONNode {
        let title = "\(element.number) \(element.title)" + (element.unit.map { ", \($0)" } ?? "")
        let one = value(of: element, options)
        guard
            case .object(var members) = element.multiple
                ? ["type": "array", "minItems": 1, "uniqueItems": true, "items": one] : one
        else { return one }
        members["title"] = .string(title)
        members["description"] = .string(element.definition)
        return .object(members)
    }

    private static func value(of element: DataElement, _ options: String) -> JSONNode {
        let limits: JSONNode = [
            "type": .string(element.type == .real ? "number" : "integer"),
            "minimum": JSONNode(element.minimum), "maximum": JSONNode(element.maximum),
        ]
        return switch element.type {
        case .date: ["type": "string", "format": "date", "pattern": .string(date)]
        case .time: ["type": "string", "pattern": .string(time)]
        case .integer, .real: limits.compact
        case .text, .file: text(element)
        case .pseudonym: ["type": "string", "format": "uuid", "pattern": .string(pseudonym)]
        case .option: ["$ref": .string(options + (element.list ?? ""))]
        }
    }

    /// A random UUID in lower case.
    private static let pseudonym = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"

    private static func text(_ element: DataElement) -> JSONNode {
        // Marks may be longer than what they replace, so a scrubbed text may be twice as long.
        let longest = element.maxLength.map { Double($0 * (element.edge == .scrub ? 2 : 1)) }
        let schema: JSONNode = [
            "type": "string", "minLength": 1, "maxLength": JSONNode(longest), "pattern": .string(printable),
        ]
        return schema.compact
    }
}
