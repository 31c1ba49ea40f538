import HTTPTypes

/// Why a login at the identity provider was refused: the word that the audit log keeps.
enum SignOnFault: String, Error, CaseIterable, CustomStringConvertible {
    // The browser came back with something that this service did not begin, or not now.
    case state
    case stateUsed = "state-used"
    case issuerParameter = "issuer-parameter"
    case noCode = "no-code"
    case codeRefused = "code-refused"
    // The provider says no.
    case refusedByProvider = "refused-by-provider"
    // The provider does not answer, or not as it should.
    case unreachable
    case certificate
    case slow
    case tooLarge = "too-large"
    case malformed
    case status
    case metadata
    case clientRefused = "client-refused"
    // The ID token is not to be believed.
    case token
    case algorithm
    case unknownKey = "unknown-key"
    case signature
    case issuer
    case audience
    case expired
    case issuedAt = "issued-at"
    case nonce
    case subject
    // Believed, and not enough.
    case age
    case secondFactor = "second-factor"

    /// What the caller is told: what happened, without any value.
    var problem: Problem {
        let (problem, sentence) = told
        return Problem(
            status: problem.status, name: problem.name, title: problem.title,
            detail: sentence + (problem.detail.map { "; " + $0 } ?? ""), headers: problem.headers)
    }

    var description: String { "\(told.0.title): \(told.1)" }

    private var told: (Problem, String) {
        switch self {
        case .state: (.signOnState, "the state is missing, too old or not this browser's")
        case .stateUsed: (.signOnState, "this login was completed already")
        case .issuerParameter: (.signOnState, "the answer comes from another provider")
        case .noCode: (.signOnState, "the answer holds no code, or something twice")
        case .codeRefused: (.signOnState, "the provider takes the code no more")
        case .refusedByProvider: (.signOnRefused, "the provider gave no code")
        case .unreachable: (.providerUnavailable, "it cannot be reached")
        case .certificate: (.providerUnavailable, "its certificate is not trusted")
        case .slow: (.providerUnavailable, "it takes too long")
        case .tooLarge: (.providerUnavailable, "its answer is too large")
        case .malformed: (.providerUnavailable, "its answer is not what it should be")
        case .status: (.providerUnavailable, "it answers with an error")
        case .metadata: (.providerUnavailable, "its discovery document does not fit this service's configuration")
        case .clientRefused: (.providerUnavailable, "it does not accept this service's credentials")
        case .token: (.signOnAnswer, "the ID token is malformed")
        case .algorithm: (.signOnAnswer, "the ID token is not signed in a way that is accepted")
        case .unknownKey: (.signOnAnswer, "the ID token is signed with a key that the provider does not publish")
        case .signature: (.signOnAnswer, "the ID token's signature is wrong")
        case .issuer: (.signOnAnswer, "the ID token is another provider's")
        case .audience: (.signOnAnswer, "the ID token is made out to another service")
        case .expired: (.signOnAnswer, "the ID token has expired")
        case .issuedAt: (.signOnAnswer, "the ID token was not issued just now")
        case .nonce: (.signOnAnswer, "the ID token belongs to another login")
        case .subject: (.signOnAnswer, "the ID token names nobody")
        case .age: (.signOnAnswer, "the provider did not ask who is there, or too long ago")
        case .secondFactor: (.signOnSecondFactor, "the provider does not say that it asked for one")
        }
    }
}

extension Problem {
    static let noSignOn = Problem(
        status: .notFound, name: "no-sign-on", title: "there is no single sign-on here",
        detail: "oidc.issuer is not configured; log in with a password")
    static let signOnState = Problem(
        status: .badRequest, name: "sign-on-state", title: "this login cannot be completed",
        detail: "begin again at /v1/session/sign-on")
    static let signOnRefused = Problem(
        status: .forbidden, name: "sign-on-refused", title: "the identity provider refused the login",
        detail: "ask who runs it, or begin again")
    static let signOnAnswer = Problem(
        status: .forbidden, name: "sign-on-answer", title: "the identity provider's answer is not to be believed",
        detail: "begin again; if it recurs, tell an administrator")
    static let signOnSecondFactor = Problem(
        status: .forbidden, name: "sign-on-second-factor",
        title: "log in at the identity provider with a second factor",
        detail: "begin again, or ask who runs the provider")
    /// The same whether there is no such account, or it is closed or locked.
    static let signOnAccount = Problem(
        status: .forbidden, name: "sign-on-account", title: "no open account here is linked to you",
        detail: "ask an administrator; logging in makes no account")
    static let providerUnavailable = Problem(
        status: .serviceUnavailable, name: "provider-unavailable", title: "the identity provider does not answer well",
        detail: "try again later, and tell an administrator", headers: [.retryAfter: "30"])
}
