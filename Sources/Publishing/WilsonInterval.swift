/// How far a share of few reports can be trusted: the 95 % interval of Wilson's score method.
struct WilsonInterval: Sendable, Hashable {
    /// As fractions of 1.
    let lower: Double
    let upper: Double

    /// - Parameters:
    ///   - count: the reports that have the property.
    ///   - total: all reports; at least 1.
    init(count: Int, total: Int) {
        let z = 1.959964
        let n = Double(total)
        let share = Double(count) / n
        let scale = 1 + z * z / n
        let centre = (share + z * z / (2 * n)) / scale
        let half = z / scale * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        // Rounding would leave a trace of nothing beside a share of none or all.
        lower = count == 0 ? 0 : max(0, centre - half)
        upper = count == total ? 1 : min(1, centre + half)
    }

    /// Whether a share, as a fraction of 1, could lie behind the count.
    func contains(_ share: Double) -> Bool { (lower...upper).contains(share) }
}
