import IncidentReports
import IncidentSpec
import Testing

@Suite struct AnswersTests {
    private let all = Specification.v2012.allElements.map(\.number)

    @Test func everyElementHasAPlaceOfItsOwn() {
        var answers = Answers()
        for (value, number) in all.enumerated() {
            #expect(answers.updateValue(.integer(value), forKey: number) == nil)
        }
        #expect(answers.keys == all)
        for (value, number) in all.enumerated() { #expect(answers[number] == .integer(value)) }
        #expect(answers.updateValue(.integer(-1), forKey: all[3]) == .integer(3))
        #expect(answers.count == all.count)
    }

    @Test func whatIsTakenAwayLeavesTheRest() {
        var answers = Answers()
        for (value, number) in all.enumerated() { answers[number] = .integer(value) }
        for number in all.enumerated().filter({ $0.offset.isMultiple(of: 2) }).map(\.element) { answers[number] = nil }
        for (value, number) in all.enumerated() {
            #expect(answers[number] == (value.isMultiple(of: 2) ? nil : .integer(value)))
        }
        answers[all[0]] = nil
        #expect(answers.count == all.count / 2)
    }

    @Test func theOrderInWhichTheyWereGivenDoesNotMatter() {
        let (first, second): (Answers, Answers) = (
            [all[0]: .integer(1), all[1]: .text("a")], [all[1]: .text("a"), all[0]: .integer(1)]
        )
        #expect(first == second && first.hashValue == second.hashValue)
        #expect(first != [all[0]: .integer(1)] && first != [all[0]: .integer(1), all[1]: .text("b")])
    }
}
