/// How many sample reports to invent, for how many practices, over which quarters.
public struct SampleOptions: Sendable, Hashable {
    /// Number of practices; P001 is the largest.
    public var practices: Int
    /// Number of different reports; amendments come on top.
    public var reports: Int
    /// The same seed gives the same bytes on any machine.
    public var seed: UInt64
    /// The first quarter in which an incident may fall.
    public var firstQuarter: SampleQuarter
    /// The last quarter in which an incident may fall; reports may arrive later.
    public var lastQuarter: SampleQuarter

    /// The eight quarters that end with 2025Q4 unless told otherwise.
    public init(
        practices: Int,
        reports: Int,
        seed: UInt64,
        firstQuarter: SampleQuarter = SampleQuarter(year: 2024, quarter: 1),
        lastQuarter: SampleQuarter = SampleQuarter(year: 2025, quarter: 4)
    ) {
        self.practices = practices
        self.reports = reports
        self.seed = seed
        self.firstQuarter = firstQuarter
        self.lastQuarter = max(firstQuarter, lastQuarter)
    }
}
