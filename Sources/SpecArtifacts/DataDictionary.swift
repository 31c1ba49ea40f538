public import IncidentSpec

/// The specification as a document for people: every element, list, scale and rule.
public enum DataDictionary {
    /// The document in Markdown; the same specification always gives the same bytes.
    public static func render(_ specification: Specification) -> String {
        let chapters =
            [introduction(specification)]
            + [Form.report, .analysis, .response].map { form in
                chapter(form, specification.elements.filter { $0.form == form }, specification)
            }
            + ProcessMapName.allCases.map { processMap($0, specification) }
            + [
                scale("Medical severity", specification.medicalSeverity, "C.1"),
                scale("Dosimetric severity", specification.dosimetricSeverity, "C.2"),
                causes(specification), rules(specification), additions(specification),
            ]
        return chapters.joined(separator: "\n")
    }

    private static func introduction(_ specification: Specification) -> String {
        let elements = specification.elements
        func count(_ level: Level) -> Int { elements.count { $0.level == level } }
        return """
            # Data dictionary

            <!-- Derived from Config/spec/\(specification.version) by goodcatch-spec generate; change it there. -->

            Specification \(specification.version): \(specification.source).

            The standard has \(elements.count) elements: \(count(.required)) required, \(count(.recommended)) \
            recommended and \(count(.optional)) optional. Numbers, titles, flags, formats and option labels are printed \
            there; names, definitions, help texts and limits are ours. Our \(specification.extensions.count) additions \
            stand in a chapter of their own at the end and are no part of the standard.

            The standard's flag says what it would have encrypted (Y) or stripped; N says no more than "not encrypted". \
            What really happens at the clinic is the action beside it:

            \(Markdown.table(
                ["Action", "Meaning"], EdgeAction.allCases.map { [Markdown.code($0.rawValue), $0.words] }))
            In JSON an option is its code: a number where it is printed as a number, else a string.

            """
    }

    private static func chapter(_ form: Form, _ elements: [DataElement], _ specification: Specification) -> String {
        "## \(form.words)\n\n\(elements.count) elements.\n\n"
            + elements.map { entry($0, specification) }.joined(separator: "\n")
    }

    private static func entry(_ element: DataElement, _ specification: Specification) -> String {
        var facts = [Markdown.code(element.name), element.level.rawValue]
        if let flag = element.flag { facts.append("flag \(flag.rawValue)") }
        if let format = element.format { facts.append("printed format \"\(format)\"") }
        facts += [element.typeWords, "\(Markdown.code(element.edge.rawValue)): \(element.edge.words)"]
        var paragraphs = [
            "### \(element.number) \(element.title)", facts.joined(separator: " · "), element.definition,
            "Help: \(element.help)",
        ]
        if let reason = element.addedFor { paragraphs.append("Added because: \(reason)") }
        if let options = options(of: element, specification) { paragraphs.append(options) }
        if let companion = element.companionOf {
            paragraphs.append("Asked with option \(Markdown.code(companion.option)) of element \(companion.element).")
        }
        if let origin = element.generalises { paragraphs.append("Generalised copy of element \(origin).") }
        return paragraphs.joined(separator: "\n\n") + "\n"
    }

    /// The chapters in which the long lists stand, by list.
    private static let chaptersByList = [
        "processSteps": "the two process maps, written map:number", "causes": "the causes, written as paths",
        "medicalSeverity": "the medical severity scale", "dosimetricSeverity": "the dosimetric severity scale",
    ]

    private static func options(of element: DataElement, _ specification: Specification) -> String? {
        guard let list = specification.list(of: element) else { return nil }
        if let chapter = chaptersByList[list.name] { return "Options: \(chapter)." }
        return "Options:\n\n"
            + list.options.map { "- " + Markdown.code($0.code) + " " + $0.display }.joined(separator: "\n")
    }

    private static func processMap(_ map: ProcessMapName, _ specification: Specification) -> String {
        let steps = specification.processSteps.filter { $0.map == map }
        let sections = specification.processSections.filter { $0.map == map }.map { section in
            "### \(map.rawValue) \(section.number) \(section.title)\n\n"
                + (section.patientPresent ? "The patient is present.\n\n" : "")
                + Markdown.table(
                    ["Code", "Step", "Safety barrier"],
                    steps.filter { $0.section == section.number }.map {
                        [Markdown.code($0.code), $0.label, $0.safetyBarrier ? "yes" : ""]
                    })
        }
        return "## Process map: \(map.rawValue)\n\n"
            + "\(steps.count) steps, \(steps.count { $0.safetyBarrier }) of them safety barriers.\n\n"
            + sections.joined(separator: "\n")
    }

    private static func scale(_ title: String, _ scale: SeverityScale, _ appendix: String) -> String {
        let rows = scale.bands.map { band in
            let scores = scale.scores.filter { $0.band == band.band }.map { Markdown.code($0.code) }
            return [band.band, scores.joined(separator: ", "), band.label, band.high ? "yes" : ""]
        }
        return "## \(title)\n\nAppendix \(appendix), highest first. High severity is our own mark.\n\n"
            + Markdown.table(["Band", "Codes", "Definition", "High"], rows)
    }

    private static func causes(_ specification: Specification) -> String {
        "## Causes\n\nAppendix D: \(specification.causes.count) causes; any of them may be chosen, not only the "
            + "deepest.\n\n"
            + Markdown.table(
                ["Path", "Cause"], specification.causes.map { [Markdown.code($0.path), $0.label] })
    }

    private static func rules(_ specification: Specification) -> String {
        func words(_ conditions: [Condition]) -> String { conditions.map(\.words).joined(separator: "; ") }
        return "## Rules between elements\n\n"
            + "Where everything under \"when\" holds, everything under \"then\" must. An error keeps a report from being "
            + "sent; a warning informs. A rule asks nothing of an unanswered element unless it says \"is answered\".\n\n"
            + Markdown.table(
                ["Rule", "Severity", "When", "Then", "What to do"],
                specification.rules.map {
                    [Markdown.code($0.id), $0.severity.rawValue, words($0.when), words($0.require), $0.message]
                })
    }

    private static func additions(_ specification: Specification) -> String {
        "## Our additions\n\nThese \(specification.extensions.count) elements are ours and no part of the standard. In "
            + "a packet they stand under `extensions`, never among the standard's elements.\n\n"
            + specification.extensions.map { entry($0, specification) }.joined(separator: "\n")
    }
}
