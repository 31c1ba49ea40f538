import Foundation

/// The form in which an access token is asked for: RFC 6749 section 4.4.2 with RFC 7521 section 4.2.
struct TokenRequest {
    static let grant = "client_credentials"
    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    let assertion: String

    /// Reads an application/x-www-form-urlencoded body; `nil` when a member is missing, given twice, empty or another.
    init?(form: Data) {
        guard let text = String(data: form, encoding: .utf8) else { return nil }
        var members: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = parts.map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = decoded[0], let value = decoded.count == 2 ? decoded[1] : "",
                members.updateValue(value, forKey: name) == nil
            else { return nil }
        }
        guard members["grant_type"] == Self.grant, members["client_assertion_type"] == Self.assertionType,
            let assertion = members["client_assertion"], !assertion.isEmpty
        else { return nil }
        self.assertion = assertion
    }
}
