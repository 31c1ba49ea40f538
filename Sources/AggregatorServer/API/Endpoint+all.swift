import Hummingbird
import IncidentReports
import SpecArtifacts

extension Endpoint {
    /// Every operation there is.
    static let all: [Endpoint] = watching + enrolment + reports + attachments + people + practices

    private static let watching: [Endpoint] = [
        Endpoint(
            id: "healthz", method: .get, path: "/healthz", summary: "Whether the service lives",
            answers: [Answer(.ok, "It does", json: .record(["status": ["const": "ok"]]))]),
        Endpoint(
            id: "readyz", method: .get, path: "/readyz", summary: "Whether the service can take reports",
            answers: [Answer(.ok, "It can", json: .record(["status": ["const": "ready"]]))], problems: [.notReady]),
        Endpoint(
            id: "metrics", method: .get, path: "/metrics", summary: "What the service measured",
            details: "Only where metrics.password is configured.", access: .metrics,
            answers: [
                Answer(
                    status: .ok, description: "The text format of Prometheus",
                    content: ["text/plain": ["type": "string"]])
            ]),
        Endpoint(
            id: "openapi", method: .get, path: "/openapi.json", summary: "This description",
            answers: [Answer(.ok, "OpenAPI 3.1", json: .record(["openapi": ["type": "string"]], others: true))]),
        Endpoint(
            id: "specification", method: .get, path: "/v1/specification",
            summary: "The specification that reports are asked under",
            answers: [Answer(.ok, "Its version", json: .record(["version": ["type": "string"]]))]),
    ]

    private static let enrolment: [Endpoint] = [
        Endpoint(
            id: "enroll", method: .post, path: "/v1/enroll",
            summary: "Register a submitter's public key with a one-time code",
            body: ["application/json": .schema("Enrolment")],
            answers: [Answer(.created, "The submitter is registered", json: .schema("Enrolled"))],
            problems: [.enrolmentCode, .publicKey]),
        Endpoint(
            id: "token", method: .post, path: "/v1/token", summary: "Exchange a signed assertion for an access token",
            details: "RFC 6749 section 4.4 with the client authentication of RFC 7523 section 2.2.",
            body: ["application/x-www-form-urlencoded": .schema("TokenRequest")],
            answers: [
                Answer(.ok, "An access token", json: .schema("Token")),
                Answer(.badRequest, "A member is missing, given twice or not known", json: .schema("TokenRefusal")),
                Answer(.unauthorized, "The assertion is not acceptable", json: .schema("TokenRefusal")),
            ], problems: Problem.standings),
        Endpoint(
            id: "registerKey", method: .post, path: "/v1/keys", summary: "Register the submitter's next key",
            access: .practice, body: ["application/json": .record(["signingKey": .schema("PublicKey")])],
            answers: [
                Answer(
                    .created, "The key is registered, and when the earlier ones expire",
                    json: .record(["kid": .keyID, "previousExpireAt": .moment]))
            ], problems: [.publicKey]),
    ]

