/// One score of a severity scale (Appendix C) with the band whose definition it shares.
public struct SeverityScore: Sendable, Hashable {
    /// The score; `nil` for "unknown" or "not applicable".
    public let score: Int?
    /// The band as printed: "8/9", "2".
    public let band: String
    public let label: String
    /// The code in reports: the score, "unknown" or "notApplicable".
    public let code: String
    public let storage: Int16
    public let meaning: OptionMeaning?
    /// Whether we count it as high severity.
    public let high: Bool
}

/// A severity scale of Appendix C, highest score first.
public struct SeverityScale: Sendable {
    public let name: String
    public let scores: [SeverityScore]

    /// The bands in printed order, "unknown" or "not applicable" last.
    public var bands: [SeverityScore] {
        var seen: Set<String> = []
        return scores.filter { seen.insert($0.band).inserted }
    }
}
