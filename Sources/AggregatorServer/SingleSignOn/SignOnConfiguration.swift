import Configuration
import Foundation

/// Single sign-on at one identity provider (OpenID Connect); the keys that begin with `oidc`.
public struct SignOnConfiguration: Sendable {
    /// The provider's issuer identifier, as it stands in its discovery document.
    public let issuer: String
    /// The id under which this service is registered at the provider.
    public let clientID: String
    /// File with the client's secret, for `client_secret_basic`; `nil` with ``clientKey``.
    public let clientSecret: String?
    /// PEM file with an EC P-256 private key, for `private_key_jwt`; `nil` with ``clientSecret``.
    public let clientKey: String?
    /// PEM file of the authorities to trust instead of the system's.
    public let authorities: String?
    /// The proxy on the way to the provider.
    let proxy: Proxy?
    /// What is asked for.
    let scopes: [String]
    /// Of these authentication context classes the provider must name one; none: any will do.
    let acr: [String]
    /// Of these authentication methods (RFC 8176) the provider must name one; none: any will do.
    let amr: [String]
    /// Seconds since a person last proved themselves at the provider at most; `nil`: as the provider has it.
    let maxAge: Int?
    /// Whether a verified address claims a link that an administrator made out to it.
    let linksByEmail: Bool
    /// Whether a linked account may log in with its password as well.
    let keepsPasswords: Bool
    /// Where the provider sends the browser after it logged somebody out.
    let afterLogOut: String?
    /// Seconds that one answer of the provider may take.
    let patience: Int

    /// An HTTP proxy that is asked to CONNECT.
    struct Proxy: Sendable {
        let host: String
        let port: Int
        let user, password: String?
    }

    static let keys: [ServerConfiguration.Key] = [
        .init(
            path: "oidc.issuer", fallback: nil,
            meaning: "https URL of the identity provider for single sign-on; without it there is none"),
        .init(path: "oidc.clientID", fallback: nil, meaning: "id under which the provider knows this service"),
        .init(path: "oidc.clientSecret", fallback: nil, meaning: "file whose first line is the client's secret"),
        .init(
            path: "oidc.clientKey", fallback: nil,
            meaning: "PEM file with the EC P-256 key that signs the client's assertions, instead of a secret"),
        .init(
            path: "oidc.authorities", fallback: nil,
            meaning: "PEM file of the authorities to trust for the provider, instead of the system's"),
        .init(path: "oidc.proxy", fallback: nil, meaning: "URL of the proxy on the way to the provider"),
        .init(path: "oidc.scopes", fallback: "openid", meaning: "scopes asked for, openid among them"),
        .init(path: "oidc.acr", fallback: nil, meaning: "values of which the claim acr must be one"),
        .init(path: "oidc.amr", fallback: nil, meaning: "values of which the claim amr must hold one"),
        .init(
            path: "oidc.maxAge", fallback: nil,
            meaning: "seconds since a person last proved themselves at the provider at most; 0 asks them each time"),
        .init(
            path: "oidc.linkByEmail", fallback: "false",
            meaning: "whether a verified e-mail address claims a link made out to it"),
        .init(
            path: "oidc.keepPasswords", fallback: "true",
            meaning: "whether a linked account may log in with its password as well"),
        .init(
            path: "oidc.afterLogOut", fallback: nil,
            meaning: "URL to which the provider sends the browser after logging somebody out"),
        .init(path: "oidc.patience", fallback: "10", meaning: "seconds that one answer of the provider may take"),
    ]

