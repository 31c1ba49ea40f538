public import IncidentSpec

/// Checks answers against the specification; the same check runs at the clinic and at the aggregator.
public struct Validation: Sendable {
    public let specification: Specification
    private let required: [ElementNumber]

    public init(_ specification: Specification) {
        self.specification = specification
        required = specification.elements.filter { $0.level == .required }.map(\.number)
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
        for rule in specification.rules where isBroken(rule, answers) { findings.append(Finding(rule)) }
        return findings.isEmpty ? [] : findings.inElementOrder
    }

    private func isBroken(_ rule: LogicRule, _ answers: Answers) -> Bool {
        rule.when.allSatisfy { holds($0, answers, unanswered: false) }
            && !rule.require.allSatisfy { holds($0, answers, unanswered: true) }
    }

    private func holds(_ condition: Condition, _ answers: Answers, unanswered: Bool) -> Bool {
        if case .present(let wanted) = condition.predicate { return (answers[condition.element] != nil) == wanted }
        guard let value = answers[condition.element], let element = specification[condition.element] else {
            return unanswered
        }
        let codes = value.optionCodes
        func stored(_ printed: [String]) -> [Int16] {
            printed.compactMap { specification.list(of: element)?[code: $0]?.storage }
        }
        func compare<Value>(
            _ other: ElementNumber, _ read: (ElementValue) -> Value?, _ test: (Value, Value) -> Bool
        ) -> Bool {
            guard let left = read(value), let right = answers[other].flatMap(read) else { return unanswered }
            return test(left, right)
        }
        switch condition.predicate {
        case .present: return true
        case .anyOf(let printed): return codes.contains { stored(printed).contains($0) }
        case .only(let printed): return codes.allSatisfy { stored(printed).contains($0) }
        case .alone(let printed): return codes.count == 1 || !codes.contains { stored(printed).contains($0) }
        case .equals(let number): return value.number == number
        case .atLeast(let number): return value.number.map { $0 >= number } ?? false
        case .atMost(let number): return value.number.map { $0 <= number } ?? false
        case .map(let map): return codes.allSatisfy { specification.step(storage: $0)?.map == map }
        case .safetyBarrier: return codes.allSatisfy { specification.step(storage: $0)?.safetyBarrier ?? false }
        case .notBefore(let other): return compare(other, \.calendarDate, >=)
        case .notAfter(let other): return compare(other, \.calendarDate, <=)
        case .within(let other): return Set(codes).isSubset(of: answers[other]?.optionCodes ?? [])
        case .atMostElement(let other): return compare(other, \.number, <=)
        }
    }
}

extension ElementValue {
    /// The day of a date answer.
    public var calendarDate: CalendarDate? {
        if case .date(let date) = self { date } else { nil }
    }
}
