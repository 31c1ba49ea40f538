public import Configuration
import Foundation
import SystemPackage
import Yams

/// What the aggregator needs to know before it starts.
public struct ServerConfiguration: Sendable {
    /// Address to listen on.
    public let host: String
    /// Port to listen on; 0 takes any free one.
    public let port: Int
    /// The base URL submitters use; their assertions must name it.
    public let publicURL: String
    /// PEM file with the certificate chain.
    public let certificate: String
    /// PEM file with the certificate's private key.
    public let privateKey: String
    /// "1.3", or "1.2" for hospitals whose proxies cannot do better.
    public let minimumTLS: String
    /// libpq URI or keyword string without a user; each role logs in under its own name.
    public let databaseURL: String
    /// The role that owns the schema, for migrations and practices; `nil` takes libpq's default.
    public let databaseOwner: String?
    /// Writing connections.
    public let databaseConnections: Int
    /// PEM file with the EC P-256 private key that signs access tokens.
    public let tokenKey: String
    /// Life of an access token in seconds.
    public let tokenLifetime: Int
    /// File with the password of the user `metrics` at /metrics; `nil` answers nobody there.
    public let metricsPassword: String?
    /// PEM file with the EC P-256 private key that signs checkpoints of the audit log.
    public let auditKey: String
    /// File with the 256-bit key, base64, that encrypts second factors; `nil` where no people log in.
    public let accountKey: String?
    /// The identity provider at which people may log in; `nil` where there is none.
    public let signOn: SignOnConfiguration?
    /// Longest request body in bytes.
    public let bodyLimit: Int
    /// Longest request body in bytes once unpacked.
    public let unpackedLimit: Int
    /// Reports a minute that a practice may send; 0 is without limit.
    public let reportsPerMinute: Int
    /// Requests under way at a time.
    public let requestLimit: Int
    /// Seconds a request's body may take to arrive; an attachment's has ten times as long, and an idle connection five
    /// seconds more.
    public let patience: Int
    /// Cells of fewer reports are hidden.
    public let minimumReports: Int
    /// Cells of fewer practices are hidden.
    public let minimumPractices: Int
    /// Days for which backups are kept; `nil` when nobody said so.
    public let backupRetentionDays: Int?
    /// trace, debug, info, notice, warning, error or critical.
    public let logLevel: String

    /// One key of the configuration file: its path, the default, and what it means.
    public struct Key: Sendable {
        public let path: String
        public let fallback: String?
        public let meaning: String
    }

    /// Every key there is; anything else in a file is refused.
    public static let keys = general + SignOnConfiguration.keys

    private static let general: [Key] = [
        Key(path: "server.host", fallback: "127.0.0.1", meaning: "address to listen on"),
        Key(path: "server.port", fallback: "8443", meaning: "port to listen on; 0 takes any free one"),
        Key(path: "server.publicURL", fallback: nil, meaning: "base URL submitters use, without a slash at the end"),
        Key(path: "server.certificate", fallback: nil, meaning: "PEM file with the certificate chain"),
        Key(path: "server.privateKey", fallback: nil, meaning: "PEM file with the certificate's private key"),
        Key(path: "server.minimumTLS", fallback: "1.3", meaning: "lowest TLS version accepted, 1.3 or 1.2"),
        Key(path: "server.bodyLimit", fallback: "8388608", meaning: "longest request body in bytes"),
        Key(path: "limits.unpacked", fallback: "33554432", meaning: "longest request body in bytes once unpacked"),
        Key(
            path: "limits.reportsPerMinute", fallback: "120000",
            meaning: "reports a minute that a practice may send; 0 is without limit"),
        Key(path: "limits.requests", fallback: "512", meaning: "requests under way at a time"),
        Key(
            path: "limits.patience", fallback: "60",
            meaning: "seconds a request's body may take to arrive, an attachment's ten times as long"),
        Key(path: "database.url", fallback: nil, meaning: "libpq URI or keyword string without a user"),
        Key(path: "database.owner", fallback: nil, meaning: "role that owns the schema; libpq's default if left out"),
        Key(path: "database.connections", fallback: "8", meaning: "writing connections"),
        Key(path: "token.key", fallback: nil, meaning: "PEM file with the EC P-256 key that signs access tokens"),
        Key(path: "token.lifetime", fallback: "300", meaning: "life of an access token in seconds"),
        Key(
            path: "metrics.password", fallback: nil,
            meaning:
                "file whose first line is the password of the user metrics at /metrics, which is not there without it"),
        Key(
            path: "audit.key", fallback: nil,
            meaning: "PEM file with the EC P-256 key that signs the audit log's checkpoints; token.key if left out"),
        Key(
            path: "account.key", fallback: nil,
            meaning: "file with 32 random bytes in base64 that encrypt second factors; without it nobody logs in"),
        Key(path: "publishing.minimumReports", fallback: "11", meaning: "cells of fewer reports are hidden"),
        Key(path: "publishing.minimumPractices", fallback: "3", meaning: "cells of fewer practices are hidden"),
        Key(
            path: "backup.retentionDays", fallback: nil,
            meaning: "days for which backups are kept; certificates of destruction state it"),
        Key(path: "log.level", fallback: "info", meaning: "trace, debug, info, notice, warning, error or critical"),
    ]

