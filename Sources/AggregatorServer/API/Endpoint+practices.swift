import AggregatorStore
import Hummingbird
import IncidentReports
import SpecArtifacts

extension Endpoint {
    /// Enrolment of practices, for people.
    static let practices: [Endpoint] =
        [
            Endpoint(
                id: "listPractices", method: .get, path: "/v1/practices", summary: "List practices with their standing",
                access: .person, roles: [.psoAdministrator, .psoAnalyst],
                answers: [
                    Answer(.ok, "All of them, by code", json: .record(["practices": .list(.schema("Practice"))]))
                ]),
            Endpoint(
                id: "showEnrolment", method: .get, path: "/v1/practices/{practice}/enrolment",
                summary: "Show a practice's enrolment: its tasks by stage, and what is recorded of it",
                details: "A practice's administrator is shown their own practice's alone.",
                access: .person, roles: [.psoAdministrator, .psoAnalyst, .practiceAdministrator],
                parameters: [.practice],
                answers: [Answer(.ok, "One list for each thing recorded", json: .schema("PracticeLists"))]),
            Endpoint(
                id: "listClocks", method: .get, path: "/v1/enrolment/clocks",
                summary: "List what ends or falls due: agreements, keys, forms to file, the listing",
                access: .person, roles: [.psoAdministrator, .psoAnalyst],
                answers: [Answer(.ok, "The nearest first", json: .record(["clocks": .list(.schema("Clock"))]))]),
            change(
                "addPractice", .post, "/v1/practices", "Add a practice",
                body: .record(["code": practiceCode, "name": Members.text]),
                answers: [
                    Answer(
                        .created, "It is added; it may submit once its agreements are recorded",
                        json: .schema("Practice")),
                    Answer(.ok, "It was there before", json: .schema("Practice")),
                ], problems: [.practiceExists]),
            change(
                "completeTask", .put, "/v1/practices/{practice}/tasks/{task}",
                "Record that a task of enrolment is done",
                parameters: [.named("task", "The task's short name")],
                body: .record(["doneOn": Members.day, "evidence": Members.text], optional: ["evidence"]),
                problems: [.completesByItself]),
            change(
                "reopenTask", .delete, "/v1/practices/{practice}/tasks/{task}", "Take back that a task is done",
                parameters: [.named("task", "The task's short name")], problems: [.completesByItself]),
            change(
                "recordAgreement", .post, "/v1/practices/{practice}/agreements", "Record an agreement that was signed",
                body: .record(
                    [
                        "kind": ["enum": .array(Agreement.kinds.map { .string($0) })], "signedOn": Members.day,
                        "version": Members.text, "signer": Members.text, "endsOn": Members.day,
                        "renewalOn": Members.day,
                    ], optional: ["version", "endsOn", "renewalOn"]),
                problems: [.agreementExists, .agreementDates]),
            change(
                "issueCode", .post, "/v1/practices/{practice}/codes",
                "Issue a one-time code with which a submitter registers its key",
                body: .record(
                    [
                        "facility": Members.text,
                        "validForSeconds": [
                            "type": "integer", "minimum": .integer(PracticesController.validities.lowerBound),
                            "maximum": .integer(PracticesController.validities.upperBound),
                            "default": .integer(PracticesController.validity),
                        ],
                    ], optional: ["facility", "validForSeconds"]),
                answers: [
                    Answer(
                        .created, "The code, which is shown once; only its hash is kept",
                        json: .record(["enrolmentCode": .anyText, "validForSeconds": ["type": "integer"]]))
                ], problems: [.unknownFacility, .notEnrolled]),
            change(
                "revokeSubmitter", .post, "/v1/practices/{practice}/submitters/{client}/revocation",
                "Trust a submitter no more",
                parameters: [
                    Parameter(
                        name: "client", place: .path, description: "The submitter's id", schema: .uuid, isRequired: true
                    )
                ]),
        ]
        + named(
            "Facility", "facilities", "a facility", body: .record(["place": Members.text], optional: ["place"]))
        + named(
            "Contact", "contacts", "a key contact",
            body: .record(
                [
                    "role": ["enum": .array(KeyContact.roles.map { .string($0) })], "email": Members.text,
                    "phone": Members.text,
                ], optional: ["email", "phone"]))
        + named("OtherPSO", "other-psos", "another organization that the practice belongs to", body: .record([:]))

    private static let practiceCode: JSONNode = ["type": "string", "pattern": "^[A-Z][A-Z0-9-]{1,31}$"]

    /// What only the PSO's administrator may do.
    private static func change(
        _ id: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String, parameters: [Parameter] = [],
        body: JSONNode? = nil, answers: [Answer] = [Answer(status: .noContent, description: "It is done")],
        problems: [Problem] = []
    ) -> Endpoint {
        Endpoint(
            id: id, method: method, path: path, summary: summary, access: .person, roles: [.psoAdministrator],
            parameters: (path.contains("{practice}") ? [.practice] : []) + parameters + [.csrfToken],
            body: body.map { ["application/json": $0] } ?? [:], answers: answers, problems: problems)
    }

    /// Recording and removing what a practice has by name.
    private static func named(_ thing: String, _ part: String, _ words: String, body: JSONNode) -> [Endpoint] {
        let path = "/v1/practices/{practice}/\(part)/{name}"
        let parameters: [Parameter] = [.named("name", "Its name")]
        return [
            change("record\(thing)", .put, path, "Record \(words)", parameters: parameters, body: body),
            change("remove\(thing)", .delete, path, "Remove \(words)", parameters: parameters),
        ]
    }
}

extension Endpoint.Parameter {
    /// Shows that the person's own page asks.
    static let csrfToken = Self(
        name: "X-CSRF-Token", place: .header, description: "The session's csrfToken", schema: ["type": "string"],
        isRequired: true)

    fileprivate static let practice = named("practice", "The practice's code")

    fileprivate static func named(_ name: String, _ description: String) -> Self {
        Self(name: name, place: .path, description: description, schema: Members.text, isRequired: true)
    }
}
