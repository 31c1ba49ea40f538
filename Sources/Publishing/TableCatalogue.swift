import IncidentSpec

/// Every table of a publication, in order.
enum TableCatalogue {
    private static let assessments = Axis.ours(
        [.init(1, "Estimated"), .init(2, "Observed")], ifCounted: [.init(3, "Not applicable"), .init(0, "Not stated")])
    private static let overlapping = "A report counts in every row that it names, so rows may add up to more than n."

    /// Completeness stands first: it says how far all that follows can be trusted.
    static let sections: [TableDefinition] = [
        TableDefinition(
            name: "completeness", title: "Completeness",
            question: "Of the reports that were asked each question, how many answered it?", elements: [],
            presentation: .table, rowHeading: "Element", rows: .elements, columnHeading: "Answer",
            columns: .ours([.init(1, "Answered"), .init(2, "Unknown"), .init(3, "Not applicable"), .init(4, "Blank")]),
            totals: .rows, percentOf: .row,
            note: """
                The row's total is the reports that were asked the element: its form was used and the practice asks \
                it; a question that only an "other" answer leads to was asked where that answer was given. Elements \
                that are sealed to the practice or never leave it cannot be counted and are listed below. A small \
                Blank is hidden like any small count, but may follow from n: it counts open questions, not events.
                """),
        TableDefinition(
            name: "forms", title: "Reports and contributing practices",
            question: "How many reports were received, and how far had they come at the practice?", elements: [],
            rowHeading: "Forms filled in",
            rows: .ours([
                .init(1, "Reporter's form alone"), .init(2, "Reporter's and analyst's"),
                .init(4, "Reporter's, analyst's and responder's"), .init(3, "Reporter's and responder's"),
            ])),
        TableDefinition(
            name: "late_arrivals", title: "Late arrivals",
            question: "How many reports arrived more than 45 days after the period had ended?", elements: ["1.1"],
            rowHeading: "First received",
            rows: .ours([.init(1, "In time"), .init(2, "More than 45 days after the end")]),
            note: "Reports still to come are missing from every table here, in the latest quarter most of all."),
        TableDefinition(
            name: "timeliness", title: "Timeliness",
            question: "How many days pass from incident to discovery, to the report and to its receipt?",
            elements: ["1.1", "1.4", "1.3"], presentation: .table, rowHeading: "Days",
            rows: .ours([
                .init(1, "Same day"), .init(2, "1 to 7"), .init(3, "8 to 30"), .init(4, "31 to 90"),
                .init(5, "More than 90"),
            ]),
            columnHeading: "From one date to the next",
            columns: .ours([
                .init(1, "Incident to discovery"), .init(2, "Discovery to report"), .init(3, "Report to receipt"),
                .init(4, "Incident to receipt"),
            ]),
            totals: .columns, percentOf: .column, spread: true,
            note: "Reports that lack one of two dates, or have them in the wrong order, are left out of that column."),
        TableDefinition(
            name: "incident_type", title: "Incident type",
            question: "How many reports are of incidents that happened, and how many of near misses?",
            elements: ["1.5"], rowHeading: "Type", rows: .options("incidentType"), compares: true),
        TableDefinition(
            name: "incident_class", title: "Class of event",
            question: "Which of the five RO-ILS classes do events fall into?", elements: ["X.1"],
            rowHeading: "Class", rows: .options("incidentClass"), compares: true,
            note: "An addition of ours to the standard, asked by some practices only."),
        TableDefinition(
            name: "person_affected", title: "Person affected", question: "Whom did the incident reach?",
            elements: ["1.6"], rowHeading: "Person", rows: .options("personAffected"), compares: true),
        TableDefinition(
            name: "found_originated_ebrt", title: "Origin and discovery, external beam",
            question: "Where in the workflow do incidents begin, and where are they found?",
            elements: ["2.42", "1.9"], presentation: .heat, rowHeading: "Where it originated", rows: .sections(.ebrt),
            columnHeading: "Where it was found", columns: .sections(.ebrt), totals: [.rows, .columns, .all],
            note: "Reports with both steps on the external beam map."),
        TableDefinition(
            name: "found_originated_brachytherapy", title: "Origin and discovery, brachytherapy",
            question: "Where in the workflow do incidents begin, and where are they found?",
            elements: ["2.42", "1.9"], presentation: .heat, rowHeading: "Where it originated",
            rows: .sections(.brachytherapy), columnHeading: "Where it was found", columns: .sections(.brachytherapy),
            totals: [.rows, .columns, .all], note: "Reports with both steps on the brachytherapy map."),
        TableDefinition(
            name: "high_severity", title: "High-severity ratio",
            question: "Of all reports, how many are of high medical severity?",
            elements: ["2.37", "2.38"], rowHeading: "Medical severity",
            rows: .ours([.init(1, "High (score 7 to 10)"), .init(2, "Lower or unknown")]),
            columnHeading: "Assessment", columns: assessments, totals: [.columns, .all],
            percentOf: .column, series: ["1", "2"], compares: true,
            note: """
                What might have happened and what did are never added up. The mark at score 7 is ours. Unknown severity \
                stays in the whole, so that this table's n does not give away how many are unknown.
                """),
        TableDefinition(
            name: "medical_severity", title: "Medical severity",
            question: "How severe was the harm, or how severe might it have been?", elements: ["2.37", "2.38"],
            rowHeading: "Band of scores", rows: .medicalBands, columnHeading: "Assessment",
            columns: assessments, totals: [.columns, .all], percentOf: .column, series: ["1", "2"],
            note: "Scores of one band share a definition, so bands are counted; estimated and observed stay apart."),
        TableDefinition(
            name: "dosimetric_severity", title: "Dosimetric severity",
            question: "By how much did the dose differ, or might it have differed?", elements: ["2.35", "2.38"],
            rowHeading: "Band of scores", rows: .dosimetricBands, columnHeading: "Assessment",
            columns: assessments, totals: [.columns, .all], percentOf: .column, series: ["1", "2"],
            note: "Element 2.38 says of both severities whether they are estimated or observed."),
        TableDefinition(
            name: "causes", title: "Causes", question: "Which branches of the causality tree do reports name?",
            elements: ["2.44"], rowHeading: "Branch", rows: .branches, rowsOverlap: true, compares: true,
            note: overlapping + " A report with several causes in one branch counts there once."),
        TableDefinition(
            name: "safety_barriers", title: "Safety barriers",
            question: "Which barriers caught an incident, and which could have and did not?",
            elements: ["X.14", "X.15"], presentation: .table, rowHeading: "Process step",
            rows: .namedOptions("processSteps"), columnHeading: "Barrier",
            columns: .ours([.init(1, "Caught it"), .init(2, "Failed")]), totals: [.columns, .all], rowsOverlap: true,
            columnsOverlap: true,
            percentOf: .column,
            note: "Steps that no report names are left out. " + overlapping + " Additions of ours to the standard."),
        TableDefinition(
            name: "modality", title: "Treatment modality", question: "With which kind of radiation?",
            elements: ["1.14"], rowHeading: "Modality", rows: .options("treatmentModality"), compares: true),
        TableDefinition(
            name: "technique", title: "Treatment technique", question: "With which technique?", elements: ["2.17"],
            rowHeading: "Technique", rows: .options("treatmentTechnique"), rowsOverlap: true, compares: true,
            note: overlapping),
        TableDefinition(
            name: "modality_technique", title: "Technique by modality",
            question: "Which techniques go with which modality?", elements: ["2.17", "1.14"], presentation: .table,
            rowHeading: "Technique", rows: .namedOptions("treatmentTechnique"), columnHeading: "Modality",
            columns: .namedOptions("treatmentModality"), totals: [.rows, .columns, .all], rowsOverlap: true,
            note: "Rows and columns that no report names are left out. " + overlapping),
        TableDefinition(
            name: "error_type", title: "Error type", question: "What was wrong?", elements: ["2.34"],
            rowHeading: "Type", rows: .options("errorType"), rowsOverlap: true, compares: true, note: overlapping),
        TableDefinition(
            name: "intervention", title: "Intervention", question: "What was done for the patient afterwards?",
            elements: ["3.2"], rowHeading: "Intervention", rows: .options("intervention"), rowsOverlap: true,
            compares: true, note: overlapping),
        TableDefinition(
            name: "patient_notified", title: "Patient notification", question: "Was the patient told?",
            elements: ["2.6"], rowHeading: "Told", rows: .options("yesNoUnknown"), compares: true),
    ]

