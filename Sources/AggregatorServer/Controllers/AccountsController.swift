import AggregatorStore
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import NIOCore

/// People: setting password and second factor with a one-time code, logging in and out.
struct AccountsController: Sendable {
    let sessions: AccountSessions
    let limiter: LoginLimiter
    let clock: IncidentReports.Clock
    let publicURL: String
    /// Opens the secrets of second factors; `nil` where no people log in.
    let key: SymmetricKey?
    let cost: PasswordCost
    /// How long a body may take to arrive.
    let patience: Patience
    /// Where a session may have begun, which is then told how to end there as well.
    let provider: IdentityProvider?

    private static let bodyLimit = 4096

    func addRoutes(to group: RouterGroup<PublicContext>) {
        group.post("account", use: activate)
        group.post("session", use: logIn)
    }

    func addPersonRoutes(to group: RouterGroup<PersonContext>) {
        group.get("account", use: show)
        group.delete("session", use: logOut)
    }

    private struct Activated: Encodable {
        let secret, otpauth: String
    }

    private struct Account: Encodable {
        let id, name, role: String
        let practice: String?
        let csrfToken: String

        init(_ person: Person, _ token: String) {
            id = person.id.uuidString.lowercased()
            name = person.name
            role = person.role.rawValue
            practice = person.practice?.code
            csrfToken = SessionAuthentication.proof(token)
        }
    }

    @Sendable
    private func activate(_ request: Request, context: PublicContext) async throws -> Response {
        let (members, key) = try await begin(request, members: "code", "name", "password")
        guard let name = members["name"], let code = members["code"], let password = members["password"],
            PasswordHash.lengths.contains(password.unicodeScalars.count)
        else {
            throw Problem.badRequest(
                "name, code, and a password of \(PasswordHash.lengths.lowerBound) to \(PasswordHash.lengths.upperBound) characters"
            )
        }
        guard limiter.allows() else { throw Problem.tooManyLogins }
        let typed = EnrolmentCode(typed: code)
        guard let id = try await sessions.account(name: name, code: typed) else { throw Problem.accountCode }
        let factor = SecondFactor()
        let kept = try await PasswordHash.make(password, cost)
        guard
            try await sessions.activate(
                id, code: typed, password: kept, secondFactor: factor.sealed(for: id, key: key))
        else { throw Problem.accountCode }
        let uri = "otpauth://totp/GoodCatch:\(name)?secret=\(factor.base32)&issuer=GoodCatch"
        return try Self.answer(.created, Activated(secret: factor.base32, otpauth: uri))
    }

    @Sendable
    private func logIn(_ request: Request, context: PublicContext) async throws -> Response {
        let (members, key) = try await begin(request, members: "name", "password", "secondFactor")
        guard let name = members["name"], let password = members["password"], let code = members["secondFactor"],
            password.unicodeScalars.count <= PasswordHash.lengths.upperBound
        else { throw Problem.badRequest("a login has name, password and secondFactor") }
        guard limiter.allows() else { throw Problem.tooManyLogins }
        // Before the password's turn, which may have to wait for others'.
        let now = clock.now
        let attempt = try await sessions.attempt(name: name)
        let isRight = try await PasswordHash.matches(password, attempt?.password, cost)
        guard let attempt, isRight,
            let step = try SecondFactor(sealed: attempt.secondFactor, for: attempt.person.id, key: key)
                .step(of: code, at: now),
            let token = try await sessions.open(attempt, step: step)
        else {
            try await sessions.refused(attempt)
            throw Problem.logIn
        }
        return try Self.welcome(attempt.person, token)
    }

    /// The answer to whoever has a new session, whichever way it began.
    static func welcome(_ person: Person, _ token: String) throws -> Response {
        var response = try answer(.ok, Account(person, token))
        response.setCookie(cookie(token, seconds: Int(AccountSessions.longest)))
        return response
    }

    @Sendable
    private func show(_ request: Request, context: PersonContext) async throws -> Response {
        try Self.answer(.ok, Account(context.session.person, context.session.token))
    }

    @Sendable
    private func logOut(_ request: Request, context: PersonContext) async throws -> Response {
        let signedOn = try await sessions.close(token: context.session.token, of: context.session.person)
        let address = signedOn ? await provider?.logOutAddress() : nil
        var response = try address.map { try Self.answer(.ok, ["endSession": $0]) } ?? Response(status: .noContent)
        response.setCookie(Self.cookie("", seconds: 0))
        return response
    }

    /// The texts of a body that has just these members, if people log in here at all.
    private func begin(
        _ request: Request, members names: String...
    ) async throws -> (members: [String: String], key: SymmetricKey) {
        guard let key else { throw Problem.noAccounts }
        guard SessionAuthentication.isOurOwn(request, publicURL) else { throw Problem.forgery }
        let members = try await request.json(upTo: Self.bodyLimit, within: patience).object ?? [:]
        let texts = members.compactMapValues(\.string)
        guard texts.keys.sorted() == names, members.count == names.count else {
            throw Problem.badRequest("the body has \(names.joined(separator: ", ")), each a text")
        }
        return (texts, key)
    }

    private static func cookie(_ token: String, seconds: Int) -> Cookie {
        Cookie(
            name: SessionAuthentication.cookie, value: token, maxAge: seconds, path: "/", secure: true, httpOnly: true,
            sameSite: .strict)
    }

    private static func answer(_ status: HTTPResponse.Status, _ body: some Encodable) throws -> Response {
        Response(status: status, headers: [.contentType: "application/json"], body: try .json(body))
    }
}

extension Problem {
    static let noSession = Problem(
        status: .unauthorized, name: "no-session", title: "log in first", detail: "sessions end when not used for long")
    static let forgery = Problem(
        status: .forbidden, name: "forgery", title: "the request does not come from this service's own pages",
        detail: "send the session's X-CSRF-Token, and no Origin but this service's")
    static let noAccounts = Problem(
        status: .notFound, name: "no-accounts", title: "nobody logs in here", detail: "account.key is not configured")
    static let accountCode = Problem(
        status: .forbidden, name: "account-code", title: "the code is unknown, expired or already used",
        detail: "ask an administrator to reset the account")
    /// The same whatever was wrong.
    static let logIn = Problem(
        status: .unauthorized, name: "log-in",
        title: "name, password or second factor is wrong, or the account is locked",
        detail: "five refusals lock an account for a quarter of an hour; each second factor is taken once")
    static let tooManyLogins = Problem(
        status: .tooManyRequests, name: "too-many-logins", title: "too many people log in at once",
        headers: [.retryAfter: "60"])
}