    private static let reports: [Endpoint] = [
        Endpoint(
            id: "submit", method: .post, path: "/v1/reports", summary: "Submit reports and withdrawals",
            details:
                "One packet as application/json, or up to \(ReportsController.batchLimit) as application/x-ndjson, "
                + "one a line; the body may be packed with Content-Encoding: gzip. Safe to repeat: a packet that is "
                + "stored already is answered with its first receipt. What is answered with a receipt is durable.",
            access: .practice,
            parameters: [
                Parameter(
                    name: "dryRun", place: .query, description: "Judge only, and store nothing",
                    schema: ["type": "boolean"])
            ],
            body: [
                "application/json": .schema("Packet"),
                "application/x-ndjson": ["description": "A packet a line, each judged by itself"],
            ],
            answers: [
                Answer(
                    status: .created, description: "The one packet is stored",
                    content: ["application/json": .schema("Outcomes")],
                    next: [("fetchReport", "id", "$response.body#/outcomes/0/reportId")]),
                Answer(
                    .ok, "What became of each line; or of the one packet, which was stored before or only judged",
                    json: .schema("Outcomes")),
                Answer(
                    .conflict, "Another report is stored under the one packet's id and revision",
                    json: .schema("Outcomes")),
                Answer(.unprocessableContent, "The one packet is refused, and why", json: .schema("Outcomes")),
            ],
            problems: [.notGzip, .contentCoding, .tooLargeUnpacked, .tooMany(after: 1)]),
        Endpoint(
            id: "listReports", method: .get, path: "/v1/reports", summary: "List the practice's own reports",
            access: .practice, parameters: page("report"),
            answers: [Answer(.ok, "A page, in the order of ids", json: .schema("ReportPage"))]),
        Endpoint(
            id: "fetchReport", method: .get, path: "/v1/reports/{id}",
            summary: "Fetch one of the practice's own reports",
            access: .practice,
            parameters: [
                .id("id", "The report's"),
                Parameter(
                    name: "revision", place: .query, description: "Which revision; the last if left out",
                    schema: ["type": "integer", "minimum": 1, "maximum": 999]),
            ],
            answers: [Answer(.ok, "The bytes that were sent, with the sealed envelope", json: .schema("Report"))],
            problems: [.notFound, .reportWithdrawn]),
        Endpoint(
            id: "fetchSummary", method: .get, path: "/v1/summaries/{period}",
            summary: "Fetch the practice's own released summary", access: .practice,
            parameters: [
                Parameter(
                    name: "period", place: .path, description: "A half, quarter or whole year",
                    schema: ["type": "string", "pattern": "^(19|2[0-8])[0-9]{2}(H[12]|Q[1-4])?$"], isRequired: true),
                Parameter(
                    name: "format", place: .query, description: "The form it comes in, json if left out",
                    schema: ["enum": .array(SummariesController.formats.keys.sorted().map { .string($0) })]),
            ],
            answers: [
                Answer(
                    status: .ok, description: "The frozen document",
                    content: [
                        "application/json": ["type": "object"], "text/csv": ["type": "string"],
                        "text/html": ["type": "string"],
                    ])
            ], problems: [.summaryNotReleased]),
    ]

    private static let attachments: [Endpoint] = [
        Endpoint(
            id: "listAttachments", method: .get, path: "/v1/attachments",
            summary: "List the practice's own attachments",
            access: .practice, parameters: page("attachment"),
            answers: [Answer(.ok, "A page, in the order of ids", json: .schema("AttachmentPage"))]),
        Endpoint(
            id: "storeAttachment", method: .put, path: "/v1/reports/{id}/attachments/{attachment}",
            summary: "Attach a file to a report that is stored",
            details: "Of at most \(AttachmentKind.largest >> 20) MB before it is sealed.", access: .practice,
            parameters: [
                .id("id", "The report's"), .id("attachment", "The attachment's, made at random by the practice"),
                Parameter(
                    name: "Content-Digest", place: .header, description: "SHA-256 of the body (RFC 9530)",
                    schema: ["type": "string", "pattern": "^sha-256=:[A-Za-z0-9+/]{43}=:$"], isRequired: true),
            ],
            body: files,
            answers: [
                Answer(.created, "The file is stored", json: .schema("StoredAttachment")),
                Answer(.ok, "The same file was stored before", json: .schema("StoredAttachment")),
            ],
            problems: [.contentDigest, .unknownReport, .notFound, .attachmentConflict, .reportWithdrawn]),
        Endpoint(
            id: "fetchAttachment", method: .get, path: "/v1/reports/{id}/attachments/{attachment}",
            summary: "Fetch one of the practice's own attachments", access: .practice,
            parameters: [.id("id", "The report's"), .id("attachment", "The attachment's")],
            answers: [
                Answer(
                    status: .ok, description: "The bytes that were sent", content: files,
                    headers: [.contentDisposition])
            ], problems: [.notFound, .reportWithdrawn]),
    ]

