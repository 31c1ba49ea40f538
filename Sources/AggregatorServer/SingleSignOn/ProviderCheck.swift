import IncidentReports

/// What the configured identity provider publishes, and what has to be registered there.
public struct ProviderCheck: Sendable, Encodable {
    public let issuer: String
    /// How many keys it publishes that can sign an ID token.
    public let keys: Int
    /// Whether it can be asked to end its own session when somebody logs out here.
    public let endsSessions: Bool
    /// Where it must be allowed to send browsers back to.
    public let redirectURI: String
    /// This service's public key as a JWK set; `nil` when it has a secret.
    public let clientKeys: String?

    /// Asks the provider.
    ///
    /// - Throws: ``ConfigurationError``, or what is wrong with the provider in a few words.
    public init(_ configuration: ServerConfiguration) async throws {
        guard let settings = configuration.signOn else { throw ConfigurationError.missing("oidc.issuer") }
        let provider = try IdentityProvider(settings, publicURL: configuration.publicURL, clock: .system)
        issuer = settings.issuer
        keys = try await provider.keyCount()
        endsSessions = try await provider.endsSessions()
        redirectURI = provider.redirect
        clientKeys = provider.credentials.publicKeys.map { String(decoding: $0.canonicalData, as: UTF8.self) }
    }
}
