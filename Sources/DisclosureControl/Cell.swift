/// What was counted for one cell.
public struct CountedCell: Sendable, Hashable {
    /// Reports in the cell.
    public let count: Int
    /// Practices that contributed at least one of them.
    public let contributors: Int

    public init(count: Int, contributors: Int) {
        self.count = count
        self.contributors = contributors
    }

    /// Nothing counted.
    public static let none = CountedCell(count: 0, contributors: 0)
}

/// What may be shown of one cell.
public enum Cell: Sendable, Hashable {
    case value(CountedCell)
    /// A true zero, told apart from a hidden count.
    case zero
    case suppressed(Reason)

    /// Why a count is hidden.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case tooFewReports
        case tooFewPractices
        /// Safe by itself, but another hidden cell could be worked out from it.
        case complementary
    }

    /// The count when it is shown, a true zero included.
    public var shownCount: Int? {
        switch self {
        case .value(let cell): cell.count
        case .zero: 0
        case .suppressed: nil
        }
    }

    /// Whether the count is hidden.
    public var isSuppressed: Bool { shownCount == nil }
}

/// The smallest cell that may be shown.
public struct Threshold: Sendable, Hashable {
    /// Reports a shown cell has at least.
    public let reports: Int
    /// Practices that contribute to a shown cell at least.
    public let practices: Int
    /// Reports of which a percentage may be shown at least; never fewer than `reports`.
    public let whole: Int

    public init(reports: Int = 11, practices: Int = 3, whole: Int = 11) {
        self.reports = reports
        self.practices = practices
        self.whole = max(1, reports, whole)
    }

    /// Hides no count: for a practice's own figures, shown to that practice alone.
    public static let none = Threshold(reports: 0, practices: 0)

    /// Judges one cell by itself.
    public func judge(_ cell: CountedCell) -> Cell {
        if cell.count == 0 { return .zero }
        if cell.count < reports { return .suppressed(.tooFewReports) }
        if cell.contributors < practices { return .suppressed(.tooFewPractices) }
        return .value(cell)
    }

    /// The part in per cent with one decimal; `nil` unless both are shown and the denominator is large enough.
    public func percentage(of part: Cell, in whole: Cell) -> Double? {
        guard let part = part.shownCount, let whole = whole.shownCount, whole >= self.whole, part <= whole else {
            return nil
        }
        return (Double(part) * 1000 / Double(whole)).rounded() / 10
    }
}
