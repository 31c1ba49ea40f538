import IncidentReports
import IncidentSpec
import Testing

struct ValidationTests {
    let specification = Specification.v2012
    let validation = Validation(.v2012)
    let today = CalendarDate("2025-06-30")!

    private func answers(_ written: Written) throws -> Answers {
        let reader = ValueReader(specification, leniency: .exact)
        var answers: Answers = [:]
        for (number, value) in written {
            let element = try #require(specification.element(number))
            answers[element.number] = try reader.read(value, for: element)
        }
        return answers
    }

    private func rules(_ written: Written) throws -> Set<String> {
        Set(validation.findings(in: try answers(written), today: today).map(\.rule))
    }

    /// Every required element answered, and nothing to object to.
    static let complete: Written = [
        "1.1": "2025-03-01", "1.5": 1, "1.6": 1, "1.7": 2, "1.8": "The couch shift was entered the wrong way round.",
        "2.37": 2, "2.38": 2, "2.44": ["3.b"],
    ]

    @Test func aCompleteReportHasNoFindings() throws {
        #expect(validation.findings(in: try answers(Self.complete), today: today).isEmpty)
    }

    @Test(arguments: RuleExample.all)
    func rule(_ example: RuleExample) throws {
        #expect(try rules(example.breaks).contains(example.rule))
        #expect(try !rules(example.keeps).contains(example.rule))
        #expect(try !rules([:]).contains(example.rule))
    }

    @Test func everyRuleOfTheSpecificationHasAnExample() {
        #expect(Set(RuleExample.all.map(\.rule)) == Set(specification.rules.map(\.id)))
    }

    @Test func aFindingCarriesTheRulesOwnSeverityElementAndMessage() throws {
        for rule in specification.rules {
            let example = try #require(RuleExample.all.first { $0.rule == rule.id })
            let findings = validation.findings(in: try answers(example.breaks), today: today)
            let finding = try #require(findings.first { $0.rule == rule.id })
            #expect(finding.severity == rule.severity)
            #expect(finding.message == rule.message)
            #expect(finding.element == rule.require[0].element)
        }
    }

    @Test(arguments: ["1.1", "1.5", "1.6", "1.7", "1.8", "2.37", "2.38", "2.44"])
    func requires(_ number: String) throws {
        var written = Self.complete
        written[number] = nil
        let findings = validation.findings(in: try answers(written), today: today)
        #expect(findings == [Finding(.required, ElementNumber(number))])
        #expect(findings.hasErrors)
        let element = try #require(ElementNumber(number))
        #expect(validation.findings(in: try answers(written), today: today, excusing: [element]).isEmpty)
    }

    /// A clinic west of Greenwich may be a day behind, one to the east a day ahead.
    @Test(arguments: [("2025-06-30", false), ("2025-07-01", false), ("2025-07-02", true), ("2999-12-31", true)])
    func future(_ day: String, _ refused: Bool) throws {
        for number in ["1.1", "1.3", "1.4"] {
            #expect(try rules([number: .string(day)]).contains("V-FUTURE") == refused)
        }
    }

    @Test func findingsFollowTheElements() throws {
        let findings = validation.findings(in: try answers(["1.5": 2, "1.7": 4, "3.2": [3, 6]]), today: today)
        #expect(findings.compactMap(\.element) == findings.compactMap(\.element).sorted())
        #expect(findings.count > 8)
    }

    @Test func warningsDoNotKeepAReportBack() throws {
        var written = Self.complete
        written["1.6"] = 0
        let findings = validation.findings(in: try answers(written), today: today)
        #expect(!findings.isEmpty)
        #expect(!findings.hasErrors)
    }

    /// Findings are read in logs and refusals, so they may not tell what was answered.
    @Test func messagesHoldNoValues() throws {
        let secret = "Zweifelhaft"
        var seen = 0
        for example in RuleExample.all {
            var written = Self.complete.merging(example.breaks) { $1 }
            for element in specification.allElements where element.type == .text {
                if written[element.number.description] != nil || element.companionOf != nil {
                    written[element.number.description] = element.multiple ? [.string(secret)] : .string(secret)
                }
            }
            written["1.1"] = "2025-07-19"
            for finding in validation.findings(in: try answers(written), today: today) {
                #expect(!finding.description.contains(secret))
                #expect(!finding.description.contains("2025"))
                seen += 1
            }
        }
        #expect(seen > 100)
    }
}
