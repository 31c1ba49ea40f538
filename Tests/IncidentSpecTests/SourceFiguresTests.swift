import IncidentSpec
import Testing

/// The figures counted in the printed appendices.
struct SourceFiguresTests {
    let specification = Specification.v2012

    @Test func sixtyNineElementsOnThreeForms() {
        let forms = specification.elements.map(\.form)
        #expect(forms.count == 69)
        #expect(forms.count { $0 == .report } == 18)
        #expect(forms.count { $0 == .analysis } == 44)
        #expect(forms.count { $0 == .response } == 7)
        let numbers = (1...18).map { "1.\($0)" } + (1...44).map { "2.\($0)" } + (1...7).map { "3.\($0)" }
        #expect(specification.elements.map(\.number.description) == numbers)
    }

    @Test func levels() {
        func numbers(_ level: Level) -> [String] {
            specification.elements.filter { $0.level == level }.map(\.number.description)
        }
        #expect(numbers(.required) == ["1.1", "1.5", "1.6", "1.7", "1.8", "2.37", "2.38", "2.44"])
        #expect(numbers(.recommended).count == 34)
        #expect(numbers(.optional).count == 27)
    }

    @Test func flags() {
        func numbers(_ flag: SourceFlag) -> [String] {
            specification.elements.filter { $0.flag == flag }.map(\.number.description)
        }
        #expect(numbers(.encrypt) == ["1.11", "1.12", "1.13", "2.1", "2.2", "2.3", "2.7", "2.33"])
        #expect(numbers(.strip) == ["1.15", "1.16", "1.17", "2.19", "2.20", "2.21"])
        #expect(numbers(.none).count == 55)
    }

    @Test(arguments: [
        (ProcessMapName.ebrt, steps: 103, barriers: 36, others: 8, sections: 8),
        (ProcessMapName.brachytherapy, steps: 98, barriers: 32, others: 7, sections: 7),
    ])
    func processMap(_ map: ProcessMapName, steps: Int, barriers: Int, others: Int, sections: Int) {
        let found = specification.processSteps.filter { $0.map == map }
        #expect(found.count == steps)
        #expect(found.count { $0.safetyBarrier } == barriers)
        #expect(found.count { $0.label == "Other" } == others)
        #expect(specification.processSections.count { $0.map == map } == sections)
        let known = Set(specification.processSections.filter { $0.map == map }.map(\.number))
        #expect(found.allSatisfy { known.contains($0.section) && $0.number.hasPrefix($0.section + ".") })
    }

    @Test func causes() {
        #expect(specification.causes.count == 121)
        #expect(specification.causes.map(\.depth).max() == 4)
        #expect(specification.causes.filter { $0.depth == 1 }.map(\.path) == ["1", "2", "3", "4", "5", "6", "7"])
        let paths = Set(specification.causes.map(\.path))
        for cause in specification.causes where cause.depth > 1 {
            #expect(paths.contains(cause.path.split(separator: ".").dropLast().joined(separator: ".")))
            #expect(cause.path.split(separator: ".").count == cause.depth)
        }
    }

    @Test func medicalSeverity() {
        let scale = specification.medicalSeverity
        #expect(scale.scores.map(\.score) == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, nil])
        #expect(scale.bands.map(\.band) == ["10", "8/9", "7", "5/6", "3/4", "2", "1", "0", "unknown"])
        #expect(scale.scores.filter(\.high).compactMap(\.score) == [10, 9, 8, 7])
        #expect(scale.scores.last?.storage == -1)
    }

    @Test func dosimetricSeverity() {
        let scale = specification.dosimetricSeverity
        #expect(scale.scores.map(\.score) == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, nil])
        #expect(scale.bands.map(\.band) == ["9/10", "7/8", "5/6", "3/4", "1/2", "notApplicable"])
        #expect(scale.scores.last?.storage == -2)
    }

    /// How many options each printed list has; image guidance skips code 5.
    @Test(arguments: [
        ("1.5", 2), ("1.6", 6), ("1.14", 7), ("1.17", 10), ("2.4", 10), ("2.5", 3), ("2.6", 3), ("2.13", 4),
        ("2.16", 5),
        ("2.17", 15), ("2.18", 8), ("2.34", 7), ("2.38", 3), ("2.39", 4), ("3.1", 4), ("3.2", 9), ("3.7", 2),
    ])
    func options(_ number: String, _ count: Int) throws {
        let element = try #require(specification.element(number))
        #expect(try #require(specification.list(of: element)).options.count == count)
    }

    @Test func imageGuidanceSkipsFive() {
        #expect(specification.lists["imageGuidance"]?.options.map(\.code) == ["1", "2", "3", "4", "6", "7", "8", "9"])
    }

    @Test func severalAnswers() {
        let several = specification.elements.filter(\.multiple).map(\.number.description)
        #expect(several == ["2.17", "2.18", "2.33", "2.34", "2.43", "2.44", "3.2", "3.3"])
    }
}
