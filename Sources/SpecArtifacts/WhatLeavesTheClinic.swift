public import IncidentSpec

/// One page that tells a practice, in plain words, what becomes of each answer, and that it can sign.
public enum WhatLeavesTheClinic {
    /// The page in Markdown; the same specification always gives the same bytes.
    public static func render(_ specification: Specification) -> String {
        let sections = groups.map { group in
            "## \(group.title)\n\n\(group.words)\n\n" + table(group.edge, specification)
        }
        return ([introduction(specification)] + sections + [signature(specification)]).joined(separator: "\n")
    }

    /// Elements that fare alike at the clinic.
    private struct Group: Sendable {
        let title: String
        let words: String
        let edge: EdgeAction
    }

    private static let groups = [
        Group(
            title: "1. What never leaves",
            words: "Stripped before anything is sent, and kept nowhere but at the clinic.",
            edge: .strip),
        Group(
            title: "2. What stays until a person releases it",
            words: "Files stay until someone at the clinic has looked at each of them and released it.",
            edge: .hold),
        Group(
            title: "3. What leaves only sealed",
            words: "Travels in an envelope that only the practice's own keys open. The PSO stores the envelope and "
                + "holds no key to it.",
            edge: .seal),
        Group(
            title: "4. What leaves as a generalised copy",
            words: "The exact answer is sealed as above; the PSO can read only the range it falls into.",
            edge: .band),
        Group(
            title: "5. What leaves scrubbed",
            words: "Free text. Names, record numbers, places and other identifiers found in it are replaced by marks "
                + "before it leaves. No program finds every identifier, so read the preview before you send.",
            edge: .scrub),
        Group(
            title: "6. What leaves as it is",
            words: "The PSO can read these answers, full dates and the time of day among them. Nothing that it "
                + "publishes names a day, a practice or a place.",
            edge: .keep),
    ]

    private static func introduction(_ specification: Specification) -> String {
        """
        # What leaves the clinic

        <!-- Derived from Config/spec/\(specification.version) by goodcatch-spec generate; change it there. -->

        Specification \(specification.version). This page lists all \(specification.elements.count) elements of the \
        standard and our \(specification.extensions.count) additions (numbered X). Everything below happens on the \
        clinic's own premises, before a report is sent to the Patient Safety Organization (PSO). Besides the answers, a \
        report carries a random id, its revision, the version of this specification and which forms and elements the \
        practice asks; the PSO knows from the connection which practice sends it.

        """
    }

    /// One row for each form, so that the page stays one page.
    private static func table(_ edge: EdgeAction, _ specification: Specification) -> String {
        let rows: [[String]] = Form.allCases.compactMap { form in
            let elements = specification.allElements.filter { $0.edge == edge && $0.form == form }
            guard !elements.isEmpty else { return nil }
            return [form.words, elements.map { words($0, specification) }.joined(separator: "; ")]
        }
        return rows.isEmpty ? "None.\n" : Markdown.table(["Form", "Elements"], rows)
    }

    private static func words(_ element: DataElement, _ specification: Specification) -> String {
        let name = "\(element.number) \(element.title)"
        guard let origin = element.generalises, let list = specification.list(of: element) else { return name }
        let ranges = list.options.map(\.display).joined(separator: ", ")
        return "\(name), in place of \(origin) (\(ranges))"
    }

    private static func signature(_ specification: Specification) -> String {
        """
        ## Agreed

        We have read this page (specification \(specification.version)) and agree that reports leave our practice in \
        this form and no other.

        \(Markdown.table(
            ["Practice", "Place", "Date", "Name and office", "Signature"],
            [Array(repeating: "&nbsp;", count: 5)]))
        """
    }
}
