import CLibPQ

/// Where and as whom to connect, read from a libpq URI or keyword string.
public struct ConnectionSettings: Sendable, Hashable {
    /// libpq's keywords and values, as far as they are set.
    private var options: [String: String] = [:]
    /// The keywords libpq marks as not to be displayed.
    private var hidden: Set<String> = []

    /// Reads a `postgresql://` URI or a keyword string; what it leaves out comes from libpq's environment and defaults.
    ///
    /// - Parameter serverSettings: in force for every session, names and values without blanks.
    public init(
        _ connectionString: String, user: String? = nil, database: String? = nil, applicationName: String? = nil,
        serverSettings: [String: String] = [:]
    ) throws(ConnectionSettingsError) {
        // libpq's reason would quote the string, and with it perhaps a password, so it is not asked for.
        guard let parsed = PQconninfoParse(connectionString, nil) else { throw ConnectionSettingsError() }
        defer { PQconninfoFree(parsed) }
        var entry = parsed
        while let keyword = entry.pointee.keyword {
            let name = String(cString: keyword)
            if let value = entry.pointee.val { options[name] = String(cString: value) }
            if entry.pointee.dispchar.pointee == CChar(UInt8(ascii: "*")) { hidden.insert(name) }
            entry += 1
        }
        options.merge(["client_encoding": "UTF8"]) { $1 }
        options.merge(["connect_timeout": "10"]) { given, _ in given }
        let overrides = ["user": user, "dbname": database, "application_name": applicationName]
        options.merge(overrides.compactMapValues(\.self)) { $1 }
        if !serverSettings.isEmpty {
            let added = serverSettings.sorted { $0.key < $1.key }.map { "-c \($0.key)=\($0.value)" }
            options["options"] = ([options["options"]].compactMap(\.self) + added).joined(separator: " ")
        }
    }

    /// The same settings as a libpq keyword string, password included: for handing on, not for showing.
    public var connectionString: String { text { _, value in value } }

    private func text(_ shown: (_ keyword: String, _ value: String) -> String) -> String {
        options.sorted { $0.key < $1.key }.map { keyword, value in
            var bytes = Array(shown(keyword, value).utf8)
            bytes.escape(from: 0) { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\\") ? $0 : nil }
            return "\(keyword)='\(String(decoding: bytes, as: UTF8.self))'"
        }.joined(separator: " ")
    }
}

extension ConnectionSettings: CustomStringConvertible, CustomReflectable {
    /// The keyword string with stars for whatever is secret.
    public var description: String { text { hidden.contains($0) ? "***" : $1 } }

    /// Keeps secrets out of `dump`.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// A connection string that libpq cannot read.
public struct ConnectionSettingsError: Error, CustomStringConvertible {
    public var description: String {
        "connection string is neither a postgresql:// URI nor a libpq keyword string; write keyword='value'"
    }
}
