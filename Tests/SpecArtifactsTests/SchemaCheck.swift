import IncidentReports

/// Applies the keywords of JSON Schema that our schema uses; a keyword it does not know is a fault, not a pass.
struct SchemaCheck {
    let root: JSONValue

    private static let notes: Set<String> = [
        "$schema", "$id", "$defs", "title", "description", "format", "contentEncoding", "contentMediaType", "if",
        "then",
    ]

    /// Path and keyword of each objection.
    func faults(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
        (schema.object ?? [:]).sorted { $0.key < $1.key }.flatMap { keyword, argument -> [String] in
            if Self.notes.contains(keyword) { return [] }
            return holds(value, keyword, argument, schema, path).map { $0 ? [] : [path + " " + keyword] }
                ?? nested(value, keyword, argument, path)
        } + conditional(value, schema, path)
    }

    private func conditional(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard let test = schema["if"], let consequence = schema["then"], faults(value, test, at: path).isEmpty else {
            return []
        }
        return faults(value, consequence, at: path)
    }

    /// Whether the value keeps a keyword that judges it as a whole; `nil` for keywords that look inside.
    private func holds(
        _ value: JSONValue, _ keyword: String, _ argument: JSONValue, _ schema: JSONValue, _ path: String
    ) -> Bool? {
        switch keyword {
        case "type": return value.typeNames.contains(argument.string ?? "")
        case "const": return value == argument
        case "enum": return argument.array?.contains(value) ?? false
        case "minimum": return value.number.map { $0 >= argument.number ?? .infinity } ?? true
        case "maximum": return value.number.map { $0 <= argument.number ?? -.infinity } ?? true
        case "minLength": return value.string.map { $0.unicodeScalars.count >= argument.integer ?? .max } ?? true
        case "maxLength": return value.string.map { $0.unicodeScalars.count <= argument.integer ?? -1 } ?? true
        case "minItems": return value.array.map { $0.count >= argument.integer ?? .max } ?? true
        case "uniqueItems": return value.array.map { Set($0).count == $0.count } ?? true
        case "pattern": return value.string.map { matches($0, argument.string ?? "") } ?? true
        case "contains": return value.array.map { $0.contains { faults($0, argument, at: path).isEmpty } } ?? true
        case "not": return !faults(value, argument, at: path).isEmpty
        case "required":
            let members = value.object ?? [:]
            return argument.array?.allSatisfy { members[$0.string ?? ""] != nil } ?? false
        case "additionalProperties":
            let known = schema["properties"]?.object ?? [:]
            return argument == .bool(false) && (value.object ?? [:]).keys.allSatisfy { known[$0] != nil }
        case "propertyNames":
            return (value.object ?? [:]).keys.allSatisfy { faults(.string($0), argument, at: path).isEmpty }
        default: return nil
        }
    }

    private func nested(_ value: JSONValue, _ keyword: String, _ argument: JSONValue, _ path: String) -> [String] {
        switch keyword {
        case "properties":
            return (argument.object ?? [:]).sorted { $0.key < $1.key }.flatMap { name, schema in
                value[name].map { faults($0, schema, at: path + "/" + name) } ?? []
            }
        case "items": return (value.array ?? []).flatMap { faults($0, argument, at: path) }
        case "allOf": return (argument.array ?? []).flatMap { faults(value, $0, at: path) }
        case "$ref":
            let name = argument.string?.split(separator: "/").last.map(String.init) ?? ""
            return root["$defs"]?[name].map { faults(value, $0, at: path) } ?? [path + " unresolved"]
        default: return [path + " unknown keyword \(keyword)"]
        }
    }

    private func matches(_ text: String, _ pattern: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return text.firstMatch(of: regex) != nil
    }
}

extension JSONValue {
    fileprivate var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }

    fileprivate var typeNames: [String] {
        switch self {
        case .null: ["null"]
        case .bool: ["boolean"]
        case .integer: ["integer", "number"]
        case .real: ["number"]
        case .string: ["string"]
        case .array: ["array"]
        case .object: ["object"]
        }
    }
}
