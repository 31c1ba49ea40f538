import IncidentReports
import Testing

struct CalendarDateTests {
    /// Every day that can be told, by number and by text and back.
    @Test func everyDayFrom1900To2999() throws {
        let first = try #require(CalendarDate(year: 1900, month: 1, day: 1))
        let last = try #require(CalendarDate(year: 2999, month: 12, day: 31))
        var days = 0
        var faults = 0
        var previous: CalendarDate?
        for number in first.daysSince1970...last.daysSince1970 {
            let date = CalendarDate(daysSince1970: number)
            days += 1
            let again = CalendarDate(year: date.year, month: date.month, day: date.day)
            if date.daysSince1970 != number || again != date || CalendarDate(date.description) != date { faults += 1 }
            if let previous, !(previous < date) { faults += 1 }
            previous = date
        }
        #expect(faults == 0)
        // 1100 years, of which 267 are leap years.
        #expect(days == 1100 * 365 + 267)
        #expect(previous == last)
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("2000-02-29", 11016), ("1900-01-01", -25567), ("2024-12-31", 20088), ("2001-09-09", 11574),
    ])
    func knownDays(_ text: String, _ number: Int) throws {
        #expect(try #require(CalendarDate(text)).daysSince1970 == number)
    }

    @Test(arguments: [
        "", "2025", "2025-1-01", "2025-01-1", "2025-02-29", "1900-02-29", "2100-02-29", "2025-00-10", "2025-13-01",
        "2025-04-31", "2025-01-00", "2025-01-32", "1899-12-31", "3000-01-01", "2025/01/01", "20250101", " 2025-01-01",
        "2025-01-01 ", "2025-01-01T00:00", "+025-01-01", "2025-0a-01", "２０２５-01-01", "0000-01-01",
    ])
    func refuses(_ text: String) { #expect(CalendarDate(text) == nil) }

    @Test(arguments: [("2025-01-01", 1), ("2025-03-31", 1), ("2025-04-01", 2), ("2025-09-30", 3), ("2025-12-31", 4)])
    func quarter(_ text: String, _ quarter: Int) throws {
        #expect(try #require(CalendarDate(text)).quarter == quarter)
    }
}

struct TimeOfDayTests {
    @Test func everyMinuteOfTheDay() {
        var seen: Set<String> = []
        for hour in 0..<24 {
            for minute in 0..<60 {
                let text = (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
                if TimeOfDay(text)?.description == text { seen.insert(text) }
            }
        }
        #expect(seen.count == 1440)
    }

    @Test(arguments: ["", "24:00", "23:60", "9:00", "09:0", "0900", "09:00:00", " 09:00", "09:00Z", "-1:00", "+1:00"])
    func refuses(_ text: String) { #expect(TimeOfDay(text) == nil) }
}
