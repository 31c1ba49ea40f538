import Foundation
import IncidentReports
import JWTKit

/// The identity provider: what it publishes, kept for a while, and the exchange of a code for an ID token.
actor IdentityProvider {
    nonisolated let settings: SignOnConfiguration
    /// Where the provider sends the browser back to; registered there.
    nonisolated let redirect: String
    nonisolated let credentials: ClientCredentials
    private let connection: ProviderConnection
    private let clock: IncidentReports.Clock
    private var metadata: (value: ProviderMetadata, readAt: Date)?
    private var keys: (value: ProviderKeys, readAt: Date)?
    private var failure: (fault: SignOnFault, at: Date)?
    private var reading: Task<ProviderMetadata, any Error>?
    private var soughtAt = Date.distantPast

    /// How long the discovery document is kept, in seconds.
    private static let metadataLife = 3600.0
    /// How long keys are kept: so long may one that the provider has withdrawn still be taken, in seconds.
    private static let keysLife = 900.0
    /// How long nobody asks again after the discovery document could not be had, in seconds.
    private static let pause = 5.0
    /// How often an unknown key has the keys read anew at most, in seconds.
    private static let seekInterval = 10.0

    /// - Throws: ``ConfigurationError`` for files that cannot be used.
    init(_ settings: SignOnConfiguration, publicURL: String, clock: IncidentReports.Clock) throws {
        self.settings = settings
        self.clock = clock
        redirect = publicURL + SignOnController.callbackPath
        credentials = try ClientCredentials(settings)
        connection = try ProviderConnection(settings)
    }

    /// Where a browser goes to log in (OpenID Connect Core section 3.1.2.1, PKCE of RFC 7636).
    func address(for ticket: SignOnTicket) async throws -> String {
        try await published().authorization.adding([
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", redirect),
            ("scope", settings.scopes.joined(separator: " ")), ("state", ticket.state), ("nonce", ticket.nonce),
            ("code_challenge", ticket.challenge), ("code_challenge_method", "S256"),
            ("max_age", settings.maxAge.map { String($0) }),
            ("acr_values", settings.acr.isEmpty ? nil : settings.acr.joined(separator: " ")),
        ])
    }

    /// Refuses an answer that another provider gave (RFC 9207).
    func check(issuerParameter: String?) async throws {
        guard let issuerParameter else {
            guard try await !published().namesIssuer else { throw SignOnFault.issuerParameter }
            return
        }
        guard issuerParameter == settings.issuer else { throw SignOnFault.issuerParameter }
    }

    /// Exchanges a code for the verified ID token.
    ///
    /// - Throws: ``SignOnFault``.
    func exchange(code: String, for ticket: SignOnTicket) async throws -> IDToken {
        let endpoint = try await published().token
        let proof = try await credentials.proof(for: endpoint, at: clock.now)
        let form = FormText.body(
            [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
                ("code_verifier", ticket.verifier),
            ] + proof.form)
        let (status, body) = try await connection.send(to: endpoint, form: form, authorization: proof.authorization)
        let answer = try? JSONValue(parsing: body)
        guard status == 200 else {
            switch answer?["error"]?.string {
            case "invalid_grant": throw SignOnFault.codeRefused
            case "invalid_client", "unauthorized_client": throw SignOnFault.clientRefused
            default: throw SignOnFault.status
            }
        }
        guard let token = answer?["id_token"]?.string else { throw SignOnFault.malformed }
        return try await IDToken.verified(
            token,
            IDToken.Expectation(
                issuer: settings.issuer, clientID: settings.clientID, nonce: ticket.nonce, acr: settings.acr,
                amr: settings.amr, maxAge: settings.maxAge, now: clock.now)
        ) { kid, algorithm in try await key(kid, algorithm) }
    }

    /// Where a browser goes to end the provider's session as well; `nil` when the provider does not offer it, or does
    /// not answer: the session here has ended all the same.
    func logOutAddress() async -> String? {
        try? await published().endSession?.adding([
            ("client_id", settings.clientID), ("post_logout_redirect_uri", settings.afterLogOut),
        ])
    }

    /// How many keys the provider publishes that could sign an ID token.
    func keyCount() async throws -> Int { try await signingKeys().count }

    /// Whether the provider can end its own session.
    func endsSessions() async throws -> Bool { try await published().endSession != nil }

    private func published() async throws -> ProviderMetadata {
        if let metadata, clock.now.timeIntervalSince(metadata.readAt) < Self.metadataLife { return metadata.value }
        if let failure, clock.now.timeIntervalSince(failure.at) < Self.pause { throw failure.fault }
        // However many wait for it, it is asked once.
        if let reading { return try await reading.value }
        let task = Task { try await readMetadata() }
        reading = task
        defer { reading = nil }
        return try await task.value
    }

    private func readMetadata() async throws -> ProviderMetadata {
        do {
            let base = settings.issuer.hasSuffix("/") ? String(settings.issuer.dropLast()) : settings.issuer
            let document = try await document(at: base + "/.well-known/openid-configuration")
            let value = try ProviderMetadata(document, issuer: settings.issuer)
            metadata = (value, clock.now)
            return value
        } catch {
            if let fault = error as? SignOnFault { failure = (fault, clock.now) }
            throw error
        }
    }

    private func signingKeys(anew: Bool = false) async throws -> ProviderKeys {
        if !anew, let keys, clock.now.timeIntervalSince(keys.readAt) < Self.keysLife { return keys.value }
        let value = try ProviderKeys(await document(at: published().keys))
        keys = (value, clock.now)
        return value
    }

    /// The key that a token's header means; one that is not known has the set read anew, since providers change keys.
    private func key(_ kid: String?, _ algorithm: String) async throws -> JWK {
        if let known = try await signingKeys().key(kid: kid, algorithm: algorithm) { return known }
        guard clock.now.timeIntervalSince(soughtAt) >= Self.seekInterval else { throw SignOnFault.unknownKey }
        soughtAt = clock.now
        guard let found = try await signingKeys(anew: true).key(kid: kid, algorithm: algorithm) else {
            throw SignOnFault.unknownKey
        }
        return found
    }

    private func document(at url: String) async throws -> JSONValue {
        let (status, body) = try await connection.send(to: url)
        guard status == 200 else { throw SignOnFault.status }
        guard let value = try? JSONValue(parsing: body) else { throw SignOnFault.malformed }
        return value
    }
}
