import Foundation
import Testing

@Suite struct TwoWayTableTests {
    @Test(arguments: [("ebrt", 1), ("brachytherapy", 2)])
    func originAndDiscoveryByMap(map: String, digit: Int16) async throws {
        try await Seed.with { seed in
            let other = 3 - digit
            func steps(_ origin: Int16, _ found: Int16) -> [String: Int16] {
                ["where_originated": digit * 10000 + origin, "where_found": digit * 10000 + found]
            }
            try await seed.add(seed.alpha, steps(301, 401))
            try await seed.add(seed.alpha, steps(302, 410))
            try await seed.add(seed.beta, steps(303, 502))
            // Found on the other map, and not found at all.
            try await seed.add(
                seed.beta, ["where_originated": digit * 10000 + 301, "where_found": other * 10000 + 401])
            try await seed.add(seed.beta, ["where_originated": digit * 10000 + 301])
            let (three, four, five) = (digit * 100 + 3, digit * 100 + 4, digit * 100 + 5)
            #expect(
                try await seed.counts("found_originated_\(map)") == [
                    "\(three) \(four) 2 1", "\(three) \(five) 1 1", "\(three) - 3 2",
                    "- \(four) 2 1", "- \(five) 1 1", "- - 3 2",
                ])
        }
    }

    @Test func medicalSeverityByBandAndAssessment() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, ["medical_severity": 8, "severity_assessment_type": 1])
            try await seed.add(seed.beta, ["medical_severity": 9, "severity_assessment_type": 1])
            try await seed.add(seed.beta, ["medical_severity": 9, "severity_assessment_type": 2])
            try await seed.add(seed.beta, ["medical_severity": 0])
            try await seed.add(seed.beta, ["medical_severity": -1, "severity_assessment_type": 3])
            try await seed.add(seed.beta, ["severity_assessment_type": 1])
            #expect(
                try await seed.counts("medical_severity") == [
                    "-1 3 1 1", "-1 - 1 1", "0 0 1 1", "0 - 1 1", "9 1 2 2", "9 2 1 1", "9 - 3 2",
                    "- 0 1 1", "- 1 2 2", "- 2 1 1", "- 3 1 1", "- - 5 2",
                ])
        }
    }

    @Test func dosimetricSeverityByBandAndAssessment() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, ["dosimetric_severity": 1, "severity_assessment_type": 2])
            try await seed.add(seed.beta, ["dosimetric_severity": 2, "severity_assessment_type": 2])
            try await seed.add(seed.beta, ["dosimetric_severity": -2])
            #expect(
                try await seed.counts("dosimetric_severity") == [
                    "-2 0 1 1", "-2 - 1 1", "2 2 2 2", "2 - 2 2", "- 0 1 1", "- 2 2 2", "- - 3 2",
                ])
        }
    }

    @Test func highSeverityKeepsUnknownInTheWhole() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, ["medical_severity": 7, "severity_assessment_type": 1])
            try await seed.add(seed.alpha, ["medical_severity": 6, "severity_assessment_type": 1])
            try await seed.add(seed.beta, ["medical_severity": 10, "severity_assessment_type": 2])
            try await seed.add(seed.beta, ["medical_severity": -1, "severity_assessment_type": 1])
            #expect(
                try await seed.counts("high_severity") == [
                    "1 1 1 1", "1 2 1 1", "1 - 2 2", "2 1 2 2", "2 - 2 2", "- 1 3 2", "- 2 1 1", "- - 4 2",
                ])
        }
    }

    @Test func barriersByStepAndWhatBecameOfThem() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, answers: [(914, 10401), (915, 10402), (915, 10305)])
            try await seed.add(seed.beta, answers: [(915, 10402), (303, 10402)])
            #expect(
                try await seed.counts("safety_barriers") == [
                    "10305 2 1 1", "10305 - 1 1", "10401 1 1 1", "10401 - 1 1", "10402 2 2 2", "10402 - 2 2",
                    "- 1 1 1", "- 2 2 2", "- - 2 2",
                ])
        }
    }

    @Test func techniqueByModality() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, ["treatment_modality": 1], answers: [(217, 3), (217, 5)])
            try await seed.add(seed.beta, ["treatment_modality": 4], answers: [(217, 10)])
            try await seed.add(seed.beta, answers: [(217, 3)])
            try await seed.add(seed.beta, ["treatment_modality": 1])
            #expect(
                try await seed.counts("modality_technique") == [
                    "3 1 1 1", "3 - 1 1", "5 1 1 1", "5 - 1 1", "10 4 1 1", "10 - 1 1", "- 1 1 1", "- 4 1 1", "- - 2 2",
                ])
        }
    }

    @Test func trendsByQuarter() async throws {
        try await Seed.with { seed in
            // 2025Q4 is 2025 * 4 + 3.
            let high: [String: Int16] = [
                "incident_type": 2, "medical_severity": 9, "severity_assessment_type": 1,
            ]
            try await seed.add(seed.alpha, on: "2025-10-01", high)
            try await seed.add(seed.beta, on: "2025-12-31", high)
            try await seed.add(
                seed.beta, on: "2025-12-31",
                ["incident_type": 1, "medical_severity": 7, "severity_assessment_type": 2])
            // High, but nobody says whether it happened; then not high.
            try await seed.add(seed.beta, ["incident_type": 1, "medical_severity": 9])
            try await seed.add(seed.beta, ["medical_severity": 3, "severity_assessment_type": 2])
            #expect(
                try await seed.counts("trend") == [
                    "8103 0 1 1", "8103 1 2 1", "8103 2 2 2", "8103 - 5 2",
                    "- 0 1 1", "- 1 2 1", "- 2 2 2", "- - 5 2",
                ])
            #expect(try await seed.counts("trend_severity") == ["8103 1 2 2", "8103 2 1 1"])
        }
    }

    @Test func daysFromIncidentToReceipt() async throws {
        try await Seed.with { seed in
            let amended = UUID()
            try await seed.add(
                seed.alpha, id: amended, on: "2025-11-01", received: "2025-12-09",
                dates: ["discovery_date": "2025-11-01", "report_date": "2025-11-08"])
            // Received first as above; the amendment does not change that.
            try await seed.add(
                seed.alpha, id: amended, revision: 2, on: "2025-11-01", received: "2026-03-01",
                dates: ["discovery_date": "2025-11-01", "report_date": "2025-11-08"])
            // Discovered before it happened and without a date of report.
            try await seed.add(
                seed.beta, on: "2025-11-01", received: "2026-01-31", dates: ["discovery_date": "2025-10-30"])
            #expect(
                try await seed.counts("timeliness") == [
                    "1 1 1 1", "2 2 1 1", "4 3 1 1", "4 4 1 1", "5 4 1 1", "- 1 1 1", "- 2 1 1", "- 3 1 1", "- 4 2 2",
                ])
        }
    }
}
