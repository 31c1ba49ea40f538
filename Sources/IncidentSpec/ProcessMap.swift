/// The two process maps of Appendix B.
public enum ProcessMapName: String, Codable, Sendable, CaseIterable {
    case ebrt = "EBRT"
    case brachytherapy

    /// The leading digit of the stored code of this map's steps.
    var storagePrefix: Int { self == .ebrt ? 1 : 2 }
}

/// One step of a process map (Appendix B).
public struct ProcessStep: Sendable, Hashable {
    public let map: ProcessMapName
    /// The number as printed, such as "4.1".
    public let number: String
    public let label: String
    /// The number of the section the step stands in.
    public let section: String
    /// Whether the step's primary function is to stop errors ("SB").
    public let safetyBarrier: Bool
    /// Whether the patient is present in the step's section.
    public let patientPresent: Bool

    /// The code in reports, such as "EBRT:4.1".
    public var code: String { map.rawValue + ":" + number }

    /// map * 10000 + section * 100 + step, so that a stored code can be read.
    public var storage: Int16 {
        let parts = number.split(separator: ".").compactMap { Int16($0) }
        guard parts.count == 2, parts.allSatisfy({ (1...99).contains($0) }) else { return 0 }
        return Int16(map.storagePrefix * 10000) + parts[0] * 100 + parts[1]
    }
}

/// A section of a process map, such as "Treatment planning".
public struct ProcessSection: Sendable, Hashable {
    public let map: ProcessMapName
    public let number: String
    public let title: String
    public let patientPresent: Bool

    /// The leading digits of the stored codes of its steps: map * 100 + section.
    public var storage: Int16 { Int16(map.storagePrefix * 100 + (Int(number) ?? 0)) }
}
