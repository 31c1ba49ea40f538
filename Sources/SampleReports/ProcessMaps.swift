/// Which process map of Appendix B a treatment follows.
enum ProcessMap: Sendable {
    case external, brachytherapy

    /// The name before the colon of a step's value.
    var prefix: String { self == .external ? "EBRT" : "brachytherapy" }

    /// The steps that serve primarily as safety barriers; a step is written as section * 100 + step.
    var safetyBarriers: [Int] { self == .external ? Self.externalBarriers : Self.brachytherapyBarriers }

    /// The value of elements 1.9, 2.42 and 3.3.
    func value(_ step: Int) -> String { "\(prefix):\(step / 100).\(step % 100)" }

    private static let externalBarriers = [
        101, 103, 117, 119, 201, 305, 309, 310, 401, 402, 404, 405, 406, 407, 408, 501, 502, 509, 510, 511, 512, 513,
        515, 601, 602, 603, 605, 606, 607, 701, 702, 801, 802, 804, 805, 807,
    ]

    private static let brachytherapyBarriers = [
        101, 103, 117, 119, 201, 309, 312, 313, 401, 402, 403, 404, 406, 407, 408, 409, 501, 502, 507, 509, 510, 511,
        515, 601, 603, 604, 605, 701, 702, 704, 705, 707,
    ]
}
