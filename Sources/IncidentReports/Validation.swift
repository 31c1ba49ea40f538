public import IncidentSpec

/// Checks answers against the specification; the same check runs at the clinic and at the aggregator.
public struct Validation: Sendable {
    public let specification: Specification
    private let required: [ElementNumber]
    private let rules: [(rule: LogicRule, when: [Check], require: [Check])]

    public init(_ specification: Specification) {
        self.specification = specification
        required = specification.elements.filter { $0.level == .required }.map(\.number)
        rules = specification.rules.map { rule in
            (
                rule, rule.when.map { Check($0, specification) }, rule.require.map { Check($0, specification) }
            )
        }
    }

    /// All findings, errors and warnings, in the order of the elements; throws none.
    ///
    /// - Parameters:
    ///   - answers: what was answered.
    ///   - today: the day after which an incident cannot lie.
    ///   - unread: elements with an answer that could not be read, which has been said already: not to be reported as
    ///     missing too.
    public func findings(
        in answers: Answers, today: CalendarDate, excusing unread: Set<ElementNumber> = []
    ) -> [Finding] {
        var findings: [Finding] = []
        for number in required where answers[number] == nil && !unread.contains(number) {
            findings.append(Finding(.required, number))
        }
        // A day's grace: the clinic's midnight is not ours.
        let latest = today.daysSince1970 + 1
        for (number, value) in answers {
            if case .date(let date) = value, date.daysSince1970 > latest { findings.append(Finding(.future, number)) }
        }
        for (rule, when, require) in rules
        where when.allSatisfy({ $0.holds(answers, unanswered: false) })
            && !require.allSatisfy({ $0.holds(answers, unanswered: true) })
        {
            findings.append(Finding(rule))
        }
        return findings.isEmpty ? [] : findings.inElementOrder
    }
}

/// A condition of a rule with its codes as they are stored, so that nothing is looked up for each report.
private struct Check: Sendable {
    private enum Test {
        case present(Bool)
        case anyOf(Set<Int16>)
        case only(Set<Int16>)
        case alone(Set<Int16>)
        case within(ElementNumber)
        case number(@Sendable (Double) -> Bool)
        case numbers(ElementNumber, @Sendable (Double, Double) -> Bool)
        case dates(ElementNumber, @Sendable (CalendarDate, CalendarDate) -> Bool)
    }

    private let element: ElementNumber
    private let test: Test

    init(_ condition: Condition, _ specification: Specification) {
        element = condition.element
        let list = specification[condition.element].flatMap { specification.list(of: $0) }
        func stored(_ printed: [String]) -> Set<Int16> { Set(printed.compactMap { list?[code: $0]?.storage }) }
        func steps(_ isMeant: (ProcessStep) -> Bool) -> Set<Int16> {
            Set(specification.processSteps.filter(isMeant).map(\.storage))
        }
        test =
            switch condition.predicate {
            case .present(let wanted): .present(wanted)
            case .anyOf(let printed): .anyOf(stored(printed))
            case .only(let printed): .only(stored(printed))
            case .alone(let printed): .alone(stored(printed))
            case .equals(let number): .number { $0 == number }
            case .atLeast(let number): .number { $0 >= number }
            case .atMost(let number): .number { $0 <= number }
            case .map(let map): .only(steps { $0.map == map })
            case .safetyBarrier: .only(steps(\.safetyBarrier))
            case .notBefore(let other): .dates(other) { $0 >= $1 }
            case .notAfter(let other): .dates(other) { $0 <= $1 }
            case .within(let other): .within(other)
            case .atMostElement(let other): .numbers(other) { $0 <= $1 }
            }
    }

    /// - Parameter unanswered: what is said of an element without an answer.
    func holds(_ answers: Answers, unanswered: Bool) -> Bool {
        if case .present(let wanted) = test { return (answers[element] != nil) == wanted }
        guard let value = answers[element] else { return unanswered }
        switch test {
        case .present: return true
        case .anyOf(let codes): return value.optionCodes.contains(where: codes.contains)
        case .only(let codes): return value.optionCodes.allSatisfy(codes.contains)
        case .alone(let codes):
            let chosen = value.optionCodes
            return chosen.count == 1 || !chosen.contains(where: codes.contains)
        case .within(let other): return Set(value.optionCodes).isSubset(of: answers[other]?.optionCodes ?? [])
        case .number(let test): return value.number.map(test) ?? false
        case .numbers(let other, let test):
            guard let left = value.number, let right = answers[other]?.number else { return unanswered }
            return test(left, right)
        case .dates(let other, let test):
            guard let left = value.calendarDate, let right = answers[other]?.calendarDate else { return unanswered }
            return test(left, right)
        }
    }
}

extension ElementValue {
    /// The day of a date answer.
    public var calendarDate: CalendarDate? {
        if case .date(let date) = self { date } else { nil }
    }
}
