public import Foundation

/// The random id of one report; it says nothing about the event, the patient or the practice.
public struct ReportID: Hashable, Sendable, CustomStringConvertible {
    public let uuid: UUID

    /// A new random id.
    public init() { uuid = UUID() }

    public init(_ uuid: UUID) { self.uuid = uuid }

    /// Reads a lower- or upper-case UUID; `nil` for anything else.
    public init?(_ text: String) {
        guard let uuid = UUID(digits: text) else { return nil }
        self.uuid = uuid
    }

    /// Lower-case, as it travels.
    public var description: String { uuid.digits }
}

extension UUID {
    /// Its 32 hexadecimal digits in small letters, in groups of 8, 4, 4, 4 and 12.
    public var digits: String {
        String(unsafeUninitializedCapacity: 36) { text in
            var place = 0
            func put(_ byte: UInt8) {
                text.initializeElement(at: place, to: byte)
                place += 1
            }
            withUnsafeBytes(of: uuid) { bytes in
                for (index, byte) in bytes.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 { put(UInt8(ascii: "-")) }
                    put((byte >> 4).asHexDigit)
                    put((byte & 15).asHexDigit)
                }
            }
            return place
        }
    }

    /// Reads 32 hexadecimal digits of either case in groups of 8, 4, 4, 4 and 12; `nil` for anything else.
    init?(digits text: String) {
        var text = text
        let value = text.withUTF8 { utf8 -> uuid_t? in
            guard utf8.count == 36 else { return nil }
            var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            var place = 0
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    guard utf8[place] == UInt8(ascii: "-") else { return nil }
                    place += 1
                }
                guard let high = utf8[place].hexDigit, let low = utf8[place + 1].hexDigit else { return nil }
                withUnsafeMutableBytes(of: &value) { $0[index] = high << 4 | low }
                place += 2
            }
            return value
        }
        guard let value else { return nil }
        self.init(uuid: value)
    }
}

extension UInt8 {
    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// The code under which the PSO knows a practice; never its name.
public struct PracticeCode: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Reads 2 to 32 capital letters, digits and hyphens, a letter first; `nil` for anything else.
    public init?(_ text: String) {
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard (2...32).contains(text.utf8.count), let first = text.utf8.first, letters.contains(first),
            text.utf8.allSatisfy({ letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        description = text
    }
}

/// The time as the programs see it; tests give a fixed one.
public struct Clock: Sendable {
    private let read: @Sendable () -> Date

    public init(_ read: @escaping @Sendable () -> Date) { self.read = read }

    /// The machine's clock.
    public static let system = Clock { Date() }

    /// A clock that stands still.
    public static func fixed(_ date: Date) -> Clock { Clock { date } }

    public var now: Date { read() }

    /// Today, UTC.
    public var today: CalendarDate {
        CalendarDate(daysSince1970: Int((now.timeIntervalSince1970 / 86_400).rounded(.down)))
    }
}
