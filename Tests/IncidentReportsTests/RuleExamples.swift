import IncidentReports
import IncidentSpec
import Testing

/// Answers by element number, as they travel.
typealias Written = [String: JSONValue]

/// For one rule, answers that break it and answers that keep it.
struct RuleExample: Sendable, CustomTestStringConvertible {
    let rule: String
    let breaks: Written
    let keeps: Written

    init(_ rule: String, breaks: Written, keeps: Written) {
        self.rule = rule
        self.breaks = breaks
        self.keeps = keeps
    }

    var testDescription: String { rule }

    static let all: [RuleExample] = nearMisses + days + techniques + steps + alone + severity + additions + companions

    private static let nearMisses = [
        RuleExample("R-NEAR-MISS-FRACTIONS", breaks: ["1.5": 2, "1.7": 1], keeps: ["1.5": 2, "1.7": 0]),
        RuleExample("R-NEAR-MISS-ESTIMATED", breaks: ["1.5": 2, "2.38": 2], keeps: ["1.5": 2, "2.38": 1]),
        RuleExample("R-NEAR-MISS-PERSON", breaks: ["1.5": 2, "1.6": 1], keeps: ["1.5": 2, "1.6": 0]),
        RuleExample("R-NEAR-MISS-INTERVENTION", breaks: ["1.5": 2, "3.2": [1, 3]], keeps: ["1.5": 2, "3.2": [1]]),
        RuleExample("R-ACTUAL-PERSON", breaks: ["1.5": 1, "1.6": 0], keeps: ["1.5": 1, "1.6": 1]),
        RuleExample(
            "R-NO-PATIENT-FRACTIONS", breaks: ["1.5": 1, "1.6": 3, "1.7": 2], keeps: ["1.5": 1, "1.6": 3, "1.7": 0]),
        RuleExample(
            "R-NO-ONE-HARMED", breaks: ["1.5": 1, "1.6": 0, "2.37": 4], keeps: ["1.5": 1, "1.6": 0, "2.37": "unknown"]),
    ]

    private static let days = [
        RuleExample(
            "R-DISCOVERY-BEFORE-INCIDENT", breaks: ["1.1": "2025-03-02", "1.4": "2025-03-01"],
            keeps: ["1.1": "2025-03-02", "1.4": "2025-03-02"]),
        RuleExample(
            "R-REPORT-BEFORE-INCIDENT", breaks: ["1.1": "2025-01-01", "1.3": "2024-12-31"],
            keeps: ["1.1": "2024-12-31", "1.3": "2025-01-01"]),
        RuleExample(
            "R-REPORT-BEFORE-DISCOVERY", breaks: ["1.3": "2025-03-01", "1.4": "2025-03-09"],
            keeps: ["1.3": "2025-03-09", "1.4": "2025-03-09"]),
        RuleExample("R-FRACTION-DOSE", breaks: ["2.14": 50, "2.15": .real(50.5)], keeps: ["2.14": 50, "2.15": 50]),
    ]

    private static let techniques = [
        RuleExample(
            "R-ELECTRONS-TECHNIQUE", breaks: ["1.14": 2, "2.17": [1, 6]], keeps: ["1.14": 2, "2.17": [1, 2]]),
        RuleExample("R-PHOTONS-TECHNIQUE", breaks: ["1.14": 1, "2.17": [10]], keeps: ["1.14": 1, "2.17": [3, 6]]),
        RuleExample("R-PARTICLES-TECHNIQUE", breaks: ["1.14": 3, "2.17": [13]], keeps: ["1.14": 3, "2.17": [2]]),
        RuleExample("R-BRACHYTHERAPY-TECHNIQUE", breaks: ["1.14": 4, "2.17": [3]], keeps: ["1.14": 4, "2.17": [10]]),
        RuleExample("R-PARTICLES-ARC", breaks: ["1.14": 3, "2.17": [6]], keeps: ["1.14": 3, "2.17": [5]]),
        RuleExample("R-RADIOISOTOPE-TECHNIQUE", breaks: ["1.14": 5, "2.17": [3]], keeps: ["1.14": 5, "2.17": [8]]),
        RuleExample("R-NO-MODALITY-TECHNIQUE", breaks: ["1.14": 7, "2.17": [1]], keeps: ["1.14": 7, "2.17": [15]]),
        RuleExample("R-PERMANENT-NOT-HDR", breaks: ["2.17": [10, 12]], keeps: ["2.17": [8, 12]]),
    ]

