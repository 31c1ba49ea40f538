import AggregatorStore
import SpecArtifacts

extension OpenAPI {
    /// What people are told of practices.
    static let practices: [String: JSONNode] = [
        "Practice": .record([
            "code": .anyText, "name": .anyText, "enrolledAt": ["type": "string", "format": "date"],
            "standing": ["enum": ["enrolled", "agreements-missing", "agreements-ended", "left"]],
        ]),
        "PracticeLists": .record(
            Dictionary(
                uniqueKeysWithValues: PracticeListName.enrolment.map { list in
                    (
                        list.rawValue,
                        .list(
                            .record(
                                Dictionary(
                                    uniqueKeysWithValues: list.columns.map { ($0, ["type": ["string", "null"]]) })))
                    )
                })),
        "Clock": .record([
            "state": ["enum": ["overdue", "soon", "later"]], "due": ["type": "string", "format": "date"],
            "kind": .anyText, "practice": ["type": ["string", "null"]], "detail": .anyText,
        ]),
    ]
}
