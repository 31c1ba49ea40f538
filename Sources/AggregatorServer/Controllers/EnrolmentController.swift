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
    /// How long a body may take to arrive.
    let patience: Patience
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
        let body = try await request.json(upTo: Self.bodyLimit, within: patience)
        guard let code = body["code"]?.string, body.object?.keys.sorted() == ["code", "signingKey"] else {
            throw Problem.badRequest("an enrolment has code and signingKey")
        }
        guard let key = body["signingKey"].flatMap(Tokens.publicKey) else { throw Problem.publicKey }
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
        let body = try await request.body.bytes(upTo: Self.bodyLimit, within: patience)
        guard let request = TokenRequest(form: body)
        else { return try answer(.badRequest, ["error": "invalid_request"]) }
        guard let token = try await tokens.exchange(assertion: request.assertion) else {
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
        let body = try await request.json(upTo: Self.bodyLimit, within: patience)
        guard body.object?.keys.sorted() == ["signingKey"] else {
            throw Problem.badRequest("a registration has signingKey")
        }
        guard let key = body["signingKey"].flatMap(Tokens.publicKey) else { throw Problem.publicKey }
        let expiry = try await store.registerKey(
            clientID: context.caller.clientID, kid: key.kid, jwk: key.jwk, clock: clock)
        return try answer(.created, ["kid": key.kid, "previousExpireAt": expiry.ISO8601Format()])
    }

    private func answer(_ status: HTTPResponse.Status, _ body: some Encodable) throws -> Response {
        Response(status: status, headers: [.contentType: "application/json"], body: try .json(body))
    }
}
