import IncidentReports
import Testing

struct ReportingPeriodTests {
    @Test(arguments: [
        ("2025", "2025-01-01", "2026-01-01", 12), ("2025H1", "2025-01-01", "2025-07-01", 6),
        ("2025H2", "2025-07-01", "2026-01-01", 6), ("2025Q1", "2025-01-01", "2025-04-01", 3),
        ("2024Q3", "2024-07-01", "2024-10-01", 3), ("2025Q4", "2025-10-01", "2026-01-01", 3),
        ("2025-01..2025-09", "2025-01-01", "2025-10-01", 9), ("2024-11..2025-02", "2024-11-01", "2025-03-01", 4),
        ("2025-12..2025-12", "2025-12-01", "2026-01-01", 1), ("1900", "1900-01-01", "1901-01-01", 12),
    ])
    func reads(_ text: String, _ start: String, _ end: String, _ months: Int) throws {
        let period = try #require(ReportingPeriod(text))
        #expect(period.start.description == start)
        #expect(period.end.description == end)
        #expect(period.months == months)
        #expect(period.description == text)
    }

    @Test(arguments: [
        "", "25", "202", "20255", "2025Q0", "2025Q5", "2025H0", "2025H3", "2025q1", "2025 Q1", "2025Q", "2025Q11",
        "Q1", "1899", "3000", "2025-01", "2025-01..", "..2025-01", "2025-02..2025-01", "2025-01..2025-13",
        "2025-01...2025-02", "2025-01-01..2025-02-01", "٢٠٢٥", "2025-1..2025-2",
    ])
    func refuses(_ text: String) { #expect(ReportingPeriod(text) == nil) }

    @Test func quartersReachBackFromTheLast() throws {
        let half = try #require(ReportingPeriod("2025H1"))
        #expect(half.quarters(endingHere: 4).map(\.label) == ["2024Q3", "2024Q4", "2025Q1", "2025Q2"])
        let month = try #require(ReportingPeriod("2025-01..2025-02"))
        #expect(month.quarters(endingHere: 2).map(\.label) == ["2024Q4", "2025Q1"])
    }

    @Test func quartersOfAYearFollowWithoutAGap() throws {
        let quarters = try #require(ReportingPeriod("2025")).quarters(endingHere: 8)
        #expect(quarters.count == 8)
        for (earlier, later) in zip(quarters, quarters.dropFirst()) { #expect(earlier.end == later.start) }
    }
}
