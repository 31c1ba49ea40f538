/// A day of the Gregorian calendar as the number of days since 1970-01-01.
public struct CivilDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int

    /// The day so many days after 1970-01-01.
    init(number: Int) {
        self.number = number
    }

    /// The given day; the month and the day must exist.
    public init(year: Int, month: Int, day: Int) {
        // Years begin in March, so that the leap day is the last of its year.
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Year, month and day.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = (shiftedMonth + 2) % 12 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The ISO form, YYYY-MM-DD.
    public var description: String {
        let (year, month, day) = parts
        return "\(year)-\(month.padded)-\(day.padded)"
    }

    /// True on Saturdays and Sundays.
    var isWeekend: Bool {
        // 1970-01-01 was a Thursday.
        (number + 3) % 7 >= 5
    }

    /// The day so many days later.
    func advanced(by days: Int) -> CivilDay {
        CivilDay(number: number + days)
    }

    /// The same day and month so many years later; 29 February becomes 28 February.
    func shifted(years: Int) -> CivilDay {
        let (year, month, day) = parts
        return CivilDay(year: year + years, month: month, day: month == 2 ? min(day, 28) : day)
    }

    /// True if the left day comes first.
    public static func < (left: CivilDay, right: CivilDay) -> Bool {
        left.number < right.number
    }
}

/// A quarter of a year.
public struct SampleQuarter: Sendable, Hashable, Comparable {
    /// The calendar year.
    public let year: Int
    /// 1 to 4.
    public let quarter: Int

    /// The given quarter, 1 to 4, of a year.
    public init(year: Int, quarter: Int) {
        self.year = year
        self.quarter = quarter
    }

    /// Quarters since the year 0.
    var ordinal: Int { year * 4 + quarter - 1 }

    /// The first day.
    var firstDay: CivilDay { CivilDay(year: year, month: quarter * 3 - 2, day: 1) }

    /// How many days it has.
    var days: Int { SampleQuarter(ordinal: ordinal + 1).firstDay.number - firstDay.number }

    /// True if the day is one of its days.
    func contains(_ day: CivilDay) -> Bool {
        day >= firstDay && day.number < firstDay.number + days
    }

    /// The quarter so many quarters after the first of the year 0.
    init(ordinal: Int) {
        self.init(year: ordinal / 4, quarter: ordinal % 4 + 1)
    }

    /// True if the left quarter comes first.
    public static func < (left: SampleQuarter, right: SampleQuarter) -> Bool {
        left.ordinal < right.ordinal
    }
}

extension Int {
    /// At least two digits.
    var padded: String { self < 10 ? "0\(self)" : "\(self)" }

    /// At least so many digits.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
