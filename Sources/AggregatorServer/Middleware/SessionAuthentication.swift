import AggregatorStore
import Crypto
import Foundation
import HTTPTypes
import Hummingbird

/// Reads the session's cookie of a request that needs one, and puts the person into the request's context.
///
/// A request that changes something must show that our own page sent it: by a token that only the session's owner
/// knows, and by Origin and Sec-Fetch-Site where a browser sends them. Whether the person's role may ask is judged here
/// as well, for every route alike.
struct SessionAuthentication: RouterMiddleware {
    let sessions: AccountSessions
    let publicURL: String

    /// Bound to this host, to HTTPS and to no path by its prefix (RFC 6265bis section 4.1.3).
    static let cookie = "__Host-session"

    func handle(
        _ request: Request, context: PublicContext,
        next: @concurrent (Request, PublicContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let endpoint = context.endpoint, endpoint.access == .person, let token = request.cookies[Self.cookie]?.value,
            let person = try await sessions.person(token: token)
        {
            if ![.get, .head, .options].contains(request.method) {
                guard Self.isOurOwn(request, publicURL), request.headers[.csrfToken] == Self.proof(token) else {
                    throw Problem.forgery
                }
            }
            try Self.admit(person, to: endpoint, of: context.parameters.get("practice"))
            context.person = PersonContext.Session(person: person, token: token)
        }
        return try await next(request, context)
    }

    /// Refuses what is not for a person's role, and practices that a practice's people do not belong to, which are to them
    /// as if there were none.
    private static func admit(_ person: Person, to endpoint: Endpoint, of practice: String?) throws {
        if let roles = endpoint.roles, !roles.contains(person.role) { throw Problem.role }
        if let own = person.practice, let practice, practice != own.code { throw Problem.notFound }
    }

    /// Whether a browser says that this request comes from our own pages, or no browser says anything.
    static func isOurOwn(_ request: Request, _ publicURL: String) -> Bool {
        let site = request.headers[.fetchSite]
        let origin = request.headers[.origin]
        return (site == nil || site == "same-origin") && (origin == nil || origin == publicURL)
    }

    /// What has to come back in the header X-CSRF-Token; nobody learns the session's token from it.
    static func proof(_ token: String) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: Data("csrf".utf8), using: SymmetricKey(data: Data(token.utf8))))
            .base64EncodedString()
    }
}

extension HTTPField.Name {
    fileprivate static let fetchSite = Self("Sec-Fetch-Site")!
    fileprivate static let csrfToken = Self("X-CSRF-Token")!
}

/// A request of a person with a session; a handler that takes it cannot be reached without one.
struct PersonContext: ChildRequestContext {
    struct Session: Sendable {
        let person: Person
        /// The cookie's value.
        let token: String
    }

    var coreContext: CoreRequestContextStorage
    let session: Session

    init(context: PublicContext) throws {
        guard let session = context.person else { throw Problem.noSession }
        coreContext = context.coreContext
        self.session = session
    }
}
