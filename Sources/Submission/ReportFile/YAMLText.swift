public import IncidentReports
import Yams

/// Configuration in YAML as plain values; every scalar stays text, so that `N` is never read as false.
public enum YAMLText {
    /// The text is not YAML, or holds something that a configuration does not.
    public struct Unreadable: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) { self.description = description }
    }

    /// Reads a text; an empty one is an empty mapping.
    public static func parse(_ text: String) throws(Unreadable) -> JSONValue {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw Unreadable(description: "it is not well-formed YAML")
        }
        return try node.map(value) ?? .object([:])
    }

    private static func value(_ node: Node) throws(Unreadable) -> JSONValue {
        if let scalar = node.scalar {
            return scalar.style == .plain && ["", "~", "null"].contains(scalar.string) ? .null : .string(scalar.string)
        }
        if let sequence = node.sequence {
            var items: [JSONValue] = []
            for item in sequence { items.append(try value(item)) }
            return .array(items)
        }
        guard let mapping = node.mapping else { throw Unreadable(description: "aliases are not taken") }
        var members: [String: JSONValue] = [:]
        for (key, item) in mapping {
            guard let name = key.scalar?.string else { throw Unreadable(description: "a key is not a plain text") }
            members[name] = try value(item)
        }
        return .object(members)
    }

    /// The members of a mapping of which only some keys are known.
    public static func members(
        of value: JSONValue, in place: String, known: Set<String>
    ) throws(Unreadable) -> [String: JSONValue] {
        if case .null = value { return [:] }
        guard let members = value.object else { throw Unreadable(description: "\(place) must be a mapping") }
        if let unknown = members.keys.filter({ !known.contains($0) }).min() {
            let names = known.sorted().joined(separator: ", ")
            throw Unreadable(description: "\(place) has an unknown key \(unknown); known are \(names)")
        }
        return members
    }
}