    /// Steps of the wrong map, element by element, and barriers that do not fit each other.
    private static let steps =
        [("FOUND", "1.9", false), ("ORIGINATED", "2.42", false), ("BARRIERS", "3.3", true)].flatMap {
            name, element, several in
            let beam: JSONValue = several ? ["EBRT:4.1", "EBRT:4.2"] : "EBRT:4.1"
            let source: JSONValue = several ? ["brachytherapy:4.1"] : "brachytherapy:4.1"
            let mixed: JSONValue = several ? ["EBRT:4.1", "brachytherapy:4.1"] : source
            return [
                RuleExample("R-BEAM-\(name)", breaks: ["1.14": 1, element: mixed], keeps: ["1.14": 1, element: beam]),
                RuleExample(
                    "R-BRACHYTHERAPY-\(name)", breaks: ["1.14": 4, element: several ? mixed : beam],
                    keeps: ["1.14": 4, element: source]),
            ]
        } + [
            RuleExample("R-BARRIERS-MARKED", breaks: ["3.3": ["EBRT:4.1", "EBRT:4.3"]], keeps: ["3.3": ["EBRT:4.1"]]),
            RuleExample(
                "R-BARRIERS-CAUGHT", breaks: ["3.3": ["EBRT:4.1"], "X.14": ["EBRT:4.2"]],
                keeps: ["3.3": ["EBRT:4.1", "EBRT:4.2"], "X.14": ["EBRT:4.2"]]),
            RuleExample(
                "R-BARRIERS-FAILED", breaks: ["X.15": ["EBRT:4.2"]],
                keeps: ["3.3": ["EBRT:4.2"], "X.15": ["EBRT:4.2"]]),
        ]

    private static let alone = [
        RuleExample("R-ALONE-TECHNIQUE", breaks: ["2.17": [1, 15]], keeps: ["2.17": [15]]),
        RuleExample("R-ALONE-IMAGING", breaks: ["2.18": [8, 9]], keeps: ["2.18": [8]]),
        RuleExample("R-ALONE-ERROR-TYPE", breaks: ["2.34": [4, 7]], keeps: ["2.34": [3, 4]]),
        RuleExample("R-ALONE-INTERVENTION", breaks: ["3.2": [1, 6]], keeps: ["3.2": [9]]),
    ]

    private static let severity = [
        RuleExample(
            "R-SEVERITY-UNKNOWN-TYPE", breaks: ["2.37": "unknown", "2.38": 2], keeps: ["2.37": "unknown", "2.38": 1]),
        RuleExample("R-SEVERITY-TYPE-MISSING", breaks: ["2.37": 4, "2.38": 3], keeps: ["2.37": 0, "2.38": 3]),
        RuleExample("R-SEVERITY-TIME", breaks: ["2.38": 3, "2.39": 1], keeps: ["2.38": 3, "2.39": 4]),
    ]

    private static let additions = [
        RuleExample("R-CLASS-REACHED", breaks: ["X.1": 2, "1.5": 2], keeps: ["X.1": 2, "1.5": 1]),
        RuleExample("R-CLASS-NOT-REACHED", breaks: ["X.1": 4, "1.5": 1], keeps: ["X.1": 4, "1.5": 2]),
        RuleExample("R-CLASS-DOSE", breaks: ["X.1": 1, "2.35": "notApplicable"], keeps: ["X.1": 1, "2.35": 3]),
        RuleExample(
            "R-CLASS-NO-DOSE", breaks: ["X.1": 2, "1.7": 0, "2.35": 3],
            keeps: ["X.1": 2, "1.7": 0, "2.35": "notApplicable"]),
        RuleExample("R-PSES-REMOVED", breaks: ["X.2": 2], keeps: ["X.2": 3]),
        RuleExample("R-SEVERAL-PATIENTS", breaks: ["X.4": 1], keeps: ["X.4": 2]),
    ]

    /// The rules of each "other (specify)" and "(give number)": both must be filled or neither.
    private static let companions =
        [
            ("PERSON-COUNT", "1.6", 2, "X.4", false), ("PERSON-OTHER", "1.6", 4, "X.5", false),
            ("MODALITY-OTHER", "1.14", 6, "X.6", false), ("REPORTER-ROLE-OTHER", "1.17", 10, "X.7", false),
            ("COURSE-OTHER", "2.16", 4, "X.8", false), ("TECHNIQUE-OTHER", "2.17", 14, "X.9", true),
            ("IMAGING-OTHER", "2.18", 7, "X.10", true), ("DISCOVERER-ROLE-OTHER", "2.21", 10, "X.11", false),
            ("ERROR-TYPE-OTHER", "2.34", 6, "X.12", true), ("INTERVENTION-OTHER", "3.2", 8, "X.13", true),
        ].flatMap { name, element, option, companion, several -> [RuleExample] in
            let answer: JSONValue = several ? [.integer(option)] : .integer(option)
            let otherwise: JSONValue = several ? [1] : 1
            let words: JSONValue = companion == "X.4" ? 3 : "in words"
            return [
                RuleExample(
                    "R-\(name)-MISSING", breaks: [element: answer], keeps: [element: answer, companion: words]),
                RuleExample(
                    "R-\(name)-UNASKED", breaks: [element: otherwise, companion: words],
                    keeps: [element: answer, companion: words]),
                RuleExample("R-\(name)-UNASKED", breaks: [companion: words], keeps: [element: otherwise]),
            ]
        }
}
