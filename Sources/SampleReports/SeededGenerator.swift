/// SplitMix64 with the few draws that the samples need, in whole numbers only, so that every machine gives the same.
struct SeededGenerator: Sendable {
    private var state: UInt64

    /// A stream of its own for each combination of seed and keys.
    init(seed: UInt64, _ keys: UInt64...) {
        state = seed
        for key in keys {
            state = next() ^ (key &* 0xd134_2543_de82_ef95)
        }
    }

    /// The next 64 bits of the stream.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including `bound`, which must be positive.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number of the closed range.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True in `percent` of a hundred draws.
    mutating func chance(_ percent: Int) -> Bool {
        below(100) < percent
    }

    /// One of the elements, each as likely as the next.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// The place of a weight, drawn in proportion to the weights.
    mutating func place(in weights: [Int]) -> Int {
        var left = below(weights.reduce(0, +))
        for (place, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return place }
        }
        return weights.count - 1
    }

    /// Up to `count` different elements, in the order of the list.
    mutating func some<Element>(_ count: Int, of elements: [Element]) -> [Element] {
        var needed = min(count, elements.count)
        var chosen: [Element] = []
        for (place, element) in elements.enumerated() where needed > 0 {
            if below(elements.count - place) < needed {
                chosen.append(element)
                needed -= 1
            }
        }
        return chosen
    }
}
