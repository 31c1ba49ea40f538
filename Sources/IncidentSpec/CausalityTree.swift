/// One node of the causality tree (Appendix D).
public struct Cause: Sendable, Hashable {
    /// The path of printed ids, such as "1.a.i.1".
    public let path: String
    public let label: String
    /// Distance from the root, 1 to 4.
    public let depth: Int
    /// Four digits, one for the position at each level: 1.a.i.1 is 1111.
    public let storage: Int16

    /// The id of the branch, "1" to "7".
    public var branch: String { String(path.prefix { $0 != "." }) }
}