    private static let people: [Endpoint] = [
        Endpoint(
            id: "activateAccount", method: .post, path: "/v1/account",
            summary: "Set a password with a one-time code, and get the secret of the second factor",
            body: ["application/json": .schema("Activation")],
            answers: [Answer(.created, "The account is active", json: .schema("Activated"))],
            problems: [.noAccounts, .accountCode, .forgery, .tooManyLogins]),
        Endpoint(
            id: "logIn", method: .post, path: "/v1/session", summary: "Log in",
            body: ["application/json": .schema("LogIn")],
            answers: [
                Answer(
                    status: .ok, description: "A session, by its cookie",
                    content: ["application/json": .schema("Account")], headers: [.setCookie])
            ], problems: [.noAccounts, .logIn, .forgery, .tooManyLogins]),
        Endpoint(
            id: "signOn", method: .get, path: "/v1/session/sign-on",
            summary: "Log in at the identity provider: where a browser is sent",
            details: "OpenID Connect, authorization code flow with PKCE. Only where oidc.issuer is configured.",
            answers: [
                Answer(
                    status: .seeOther, description: "The provider's page", headers: [.location, .setCookie])
            ], problems: [.noSignOn, .providerUnavailable]),
        Endpoint(
            id: "signOnCallback", method: .get, path: "/v1/session/sign-on/callback",
            summary: "Come back from the identity provider",
            parameters: ["state", "code", "iss", "error"].map {
                Parameter(
                    name: $0, place: .query, description: "As the provider sent it (RFC 6749, RFC 9207)",
                    schema: ["type": "string"])
            }, takesOtherParameters: true,
            answers: [
                Answer(
                    status: .ok, description: "A session, by its cookie",
                    content: ["application/json": .schema("Account")], headers: [.setCookie])
            ],
            problems: [
                .noSignOn, .signOnState, .signOnRefused, .signOnAnswer, .signOnSecondFactor, .signOnAccount,
                .providerUnavailable, .tooManyLogins,
            ]),
        Endpoint(
            id: "showAccount", method: .get, path: "/v1/account", summary: "Who is logged in", access: .person,
            answers: [Answer(.ok, "The account", json: .schema("Account"))]),
        Endpoint(
            id: "logOut", method: .delete, path: "/v1/session", summary: "Log out", access: .person,
            parameters: [.csrfToken],
            answers: [
                Answer(status: .noContent, description: "The session has ended", headers: [.setCookie]),
                Answer(
                    status: .ok, description: "It has ended, and where the identity provider's is ended",
                    content: ["application/json": .record(["endSession": ["type": "string"]])], headers: [.setCookie]),
            ]),
    ]

    /// The forms that an attachment has, as bytes.
    private static let files = Dictionary(
        uniqueKeysWithValues: AttachmentForm.all.map { ($0.mediaType, JSONNode.object([:])) })

    private static func page(_ thing: String) -> [Parameter] {
        [
            Parameter(
                name: "after", place: .query, description: "Only what comes behind this \(thing)'s id", schema: .uuid),
            Parameter(
                name: "limit", place: .query,
                description: "The most \(thing)s, \(ReportsController.batchLimit) if left out",
                schema: ["type": "integer", "minimum": 1, "maximum": .integer(ReportsController.batchLimit)]),
        ]
    }
}

extension Endpoint.Parameter {
    fileprivate static func id(_ name: String, _ whose: String) -> Self {
        Self(name: name, place: .path, description: whose + " id", schema: .uuid, isRequired: true)
    }
}

extension Endpoint.Answer {
    init(_ status: HTTPResponse.Status, _ description: String, json schema: JSONNode) {
        self.init(status: status, description: description, content: ["application/json": schema])
    }
}
