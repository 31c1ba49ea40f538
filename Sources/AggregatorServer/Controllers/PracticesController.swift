import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import Postgres

/// Enrolment of practices, for people: the same acts as on the command line. Who may do what stands in ``Endpoint``.
struct PracticesController: Sendable {
    /// ``AggregatorStore/AggregatorStore/enrolment``.
    let pool: Pool
    let clock: IncidentReports.Clock
    /// How long a body may take to arrive.
    let patience: Patience

    private static let bodyLimit = 16_384
    /// For how many seconds an enrolment code may be good, and is if nothing is said.
    static let validities = 60...7_776_000
    static let validity = 1_209_600

    func addRoutes(to group: RouterGroup<PersonContext>) {
        group.get("practices", use: list)
        group.post("practices", use: add)
        group.get("practices/:practice/enrolment", use: show)
        group.put("practices/:practice/tasks/:task", use: complete)
        group.delete("practices/:practice/tasks/:task", use: reopen)
        group.put("practices/:practice/facilities/:name", use: addFacility)
        group.delete("practices/:practice/facilities/:name", use: removeFacility)
        group.put("practices/:practice/contacts/:name", use: addContact)
        group.delete("practices/:practice/contacts/:name", use: removeContact)
        group.put("practices/:practice/other-psos/:name", use: addOtherPSO)
        group.delete("practices/:practice/other-psos/:name", use: removeOtherPSO)
        group.post("practices/:practice/agreements", use: recordAgreement)
        group.post("practices/:practice/codes", use: issueCode)
        group.post("practices/:practice/submitters/:client/revocation", use: revoke)
        group.get("enrolment/clocks", use: clocks)
    }

    // MARK: - Reading

    @Sendable
    private func list(_ request: Request, context: PersonContext) async throws -> Response {
        let rows = try await administration(context).standings()
        return try answer(.ok, ["practices": .array(rows.map(Self.json))])
    }

    @Sendable
    private func show(_ request: Request, context: PersonContext) async throws -> Response {
        let lists = try await administration(context).lists(PracticeListName.enrolment, of: practice(context))
        return try answer(.ok, .object(Dictionary(uniqueKeysWithValues: lists.map { ($0.name, $0.json) })))
    }

    @Sendable
    private func clocks(_ request: Request, context: PersonContext) async throws -> Response {
        let clocks = try await administration(context).clocks(today: clock.today)
        return try answer(
            .ok,
            [
                "clocks": .array(
                    clocks.map {
                        [
                            "state": .string($0.state.rawValue), "due": .string($0.due.description),
                            "kind": .string($0.kind), "practice": $0.practice.map { .string($0) } ?? .null,
                            "detail": .string($0.detail),
                        ]
                    })
            ])
    }

    // MARK: - Recording

    @Sendable
    private func add(_ request: Request, context: PersonContext) async throws -> Response {
        let members = try Members(await body(request), names: "code", "name")
        guard let code = try members.text("code").flatMap({ PracticeCode($0) }) else {
            throw Problem.badRequest("code is 2 to 32 capital letters, digits and hyphens, a letter first")
        }
        let name = try members.required("name", members.text("name"))
        let isNew = try await administration(context).add(code: code, name: name)
        guard let row = try await administration(context).standings(of: code).first, row.name == name else {
            throw Problem.practiceExists
        }
        return try answer(isNew ? .created : .ok, Self.json(row))
    }

    @Sendable
    private func complete(_ request: Request, context: PersonContext) async throws -> Response {
        let members = try Members(await body(request), names: "doneOn", "evidence")
        try await administration(context).complete(
            text("task", context), of: practice(context), on: members.required("doneOn", members.day("doneOn")),
            evidence: members.text("evidence"))
        return Response(status: .noContent)
    }

    @Sendable
    private func reopen(_ request: Request, context: PersonContext) async throws -> Response {
        try await administration(context).reopen(text("task", context), of: practice(context))
        return Response(status: .noContent)
    }

    @Sendable
    private func addFacility(_ request: Request, context: PersonContext) async throws -> Response {
        let members = try Members(await body(request), names: "place")
        try await administration(context).addFacility(
            text("name", context), place: members.text("place"), to: practice(context))
        return Response(status: .noContent)
    }

    @Sendable
    private func removeFacility(_ request: Request, context: PersonContext) async throws -> Response {
        try await administration(context).removeFacility(text("name", context), from: practice(context))
        return Response(status: .noContent)
    }

    @Sendable
    private func addContact(_ request: Request, context: PersonContext) async throws -> Response {
        let members = try Members(await body(request), names: "role", "email", "phone")
        guard let role = try members.text("role"), KeyContact.roles.contains(role) else {
            throw Problem.badRequest("role is one of \(KeyContact.roles.joined(separator: ", "))")
        }
        let contact = try KeyContact(
            name: text("name", context), role: role, email: members.text("email"), phone: members.text("phone"))
        try await administration(context).addContact(contact, to: practice(context))
        return Response(status: .noContent)
    }

    @Sendable
    private func removeContact(_ request: Request, context: PersonContext) async throws -> Response {
        try await administration(context).removeContact(text("name", context), from: practice(context))
        return Response(status: .noContent)
    }

