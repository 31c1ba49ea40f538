import IncidentReports

/// What an identity provider says of itself (OpenID Connect Discovery section 3), as far as this service needs it.
struct ProviderMetadata: Sendable {
    let authorization: HTTPSAddress
    let token, keys: String
    /// Where a browser goes to end the provider's own session (OpenID Connect RP-Initiated Logout); `nil`: nowhere.
    let endSession: HTTPSAddress?
    /// Whether each answer names its issuer (RFC 9207).
    let namesIssuer: Bool

    /// - Throws: ``SignOnFault/metadata`` for another issuer, addresses that are not https, or no PKCE with S256.
    init(_ document: JSONValue, issuer: String) throws {
        func address(_ name: String) throws -> (text: String, parsed: HTTPSAddress) {
            guard let text = document[name]?.string, let parsed = HTTPSAddress(text) else { throw SignOnFault.metadata }
            return (text, parsed)
        }
        guard document["issuer"]?.string == issuer else { throw SignOnFault.metadata }
        authorization = try address("authorization_endpoint").parsed
        token = try address("token_endpoint").text
        keys = try address("jwks_uri").text
        endSession = document["end_session_endpoint"]?.string.flatMap { HTTPSAddress($0) }
        namesIssuer = document["authorization_response_iss_parameter_supported"] == .bool(true)
        // Not every provider that knows PKCE says so.
        if let methods = document["code_challenge_methods_supported"]?.array {
            guard methods.contains(.string("S256")) else { throw SignOnFault.metadata }
        }
    }
}
