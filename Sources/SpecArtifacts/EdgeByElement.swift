public import IncidentSpec

/// A table of what happens to each element before a report leaves, why, and under which paragraph of law.
public enum EdgeByElement {
    /// The page in Markdown; the same specification always gives the same bytes.
    public static func render(_ specification: Specification) -> String {
        let rows = specification.allElements.map { element in
            [
                element.number.description, element.title, element.flag?.rawValue ?? "ours", element.edge.rawValue,
                why(element), element.law?.joined(separator: "; ") ?? "",
            ]
        }
        return """
            # What happens to each element, and why

            <!-- Derived from Config/spec/\(specification.version) by goodcatch-spec generate; change it there. -->

            The paragraphs are those that name what has to go before data no longer identify a patient (45 CFR \
            164.514(b)(2)(i)) or a provider and a reporter (42 CFR 3.212(a)(2)(i)); an element without one identifies \
            nobody by itself. What leaves goes to the PSO under contract and business-associate agreement, and is \
            published only as counts.

            \(Markdown.table(["Element", "Title", "Flag", "Action", "Why", "Law"], rows))
            """
    }

    private static func why(_ element: DataElement) -> String {
        switch element.edge {
        case .strip: "tells who reported or discovered; learning does not need it"
        case .seal: "identifies somebody or some place; only the practice's own key opens it"
        case .band: "the exact answer is sealed; a range can be counted"
        case .scrub: "free text may name anybody; what is found is replaced by a mark"
        case .hold: "a file may show anything; a person looks at it first"
        case .keep where element.type == .date || element.type == .time:
            "the PSO orders events by it; nothing published names a day"
        case .keep where element.type == .pseudonym:
            "drawn at random, and derived from nothing; only the practice can tell whose"
        case .keep: "a coded or measured answer"
        }
    }
}
