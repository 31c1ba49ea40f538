import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import IncidentSpec
import NIOCore

/// Enrolment of submitters, their keys and their access tokens.
struct EnrolmentController: Sendable {
    let store: AggregatorStore
    let tokens: Tokens
    let specification: Specification
    let clock: IncidentReports.Clock
    let refusals: TokenRefusals

    /// The longest body any of these requests has, in bytes.
    private static let bodyLimit = 16_384

    func addRoutes(to group: RouterGroup<PublicContext>) {
        group.post("enroll", use: enroll)
        group.post("token", use: token)
    }

    func addPracticeRoutes(to group: RouterGroup<PracticeContext>) {
        group.post("keys", use: registerKey)
    }

    @Sendable
    private func enroll(_ request: Request, context: PublicContext) async throws -> Response {
        let body = try await json(request)
        guard let code = body["code"]?.string, let key = body["signingKey"].flatMap(Tokens.publicKey) else {
            throw Problem.badRequest("an enrolment names a code and an EC P-256 public key with a kid")
        }
        let redeemed = try await store.redeem(
            code: EnrolmentCode(typed: code), kid: key.kid, jwk: key.jwk, clock: clock)
        guard let redeemed else { throw Problem.enrolmentCode }
        return try answer(
            .created,
            [
                "practice": redeemed.practice.code, "clientId": redeemed.clientID.uuidString.lowercased(),
                "specification": specification.version,
            ])
    }

    /// RFC 6749 section 4.4 with the client authentication of RFC 7523 section 2.2.
    @Sendable
    private func token(_ request: Request, context: PublicContext) async throws -> Response {
        let buffer = try await request.body.collect(upTo: Self.bodyLimit)
        let form = Self.form(String(buffer: buffer))
        guard form["grant_type"] == "client_credentials",
            form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            let assertion = form["client_assertion"]
        else { return try answer(.badRequest, ["error": "invalid_request"]) }
        guard let token = try await tokens.exchange(assertion: assertion) else {
            try await refusals.note()
            return try answer(.unauthorized, ["error": "invalid_client"])
        }
        return try answer(
            .ok,
            [
                "access_token": .string(token), "token_type": "Bearer", "expires_in": .integer(tokens.lifetime),
                "scope": "reports",
            ] as JSONValue)
    }

    @Sendable
    private func registerKey(_ request: Request, context: PracticeContext) async throws -> Response {
        guard let key = try await json(request)["signingKey"].flatMap(Tokens.publicKey) else {
            throw Problem.badRequest("a registration names an EC P-256 public key with a kid")
        }
        let expiry = try await store.registerKey(
            clientID: context.caller.clientID, kid: key.kid, jwk: key.jwk, clock: clock)
        return try answer(.created, ["kid": key.kid, "previousExpireAt": expiry.ISO8601Format()])
    }

    private func json(_ request: Request) async throws -> JSONValue {
        let buffer = try await request.body.collect(upTo: Self.bodyLimit)
        guard let value = try? JSONValue(parsing: Data(buffer.readableBytesView)) else {
            throw Problem.badRequest("the body is not JSON")
        }
        return value
    }

    private func answer(_ status: HTTPResponse.Status, _ body: some Encodable) throws -> Response {
        Response(status: status, headers: [.contentType: "application/json"], body: try .json(body))
    }

    /// The members of an application/x-www-form-urlencoded body.
    private static func form(_ text: String) -> [String: String] {
        var components = URLComponents()
        components.percentEncodedQuery = text.replacing("+", with: "%20")
        return Dictionary(
            (components.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
    }
}
