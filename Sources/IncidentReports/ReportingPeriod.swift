/// A span of whole months that a report or summary covers, by date of incident (element 1.1).
public struct ReportingPeriod: Hashable, Sendable, CustomStringConvertible {
    /// The label as asked for: "2025Q4", "2025H2", "2025" or "2025-01..2025-09".
    public let label: String
    /// The first day.
    public let start: CalendarDate
    /// The first day after the period.
    public let end: CalendarDate

    /// Reads a quarter, half, year or range of months; `nil` for anything else.
    public init?(_ text: String) {
        label = text
        if let range = text.firstRange(of: "..") {
            guard let first = Self.month(text[..<range.lowerBound]), let last = Self.month(text[range.upperBound...]),
                first <= last
            else { return nil }
            guard let end = Self.firstDay(monthsAfter: last, 1) else { return nil }
            start = first
            self.end = end
            return
        }
        guard let year = Int(text.prefix(4)), text.prefix(4).allSatisfy(\.isASCIIDigit), text.count >= 4 else {
            return nil
        }
        let suffix = text.dropFirst(4)
        let (firstMonth, length): (Int, Int)
        switch suffix {
        case "": (firstMonth, length) = (1, 12)
        case "H1", "H2": (firstMonth, length) = (suffix == "H1" ? 1 : 7, 6)
        case "Q1", "Q2", "Q3", "Q4": (firstMonth, length) = ((Int(suffix.dropFirst())! - 1) * 3 + 1, 3)
        default: return nil
        }
        guard let start = CalendarDate(year: year, month: firstMonth, day: 1),
            let end = Self.firstDay(monthsAfter: start, length)
        else { return nil }
        self.start = start
        self.end = end
    }

    public var description: String { label }

    /// Whole months covered.
    public var months: Int { Self.months(from: start, to: end) }

    /// The quarters that the period touches, and enough before it to make `count`.
    public func quarters(endingHere count: Int) -> [ReportingPeriod] {
        let last = CalendarDate(daysSince1970: end.daysSince1970 - 1)
        let ordinal = last.year * 4 + last.quarter - 1
        return (0..<count).reversed().compactMap { ReportingPeriod("\((ordinal - $0) / 4)Q\((ordinal - $0) % 4 + 1)") }
    }

    private static func month(_ text: Substring) -> CalendarDate? { CalendarDate(text + "-01") }

    private static func months(from first: CalendarDate, to last: CalendarDate) -> Int {
        (last.year - first.year) * 12 + last.month - first.month
    }

    private static func firstDay(monthsAfter date: CalendarDate, _ months: Int) -> CalendarDate? {
        let ordinal = date.year * 12 + date.month - 1 + months
        return CalendarDate(year: ordinal / 12, month: ordinal % 12 + 1, day: 1)
    }
}
