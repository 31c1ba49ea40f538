import AggregatorStore
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports

/// People who log in at the identity provider (OpenID Connect, authorization code flow with PKCE).
///
/// The provider says who somebody is. Whether they have an account, and what it may do, our own tables say.
struct SignOnController: Sendable {
    /// What there is where single sign-on is configured.
    struct Way: Sendable {
        let provider: IdentityProvider
        /// Seals tickets.
        let key: SymmetricKey
    }

    let way: Way?
    let sessions: AccountSessions
    let limiter: LoginLimiter
    let clock: IncidentReports.Clock

    static let callbackPath = "/v1/session/sign-on/callback"
    /// Longest code that is passed on, in bytes.
    private static let codeLimit = 4096

    func addRoutes(to group: RouterGroup<PublicContext>) {
        group.get("session/sign-on", use: begin)
        group.get("session/sign-on/callback", use: complete)
    }

    @Sendable
    private func begin(_ request: Request, context: PublicContext) async throws -> Response {
        guard let way else { throw Problem.noSignOn }
        let ticket = SignOnTicket(at: clock.now)
        do {
            var response = try await Response.redirect(to: way.provider.address(for: ticket))
            response.setCookie(Self.cookie(try ticket.sealed(with: way.key), seconds: SignOnTicket.lifetime))
            return response
        } catch let fault as SignOnFault {
            throw fault.problem
        }
    }

    @Sendable
    private func complete(_ request: Request, context: PublicContext) async throws -> Response {
        guard let way else { throw Problem.noSignOn }
        guard limiter.allows() else { throw Problem.tooManyLogins }
        do {
            let token = try await identify(request, way)
            let settings = way.provider.settings
            switch try await sessions.signOn(
                issuer: settings.issuer, subject: token.subject,
                verifiedEmail: settings.linksByEmail ? token.verifiedEmail : nil)
            {
            case .opened(let person, let token):
                var response = try AccountsController.welcome(person, token)
                response.setCookie(Self.cookie("", seconds: 0))
                return response
            case .refused:
                throw Problem.signOnAccount
            }
        } catch let fault as SignOnFault {
            try await sessions.refusedSignOn(reason: fault.rawValue)
            throw fault.problem
        }
    }

    /// Who the provider says has logged in, after every check there is.
    private func identify(_ request: Request, _ way: Way) async throws -> IDToken {
        let members = request.uri.queryParameters
        // RFC 6749 section 3.1: none may come twice.
        func one(_ name: Substring) -> String? {
            let values = members[values: name]
            return values.count == 1 ? String(values[0]) : nil
        }
        guard let sealed = request.cookies[SignOnTicket.cookie]?.value,
            let ticket = SignOnTicket(sealed: sealed, with: way.key, at: clock.now), one("state") == ticket.state
        else { throw SignOnFault.state }
        guard try await sessions.useState(ticket.state, expiresAt: ticket.expiresAt) else {
            throw SignOnFault.stateUsed
        }
        guard members[values: "iss"].count <= 1 else { throw SignOnFault.issuerParameter }
        try await way.provider.check(issuerParameter: one("iss"))
        guard !members.has("error") else { throw SignOnFault.refusedByProvider }
        guard let code = one("code"), (1...Self.codeLimit).contains(code.utf8.count) else { throw SignOnFault.noCode }
        return try await way.provider.exchange(code: code, for: ticket)
    }

    private static func cookie(_ value: String, seconds: Int) -> Cookie {
        Cookie(
            name: SignOnTicket.cookie, value: value, maxAge: seconds, path: "/", secure: true, httpOnly: true,
            sameSite: .lax)
    }
}