    /// Reads the configuration; every key not in `keys` has been refused before.
    ///
    /// - Throws: ``ConfigurationError`` that names the key at fault.
    public init(_ reader: ConfigReader) throws {
        func text(_ path: String) throws -> String {
            let fallback = Self.keys.first { $0.path == path }?.fallback
            guard let value = reader.string(forKey: ConfigKey(path)) ?? fallback else {
                throw ConfigurationError.missing(path)
            }
            return value
        }
        func number(_ path: String, _ range: ClosedRange<Int>) throws -> Int {
            guard let value = try reader.int(forKey: ConfigKey(path)) ?? Int(text(path)), range.contains(value) else {
                throw ConfigurationError.outOfRange(path, range)
            }
            return value
        }
        host = try text("server.host")
        port = try number("server.port", 0...65_535)
        publicURL = try text("server.publicURL")
        certificate = try text("server.certificate")
        privateKey = try text("server.privateKey")
        minimumTLS = try Self.version(reader, text("server.minimumTLS"))
        databaseURL = try text("database.url")
        databaseOwner = reader.string(forKey: "database.owner")
        databaseConnections = try number("database.connections", 1...64)
        tokenKey = try text("token.key")
        tokenLifetime = try number("token.lifetime", 30...3600)
        metricsPassword = reader.string(forKey: "metrics.password")
        auditKey = try reader.string(forKey: "audit.key") ?? text("token.key")
        accountKey = reader.string(forKey: "account.key")
        signOn = try SignOnConfiguration(reader)
        if signOn != nil { _ = try text("account.key") }
        bodyLimit = try number("server.bodyLimit", 1024...268_435_456)
        unpackedLimit = try number("limits.unpacked", 1024...268_435_456)
        reportsPerMinute = try number("limits.reportsPerMinute", 0...100_000_000)
        requestLimit = try number("limits.requests", 1...100_000)
        patience = try number("limits.patience", 1...3600)
        minimumReports = try number("publishing.minimumReports", 1...1000)
        minimumPractices = try number("publishing.minimumPractices", 1...1000)
        let isRetentionSet = reader.string(forKey: "backup.retentionDays") != nil
        backupRetentionDays = isRetentionSet ? try number("backup.retentionDays", 0...36_500) : nil
        logLevel = try text("log.level")
    }

    /// YAML reads 1.3 as a number when it is not quoted.
    private static func version(_ reader: ConfigReader, _ text: String) throws -> String {
        let version = reader.double(forKey: "server.minimumTLS").map { String($0) } ?? text
        guard ["1.2", "1.3"].contains(version) else { throw ConfigurationError.notAVersion("server.minimumTLS") }
        return version
    }

    /// A reader over the environment (GOODCATCH_DATABASE_URL for database.url) before the file.
    ///
    /// - Throws: ``ConfigurationError`` for a file that is not YAML or has a key not in ``keys``.
    public static func reader(file: String?) async throws -> ConfigReader {
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "goodcatch")
        guard let file else { return ConfigReader(provider: environment) }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw ConfigurationError.unreadable(file)
        }
        guard let root = try? Yams.load(yaml: text) as? [String: Any] else { throw ConfigurationError.notYAML(file) }
        let known = Set(keys.map(\.path))
        for path in paths(root) where !known.contains(path) { throw ConfigurationError.unknown(path) }
        let provider = try await FileProvider<YAMLSnapshot>(filePath: FilePath(file))
        return ConfigReader(providers: [environment, provider])
    }

    private static func paths(_ node: [String: Any]) -> [String] {
        node.keys.sorted().flatMap { key in
            (node[key] as? [String: Any]).map { paths($0).map { key + "." + $0 } } ?? [key]
        }
    }
}

/// What is wrong with a configuration; values are never repeated, since some are secret.
public enum ConfigurationError: Error, CustomStringConvertible {
    case missing(String)
    case outOfRange(String, ClosedRange<Int>)
    case notAVersion(String)
    case unfit(String, must: String)
    case unknown(String)
    case unreadable(String)
    case notYAML(String)
    case unusable(String, reason: String)

    public var description: String {
        switch self {
        case .missing(let key):
            "configuration key \(key) is missing; set it in the file or as \(Self.variable(key))"
        case .outOfRange(let key, let range):
            "configuration key \(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .notAVersion(let key): "configuration key \(key) must be 1.3 or 1.2"
        case .unfit(let key, let must): "configuration key \(key) must \(must)"
        case .unknown(let key): "configuration key \(key) is not known; Config/README.md lists every key"
        case .unreadable(let file): "configuration file \(file) cannot be read"
        case .notYAML(let file): "configuration file \(file) is not YAML with a mapping at its top"
        case .unusable(let key, let reason): "the file named by \(key) cannot be used: \(reason)"
        }
    }

    /// The environment variable of a key: server.publicURL is GOODCATCH_SERVER_PUBLIC_URL.
    static func variable(_ key: String) -> String {
        var name = "GOODCATCH_"
        var previous: Character = "."
        for character in key {
            if character.isUppercase && previous.isLowercase { name += "_" }
            name += character == "." ? "_" : character.uppercased()
            previous = character
        }
        return name
    }
}