    @Sendable
    private func addOtherPSO(_ request: Request, context: PersonContext) async throws -> Response {
        _ = try Members(await body(request))
        try await administration(context).addOtherPSO(text("name", context), to: practice(context))
        return Response(status: .noContent)
    }

    @Sendable
    private func removeOtherPSO(_ request: Request, context: PersonContext) async throws -> Response {
        try await administration(context).removeOtherPSO(text("name", context), from: practice(context))
        return Response(status: .noContent)
    }

    @Sendable
    private func recordAgreement(_ request: Request, context: PersonContext) async throws -> Response {
        let members = try Members(
            await body(request), names: "kind", "signedOn", "version", "signer", "endsOn", "renewalOn")
        guard let kind = try members.text("kind"), Agreement.kinds.contains(kind) else {
            throw Problem.badRequest("kind is one of \(Agreement.kinds.joined(separator: ", "))")
        }
        let agreement = try Agreement(
            kind: kind, signedOn: members.required("signedOn", members.day("signedOn")),
            version: members.text("version"), signer: members.required("signer", members.text("signer")),
            endsOn: members.day("endsOn"), renewalOn: members.day("renewalOn"))
        if let end = agreement.endsOn, end < agreement.signedOn { throw Problem.agreementDates }
        guard try await administration(context).record(agreement, of: practice(context)) else {
            throw Problem.agreementExists
        }
        return Response(status: .noContent)
    }

    // MARK: - Submitters

    @Sendable
    private func issueCode(_ request: Request, context: PersonContext) async throws -> Response {
        let members = try Members(await body(request), names: "facility", "validForSeconds")
        let seconds = try members.number("validForSeconds", in: Self.validities) ?? Self.validity
        let code = try await administration(context).issueCode(
            to: practice(context), facility: members.text("facility"), validFor: seconds, clock: clock)
        return try answer(.created, ["enrolmentCode": .string(code), "validForSeconds": .integer(seconds)])
    }

    @Sendable
    private func revoke(_ request: Request, context: PersonContext) async throws -> Response {
        guard let client = context.parameters.get("client").flatMap({ UUID(uuidString: $0) }) else {
            throw Problem.badRequest("a submitter's id is a UUID")
        }
        _ = try await administration(context).revokeSubmitters(of: practice(context), only: client, clock: clock)
        return Response(status: .noContent)
    }

    // MARK: - Pieces

    private func administration(_ context: PersonContext) -> PracticeAdministration {
        PracticeAdministration(pool, as: context.session.person)
    }

    /// The practice in the path; one that cannot be is as unknown as any other.
    private func practice(_ context: PersonContext) throws -> PracticeCode {
        guard let code = context.parameters.get("practice").flatMap({ PracticeCode($0) }) else {
            throw Problem.notFound
        }
        return code
    }

    /// A text in the path.
    private func text(_ name: String, _ context: PersonContext) throws -> String {
        guard let text = context.parameters.get(name)?.removingPercentEncoding, Members.isText(text) else {
            throw Problem.badRequest("\(name) in the path is a text of 1 to 200 characters")
        }
        return text
    }

    private func body(_ request: Request) async throws -> JSONValue {
        try await request.json(upTo: Self.bodyLimit, within: patience)
    }

    private static func json(_ row: PracticeStanding) -> JSONValue {
        [
            "code": .string(row.code), "name": .string(row.name), "enrolledAt": .string(row.enrolledAt),
            "standing": .string(row.standing.rawValue),
        ]
    }

    private func answer(_ status: HTTPResponse.Status, _ body: JSONValue) throws -> Response {
        Response(status: status, headers: [.contentType: "application/json"], body: try .json(body))
    }
}

extension Problem {
    static let role = Problem(
        status: .forbidden, name: "role", title: "your role may not do this",
        detail: "ask the patient safety organization what your account is for")
    static let practiceExists = Problem(
        status: .conflict, name: "practice-exists", title: "a practice of this code has another name")
    static let agreementExists = Problem(
        status: .conflict, name: "agreement-exists",
        title: "an agreement of this kind, signed on this day, is recorded already", detail: "nothing was changed")
    static let agreementDates = Problem(
        status: .unprocessableContent, name: "agreement-dates", title: "the agreement ends before it is signed")
    static let completesByItself = Problem(
        status: .unprocessableContent, name: "completes-by-itself",
        title: "this task completes by itself, by what the database holds")
    static let unknownFacility = Problem(
        status: .unprocessableContent, name: "unknown-facility", title: "the practice has no facility of this name",
        detail: "record the facility first")
    static let notEnrolled = Problem(
        status: .unprocessableContent, name: "not-enrolled", title: "only an enrolled practice gets an enrolment code",
        detail: "record both agreements first; the practice's standing says what is missing")

    /// What a refused act on a practice means to the person who asked for it.
    init(_ error: AdministrationError) {
        switch error {
        case .unknownPractice, .unknownSubmitter, .unknownTask, .nothingToRemove: self = .notFound
        case .unknownFacility: self = .unknownFacility
        case .completesByItself: self = .completesByItself
        case .notEnrolled: self = .notEnrolled
        default: self = .internalError
        }
    }
}
