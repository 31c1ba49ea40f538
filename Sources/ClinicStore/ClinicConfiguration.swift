import Foundation
import IncidentReports
public import Submission

/// What a practice may set in the store's config.yaml; every key has a default.
public struct ClinicConfiguration: Sendable {
    public var transport = TransportOptions()
    public var retry = RetryPolicy()
    public var limits = Push.Limits()
    /// What happens to words that no list vouches for.
    public var review = Review.ask

    /// Whether a person is asked about the words that no list vouches for.
    public enum Review: String, Sendable, CaseIterable {
        /// A report with such words waits until a person has answered for each.
        case ask
        /// They are removed, and nobody is asked.
        case remove
    }

    /// The defaults.
    public init() {}

    /// Reads the store's file; without one the defaults hold.
    init(_ directory: PracticeDirectory) throws(PracticeError) {
        guard FileManager.default.fileExists(atPath: directory.configurationFile.path) else {
            self.init()
            return
        }
        guard let data = try? Data(contentsOf: directory.configurationFile),
            let text = String(validating: data, as: UTF8.self)
        else { throw .configuration("it cannot be read as UTF-8 text") }
        try self.init(text)
        // A relative path is meant from the store, wherever the command runs.
        if let file = transport.caFile, !file.hasPrefix("/") {
            transport.caFile = directory.url.appending(path: file).path
        }
    }

    /// Reads the text of a configuration.
    public init(_ text: String) throws(PracticeError) {
        do throws(YAMLText.Unreadable) {
            let top = try YAMLText.members(
                of: try YAMLText.parse(text), in: "the file", known: ["server", "push", "review"])
            let server = try Section(top["server"], "server", Self.serverKeys)
            transport.caFile = try server.text("caFile")
            transport.proxy = try server.text("proxy")
            if let version = try server.text("minimumTLS") {
                guard let lowest = TransportOptions.MinimumTLS(rawValue: version) else {
                    throw YAMLText.Unreadable(description: "server.minimumTLS must be \"1.2\" or \"1.3\"")
                }
                transport.minimumTLS = lowest
            }
            if let word = try server.text("proxyAuthentication") {
                guard let kind = TransportOptions.ProxyAuthentication(rawValue: word) else {
                    let words = TransportOptions.ProxyAuthentication.allCases.map(\.rawValue).joined(separator: ", ")
                    throw YAMLText.Unreadable(description: "server.proxyAuthentication must be one of \(words)")
                }
                transport.proxyAuthentication = kind
            }
            if let seconds = try server.number("connectTimeoutSeconds", in: 1...600) {
                transport.connectTimeout = .seconds(seconds)
            }
            if let seconds = try server.number("requestTimeoutSeconds", in: 1...3600) {
                transport.requestTimeout = .seconds(seconds)
            }
            let push = try Section(top["push"], "push", Self.pushKeys)
            limits.reports = try push.number("batchReports", in: 1...500) ?? limits.reports
            limits.bytes = try push.number("batchBytes", in: 1...(4 << 20)) ?? limits.bytes
            retry.attempts = try push.number("attempts", in: 1...20) ?? retry.attempts
            if let value = top["review"], value != .null {
                guard let review = value.string.flatMap(Review.init) else {
                    throw YAMLText.Unreadable(description: "review must be ask or remove")
                }
                self.review = review
            }
        } catch {
            throw .configuration(error.description)
        }
    }

    private static let serverKeys: Set<String> = [
        "caFile", "minimumTLS", "proxy", "proxyAuthentication", "connectTimeoutSeconds", "requestTimeoutSeconds",
    ]
    private static let pushKeys: Set<String> = ["batchReports", "batchBytes", "attempts"]

    /// One mapping of the file.
    private struct Section {
        let name: String
        let members: [String: JSONValue]

        init(_ value: JSONValue?, _ name: String, _ known: Set<String>) throws(YAMLText.Unreadable) {
            self.name = name
            members = try YAMLText.members(of: value ?? .null, in: name, known: known)
        }

        func text(_ key: String) throws(YAMLText.Unreadable) -> String? {
            guard let value = members[key], value != .null else { return nil }
            guard let text = value.string else { throw fault(key, "a text") }
            return text
        }

        func number(_ key: String, in range: ClosedRange<Int>) throws(YAMLText.Unreadable) -> Int? {
            guard let text = try text(key) else { return nil }
            guard let number = Int(text), range.contains(number) else {
                throw fault(key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }

        private func fault(_ key: String, _ wanted: String) -> YAMLText.Unreadable {
            YAMLText.Unreadable(description: "\(name).\(key) must be \(wanted)")
        }
    }
}
