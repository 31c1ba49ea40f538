import Foundation

/// Refuses in one pass, before anything is decoded, what a decoder would take too kindly or too slowly: deep nesting,
/// members given twice, commas before a closing bracket.
struct JSONScan {
    /// A packet needs three levels.
    static let depthLimit = 16

    private struct Level {
        let isObject: Bool
        /// The raw bytes of the member names seen.
        var names: Set<Data> = []
        var expectsName: Bool
    }

    private var levels: [Level] = []
    private var previous: UInt8 = 0

    /// Whether a text may be handed to the decoder.
    static func accepts(_ data: Data) -> Bool {
        var scan = JSONScan()
        return scan.run(data)
    }

    private mutating func run(_ data: Data) -> Bool {
        var index = data.startIndex
        while index < data.endIndex {
            let byte = data[index]
            switch byte {
            case UInt8(ascii: "\""):
                guard let end = Self.endOfString(data, from: index + 1) else { return false }
                if levels.last?.expectsName == true, !take(name: data[index + 1..<end]) { return false }
                index = end
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard levels.count < Self.depthLimit else { return false }
                levels.append(Level(isObject: byte == UInt8(ascii: "{"), expectsName: byte == UInt8(ascii: "{")))
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard previous != UInt8(ascii: ","), levels.popLast() != nil else { return false }
            case UInt8(ascii: ","):
                if let last = levels.indices.last { levels[last].expectsName = levels[last].isObject }
            default: break
            }
            if byte > UInt8(ascii: " ") { previous = byte }
            index += 1
        }
        return levels.isEmpty
    }

    /// Notes a member name; false for one seen before, and for one with an escape, which could hide that it was.
    private mutating func take(name: Data) -> Bool {
        let last = levels.count - 1
        levels[last].expectsName = false
        return !name.contains(UInt8(ascii: "\\")) && levels[last].names.insert(Data(name)).inserted
    }

    private static func endOfString(_ data: Data, from start: Data.Index) -> Data.Index? {
        var index = start
        while index < data.endIndex {
            switch data[index] {
            case UInt8(ascii: "\""): return index
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return nil
    }
}
