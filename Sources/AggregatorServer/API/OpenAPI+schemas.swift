import IncidentReports
import IncidentSpec
import SpecArtifacts

extension OpenAPI {
    /// Every schema that operations refer to, by its name.
    static func schemas(_ specification: Specification) -> [String: JSONNode] {
        let options = ReportSchema.options(specification)
        let report = ReportSchema.members(specification, options: JSONNode.schemas)
        let own: [String: JSONNode] = [
            "Report": .object(report),
            "Withdrawal": withdrawal(specification),
            "Packet": ["oneOf": [.schema("Report"), .schema("Withdrawal")]],
        ]
        return options.merging(own) { $1 }.merging(submissions(specification)) { $1 }.merging(access) { $1 }
            .merging(people) { $1 }.merging(practices) { $1 }
    }

    private static func withdrawal(_ specification: Specification) -> JSONNode {
        .record([
            "format": ["const": .string(Withdrawal.format)], "specification": ["const": .string(specification.version)],
            "reportId": .uuid, "revision": ["type": "integer", "minimum": 2, "maximum": 999],
            "reason": ["enum": .array(WithdrawalReason.allCases.map { .string($0.rawValue) })],
        ])
    }

    private static func submissions(_ specification: Specification) -> [String: JSONNode] {
        let rules = BuiltInRule.allCases.map(\.rawValue) + specification.rules.map(\.id)
        let outcome: [String: JSONNode] = [
            "line": ["type": "integer", "minimum": 1], "reportId": .uuid, "revision": ["type": "integer"],
            "outcome": ["enum": .array(Outcome.Word.allCases.map { .string($0.rawValue) })],
            "receipt": .schema("Receipt"), "findings": .list(.schema("Finding")),
        ]
        return [
            "Outcomes": .record(["outcomes": .list(.schema("Outcome"))]),
            "Outcome": .record(outcome, optional: ["reportId", "revision", "receipt"]),
            "Finding": .record(
                [
                    "rule": ["enum": .array(rules.map { .string($0) })], "severity": ["enum": ["error", "warning"]],
                    "message": .anyText, "element": .anyText,
                ], optional: ["element"]),
            "Receipt": .record(["id": .uuid, "receivedAt": .moment, "contentHash": .digest]),
            "ReportPage": .record(
                [
                    "revisions": .list(
                        .record([
                            "reportId": .uuid, "revision": ["type": "integer"], "receipt": .schema("Receipt"),
                        ])), "next": .uuid,
                ], optional: ["next"]),
            "AttachmentPage": .record(
                [
                    "attachments": .list(
                        .record([
                            "attachmentId": .uuid, "reportId": .uuid, "receipt": .schema("Receipt"),
                            "size": ["type": "integer"],
                            "mediaType": ["enum": .array(AttachmentForm.all.map { .string($0.mediaType) })],
                        ])), "next": .uuid,
                ], optional: ["next"]),
            "StoredAttachment": .record([
                "outcome": ["enum": ["stored", "duplicate"]], "receipt": .schema("Receipt"),
            ]),
        ]
    }

    private static let access: [String: JSONNode] = [
        "PublicKey": .record(
            [
                "kty": ["const": "EC"], "crv": ["const": "P-256"], "kid": .keyID, "x": .coordinate, "y": .coordinate,
                "alg": ["const": "ES256"], "use": ["const": "sig"],
            ], optional: ["alg", "use"]),
        "Enrolment": .record(["code": .anyText, "signingKey": .schema("PublicKey")]),
        "Enrolled": .record(["practice": .anyText, "clientId": .uuid, "specification": .anyText]),
        "TokenRequest": .record(
            [
                "grant_type": ["const": .string(TokenRequest.grant)],
                "client_assertion_type": ["const": .string(TokenRequest.assertionType)],
                "client_assertion": ["type": "string", "minLength": 1],
            ], others: .anyText),
        "Token": .record([
            "access_token": .anyText, "token_type": ["const": "Bearer"], "expires_in": ["type": "integer"],
            "scope": .anyText,
        ]),
        "TokenRefusal": .record(["error": ["enum": ["invalid_request", "invalid_client"]]]),
        "Problem": .record(
            [
                "type": ["type": "string", "format": "uri"], "title": .anyText, "status": ["type": "integer"],
                "detail": .anyText, "requestId": .anyText,
            ], optional: ["detail"]),
    ]

    private static let people: [String: JSONNode] = [
        "Activation": .record([
            "name": .anyText, "code": .anyText,
            "password": [
                "type": "string", "minLength": .integer(PasswordHash.lengths.lowerBound),
                "maxLength": .integer(PasswordHash.lengths.upperBound),
            ],
        ]),
        "Activated": .record(["secret": .anyText, "otpauth": ["type": "string", "format": "uri"]]),
        "LogIn": .record([
            "name": .anyText, "password": ["type": "string", "maxLength": .integer(PasswordHash.lengths.upperBound)],
            "secondFactor": .anyText,
        ]),
        "Account": .record(
            [
                "id": .uuid, "name": .anyText, "role": .anyText, "practice": .anyText, "csrfToken": .anyText,
            ], optional: ["practice"]),
    ]
}

/// Pieces that schemas (JSON Schema, draft 2020-12) are made of.
extension JSONNode {
    /// Where the description keeps its schemas.
    static let schemas = "#/components/schemas/"
    static let anyText: JSONNode = ["type": "string"]
    static let uuid: JSONNode = ["type": "string", "format": "uuid", "pattern": .string(ReportSchema.uuid)]
    static let moment: JSONNode = ["type": "string", "format": "date-time"]
    /// SHA-256 in lower case.
    static let digest: JSONNode = ["type": "string", "pattern": "^[0-9a-f]{64}$"]
    /// 32 bytes in base64url.
    static let coordinate: JSONNode = ["type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"]
    static let keyID: JSONNode = ["type": "string", "pattern": "^[!-~]{1,255}$"]

    static func schema(_ name: String) -> JSONNode { ["$ref": .string(schemas + name)] }

    static func list(_ items: JSONNode) -> JSONNode { ["type": "array", "items": items] }

    /// An object of which all members are needed but some, and which has no others unless something is said of them.
    static func record(_ members: [String: JSONNode], optional: Set<String> = [], others: JSONNode = false) -> JSONNode
    {
        [
            "type": "object", "properties": .object(members), "additionalProperties": others,
            "required": .array(members.keys.filter { !optional.contains($0) }.sorted().map { .string($0) }),
        ]
    }
}