    private static let inPeriod = "n and the lines below it speak of the period alone."

    /// Counted over the quarters that end with the period.
    ///
    /// They print no total of all quarters: a hidden quarter could be worked out from it, or from the period's own n.
    static let trends: [TableDefinition] = [
        TableDefinition(
            name: "trend", title: "Reports by quarter",
            question: "How many incidents and near misses were reported, quarter by quarter?",
            elements: ["1.1", "1.5"],
            presentation: .lines, rowHeading: "Quarter", rows: .quarters, columnHeading: "Incident type",
            columns: .ours(
                [.init(1, "Actual incidents"), .init(2, "Near misses")], ifCounted: [.init(0, "Not stated")]),
            totals: .rows, percentOf: nil, series: ["total", "1", "2"],
            note: """
                The number of reports tells how willing people are to report as much as how much goes wrong; the \
                latest quarters still grow as reports arrive. \(inPeriod)
                """),
        TableDefinition(
            name: "trend_severity", title: "High severity by quarter",
            question: "How many reports were of high medical severity, quarter by quarter?",
            elements: ["1.1", "2.37", "2.38"], presentation: .lines, rowHeading: "Quarter", rows: .quarters,
            columnHeading: "Medical severity",
            columns: .ours([.init(1, "High, estimated"), .init(2, "High, observed")]), totals: [], percentOf: nil,
            series: ["1", "2"],
            note: "High is a score of 7 to 10. What might have happened and what did are never added up. \(inPeriod)"),
    ]
}