    /// Reads the keys; `nil` when none of them is set.
    ///
    /// - Throws: ``ConfigurationError`` that names the key at fault.
    init?(_ reader: ConfigReader) throws {
        func words(_ path: String) -> [String] {
            let list =
                reader.stringArray(forKey: ConfigKey(path)) ?? reader.string(forKey: ConfigKey(path)).map { [$0] }
            return (list ?? []).flatMap { $0.split(separator: " ").map(String.init) }
        }
        func text(_ path: String) throws -> String {
            guard let value = reader.string(forKey: ConfigKey(path)) else { throw ConfigurationError.missing(path) }
            return value
        }
        func isTrue(_ path: String) throws -> Bool {
            let fallback = Self.keys.first { $0.path == path }?.fallback
            if let value = reader.bool(forKey: ConfigKey(path)) { return value }
            switch words(path).first ?? fallback {
            case "true": return true
            case "false": return false
            default: throw ConfigurationError.unfit(path, must: "be true or false")
            }
        }
        func number(_ path: String, _ range: ClosedRange<Int>) throws -> Int? {
            guard let value = reader.int(forKey: ConfigKey(path)) else {
                guard words(path).isEmpty else { throw ConfigurationError.outOfRange(path, range) }
                return nil
            }
            guard range.contains(value) else { throw ConfigurationError.outOfRange(path, range) }
            return value
        }
        guard Self.keys.contains(where: { !words($0.path).isEmpty }) else { return nil }
        issuer = try text("oidc.issuer")
        guard HTTPSAddress(issuer)?.isIssuer == true else {
            throw ConfigurationError.unfit("oidc.issuer", must: "be an https URL without query and fragment")
        }
        clientID = try text("oidc.clientID")
        clientSecret = reader.string(forKey: "oidc.clientSecret")
        clientKey = reader.string(forKey: "oidc.clientKey")
        guard (clientSecret == nil) != (clientKey == nil) else {
            throw ConfigurationError.unfit("oidc.clientSecret", must: "be there, or oidc.clientKey, and not both")
        }
        authorities = reader.string(forKey: "oidc.authorities")
        proxy = try reader.string(forKey: "oidc.proxy").map(Self.proxy)
        let asked = words("oidc.scopes")
        scopes = asked.isEmpty ? ["openid"] : asked
        guard scopes.contains("openid") else { throw ConfigurationError.unfit("oidc.scopes", must: "hold openid") }
        acr = words("oidc.acr")
        amr = words("oidc.amr")
        linksByEmail = try isTrue("oidc.linkByEmail")
        keepsPasswords = try isTrue("oidc.keepPasswords")
        afterLogOut = reader.string(forKey: "oidc.afterLogOut")
        guard afterLogOut.map({ HTTPSAddress($0) != nil }) ?? true else {
            throw ConfigurationError.unfit("oidc.afterLogOut", must: "be an https URL")
        }
        patience = try number("oidc.patience", 1...60) ?? 10
        maxAge = try number("oidc.maxAge", 0...86_400)
    }

    private static func proxy(_ text: String) throws -> Proxy {
        guard let parts = URLComponents(string: text), parts.scheme == "http", let host = parts.host, !host.isEmpty
        else {
            throw ConfigurationError.unfit("oidc.proxy", must: "be like http://proxy.example:3128")
        }
        return Proxy(host: host, port: parts.port ?? 80, user: parts.user, password: parts.password)
    }
}

/// An https URL with a host, and without a user or a fragment.
struct HTTPSAddress {
    private let parts: URLComponents

    init?(_ text: String) {
        guard let parts = URLComponents(string: text), parts.scheme == "https", let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil
        else { return nil }
        self.parts = parts
    }

    /// An issuer has no query (OpenID Connect Discovery section 3).
    var isIssuer: Bool { parts.query == nil }

    /// The address with further members of its query.
    func adding(_ members: [(String, String?)]) -> String {
        var parts = parts
        let added = members.compactMap { name, value in value.map { "\(name)=\(FormText.encoded($0))" } }
        parts.percentEncodedQuery = ([parts.percentEncodedQuery].compactMap { $0 } + added).joined(separator: "&")
        return parts.string ?? ""
    }
}

/// application/x-www-form-urlencoded, with nothing left plain but what every reader leaves plain.
enum FormText {
    static func encoded(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    static func body(_ members: [(String, String)]) -> String {
        members.map { "\($0)=\(encoded($1))" }.joined(separator: "&")
    }
}
