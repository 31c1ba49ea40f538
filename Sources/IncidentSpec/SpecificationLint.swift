/// One fault of a specification, found by ``Specification/lint()``.
public struct LintFinding: Sendable, Hashable, CustomStringConvertible {
    /// The name of the check.
    public let check: String
    /// What is at fault: an element number, a list or a rule.
    public let subject: String
    public let message: String

    public var description: String { "\(check) \(subject): \(message)" }
}

extension Specification {
    /// Runs every check over the specification; an empty answer means that it is sound.
    public func lint() -> [LintFinding] {
        Self.checks.flatMap { check in
            check.run(self).map { LintFinding(check: check.name, subject: $0.subject, message: $0.message) }
        }
    }

    private typealias Fault = (subject: String, message: String)

    private struct Check: Sendable {
        let name: String
        let run: @Sendable (Specification) -> [Fault]
    }

    /// Every element that fails `holds` is a fault.
    private static func each(
        _ name: String, _ message: String, where applies: @escaping @Sendable (DataElement) -> Bool,
        holds: @escaping @Sendable (DataElement, Specification) -> Bool
    ) -> Check {
        Check(name: name) { specification in
            specification.allElements.filter { applies($0) && !holds($0, specification) }
                .map { ($0.number.description, message) }
        }
    }

    private static let checks: [Check] = [
        each(
            "edge-strip", "is flagged Strip and must be stripped", where: { $0.flag == .strip },
            holds: { element, _ in
                element.edge == .strip
            }),
        each(
            "edge-seal", "is flagged Y and must be sealed", where: { $0.flag == .encrypt },
            holds: { element, _ in
                element.edge == .seal
            }),
        each(
            "edge-scrub", "is free text that leaves and must be scrubbed", where: { $0.type == .text },
            holds: { element, _ in
                [.scrub, .seal, .strip].contains(element.edge)
            }),
        each(
            "edge-hold", "is a file and must be held", where: { $0.type == .file },
            holds: { element, _ in
                element.edge == .hold
            }),
        each(
            "edge-band", "is banded and needs bands and the element it generalises", where: { $0.edge == .band },
            holds: {
                element, specification in
                guard let bands = element.bands, let origin = element.generalises.flatMap({ specification[$0] }),
                    let list = specification.list(of: element)
                else { return false }
                return origin.edge == .seal && bands.allSatisfy { list[code: $0.option] != nil }
                    && zip(bands, bands.dropFirst()).allSatisfy { $0.to.map { $0 + 1 } == $1.from }
            }),
        each(
            "law", "does not simply leave and needs the paragraph of law for it",
            where: { $0.edge != .keep }, holds: { element, _ in element.law?.isEmpty == false }),
        each(
            "list", "takes options and needs a list that exists", where: { $0.type == .option },
            holds: {
                element, specification in
                specification.list(of: element) != nil
            }),
        each(
            "form", "stands under a number of another form", where: { _ in true },
            holds: { element, _ in
                switch element.form {
                case .report: element.number.form == 1
                case .analysis: element.number.form == 2
                case .response: element.number.form == 3
                case .extension: element.number.isExtension
                }
            }),
        each(
            "origin", "is ours and must say why, or is the standard's and must carry its flag", where: { _ in true },
            holds: {
                element, _ in
                element.number.isExtension
                    ? element.addedFor != nil && element.flag == nil : element.flag != nil && element.format != nil
            }),
        each(
            "words", "needs a title, a definition and a help text", where: { _ in true },
            holds: { element, _ in
                !element.title.isEmpty && !element.definition.isEmpty && !element.help.isEmpty
            }),
        each(
            "length", "is text and needs a longest length", where: { $0.type == .text },
            holds: { element, _ in
                element.maxLength != nil
            }),
        each(
            "companion", "accompanies an option that does not exist", where: { $0.companionOf != nil },
            holds: {
                element, specification in
                guard let companion = element.companionOf, let owner = specification[companion.element] else {
                    return false
                }
                return specification.list(of: owner)?[code: companion.option] != nil
            }),
        each(
            "companion-edge", "accompanies an element that stays and must stay too", where: { _ in true },
            holds: {
                element, specification in
                guard let owner = element.companionOf.flatMap({ specification[$0.element] }) else { return true }
                return owner.leavesReadable || element.edge == owner.edge
            }),
        each(
            "limits", "has a lower limit above its upper one", where: { _ in true },
            holds: { element, _ in
                element.minimum ?? -.infinity <= element.maximum ?? .infinity
                    && (element.bands ?? []).allSatisfy { $0.from <= $0.to ?? .max }
            }),
        each(
            "list-type", "has a list and takes no options", where: { $0.list != nil },
            holds: { element, _ in
                element.type == .option
            }),
        Check(name: "step-number") { specification in
            specification.processSteps.filter { $0.number.wholeMatch(of: /[1-9]\.[1-9][0-9]?/) == nil }
                .map { ($0.code, "is not section.step") }
        },
        Check(name: "message") { specification in
            specification.rules.filter(\.message.isEmpty).map { ($0.id, "has no message") }
        },
        Check(name: "unique-number") { duplicates($0.allElements.map(\.number.description)) },
        Check(name: "unique-name") { duplicates($0.allElements.map(\.name)) },
        Check(name: "unique-column") { duplicates($0.allElements.map(\.columnName)) },
        Check(name: "unique-rule") { duplicates($0.rules.map(\.id)) },
        Check(name: "unique-code") { specification in
            specification.lists.values.sorted { $0.name < $1.name }.flatMap { list in
                duplicates(list.options.map { "\(list.name)/\($0.code)" })
                    + duplicates(list.options.map { "\(list.name)/\($0.storage)" })
            }
        },
        Check(name: "unused-list") { specification in
            let used = Set(specification.allElements.compactMap(\.list))
            return specification.lists.keys.filter { !used.contains($0) }.sorted()
                .map { ($0, "is used by no element") }
        },
        Check(name: "rule") { specification in
            specification.rules.flatMap { rule in
                (rule.when + rule.require).flatMap { specification.faults(of: $0) }.map { (rule.id, $0) }
            }
        },
    ]

    private static func duplicates(_ names: [String]) -> [Fault] {
        Dictionary(grouping: names) { $0 }.filter { $1.count > 1 }.keys.sorted().map { ($0, "stands more than once") }
    }

    /// What is wrong with a condition: elements, options or predicates that do not fit each other.
    private func faults(of condition: Condition) -> [String] {
        guard let element = self[condition.element] else { return ["names element \(condition.element)"] }
        if let other = condition.otherElement, self[other] == nil { return ["names element \(other)"] }
        switch condition.predicate {
        case .anyOf(let codes), .only(let codes), .alone(let codes):
            guard let list = list(of: element) else { return ["asks options of \(element.number), which has none"] }
            return codes.filter { list[code: $0] == nil }.map { "names option \($0) of \(element.number)" }
        case .map, .safetyBarrier:
            return element.list == "processSteps" ? [] : ["asks process steps of \(element.number)"]
        case .notBefore, .notAfter:
            return [element, condition.otherElement.flatMap { self[$0] }].compactMap(\.self).filter { $0.type != .date }
                .map { "asks a date of \($0.number)" }
        case .equals, .atLeast, .atMost, .atMostElement:
            return [.integer, .real].contains(element.type) ? [] : ["asks a number of \(element.number)"]
        case .present, .within:
            return []
        }
    }
}
