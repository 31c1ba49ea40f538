public import IncidentSpec

/// One file of the repository that is derived from the specification.
public struct Artifact: Sendable {
    /// Where it stands below the repository's root.
    public let path: String
    /// Its whole text; the same specification always gives the same bytes.
    public let render: @Sendable (Specification) -> String

    /// Every derived file, in the order in which `goodcatch-spec generate` writes them.
    public static let all: [Artifact] = [
        Artifact(path: "SQL/generated/lookup.sql", render: LookupSQL.render),
        Artifact(path: "Docs/generated/DataDictionary.md", render: DataDictionary.render),
        Artifact(path: "Docs/generated/WhatLeavesTheClinic.md", render: WhatLeavesTheClinic.render),
        Artifact(path: "Docs/generated/EdgeByElement.md", render: EdgeByElement.render),
        Artifact(path: "Docs/generated/report.schema.json", render: ReportSchema.render),
    ]
}
