import HTTPTypes
public import IncidentSpec
import SpecArtifacts

/// The description of the service in OpenAPI 3.1, made of ``Endpoint/all``, the problems and the specification.
public enum OpenAPI {
    /// The document with sorted keys; the same specification always gives the same bytes.
    public static func render(_ specification: Specification) -> String {
        let paths = Endpoint.byPath.mapValues { operations in
            JSONNode.object(
                Dictionary(uniqueKeysWithValues: operations.map { ($0.method.rawValue.lowercased(), describe($0)) }))
        }
        let document: JSONNode = [
            "openapi": "3.1.1",
            "info": [
                "title": "GoodCatch aggregator", "version": "1", "summary": "Incident learning for radiation oncology",
                "description": .string(introduction),
            ],
            "servers": [["url": "/"]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas(specification)),
                "securitySchemes": .object(
                    Dictionary(
                        uniqueKeysWithValues: Endpoint.Access.allCases.compactMap { access in
                            access.scheme.map { ($0.name, $0.definition) }
                        })),
            ],
        ]
        return document.text
    }

    private static let introduction = """
        De-identified reports go in over HTTPS, receipts come out, and each practice gets its own \
        back. A status of 400 means that a request is not as this description says; 422 that it is, and breaks a rule \
        which cannot be said here. An answer of another method than a path has is 405 with Allow. A refusal is a \
        problem (RFC 9457) whose type is stable; Docs/generated/ErrorCatalogue.md lists them all.
        """

    private static func describe(_ operation: Endpoint) -> JSONNode {
        var members: [String: JSONNode] = [
            "operationId": .string(operation.id), "summary": .string(operation.summary),
            "responses": responses(of: operation),
        ]
        members["description"] = operation.details.map { .string($0) }
        if let scheme = operation.access.scheme { members["security"] = [.object([scheme.name: []])] }
        if !operation.parameters.isEmpty { members["parameters"] = .array(operation.parameters.map(describe)) }
        if !operation.body.isEmpty {
            members["requestBody"] = ["required": true, "content": content(operation.body)]
        }
        return .object(members)
    }

    private static func describe(_ parameter: Endpoint.Parameter) -> JSONNode {
        [
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
            "description": .string(parameter.description), "required": .bool(parameter.isRequired),
            "schema": parameter.schema,
        ]
    }

    private static func content(_ schemas: [String: JSONNode]) -> JSONNode {
        .object(schemas.mapValues { ["schema": $0] })
    }

    /// One response a status: what it may say, and the problems that have it.
    private static func responses(of operation: Endpoint) -> JSONNode {
        let answers = Dictionary(uniqueKeysWithValues: operation.answers.map { ($0.status.code, $0) })
        let problems = Dictionary(grouping: operation.refusals, by: \.status.code)
        return .object(
            Dictionary(
                uniqueKeysWithValues: Set(answers.keys).union(problems.keys).map { code in
                    (String(code), response(answers[code], problems[code] ?? []))
                }))
    }

    private static func response(_ answer: Endpoint.Answer?, _ problems: [Problem]) -> JSONNode {
        var schemas = answer?.content ?? [:]
        if !problems.isEmpty {
            let types = problems.map { JSONNode.string($0.type) }
            schemas["application/problem+json"] = [
                "allOf": [.schema("Problem"), ["properties": ["type": ["enum": .array(types)]]]]
            ]
        }
        let sentences = [answer?.description].compactMap(\.self) + problems.map { "\($0.name): \($0.title)" }
        var members: [String: JSONNode] = ["description": .string(sentences.joined(separator: "; "))]
        if !schemas.isEmpty { members["content"] = content(schemas) }
        let headers = headers(answer, problems)
        if !headers.isEmpty { members["headers"] = .object(headers) }
        if let next = answer?.next, !next.isEmpty {
            members["links"] = .object(
                Dictionary(
                    uniqueKeysWithValues: next.map { link in
                        (
                            link.operation,
                            [
                                "operationId": .string(link.operation),
                                "parameters": [link.parameter: .string(link.value)],
                            ]
                        )
                    }))
        }
        return .object(members)
    }

    /// The fields that come with a status: with every answer of it, or with some.
    private static func headers(_ answer: Endpoint.Answer?, _ problems: [Problem]) -> [String: JSONNode] {
        let given = (answer.map { [Set($0.headers)] } ?? []) + problems.map { Set($0.headers.map(\.name)) }
        let all = given.reduce(Set<HTTPField.Name>()) { $0.union($1) }
        return Dictionary(
            uniqueKeysWithValues: all.map { name in
                let isAlways = given.allSatisfy { $0.contains(name) }
                return (name.rawName, ["required": .bool(isAlways), "schema": ["type": "string"]])
            })
    }
}

extension Endpoint.Access {
    /// How somebody shows who asks.
    fileprivate var scheme: (name: String, definition: JSONNode)? {
        switch self {
        case .anyone: nil
        case .metrics: ("metrics", ["type": "http", "scheme": "basic"])
        case .practice: ("practice", ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"])
        case .person:
            ("person", ["type": "apiKey", "in": "cookie", "name": .string(SessionAuthentication.cookie)])
        }
    }
}
