/// How a word sounds, roughly: consonants in classes, vowels alike, four bits a sound and the first sound highest.
struct Sound: Hashable, Sendable {
    /// The sounds.
    private(set) var bits: UInt64 = 0
    /// How many.
    private(set) var count = 0

    private static let vowel: UInt64 = 1
    private static let breath: UInt64 = 2
    private static let glide: UInt64 = 3
    /// Sounds of single letters from "a" on.
    private static let letters: [UInt64] = [
        1, 4, 5, 6, 1, 7, 8, 2, 1, 9, 5, 10, 11, 12, 1, 13, 5, 14, 15, 6, 1, 7, 3, 5, 1, 15,
    ]

    /// A number below 4096 that is the same for the same sounds.
    var bit: Int { Int(truncatingIfNeeded: (bits &* 0x9E37_79B9_7F4A_7C15) >> 52) }

    /// Nothing heard yet.
    init() {}

    /// The sounds of folded letters.
    init(_ word: ArraySlice<Unicode.Scalar>) {
        let letters = word.map { $0.isASCII ? UInt8($0.value) : 0 }
        var place = 0
        while place < letters.count, count < 16 {
            defer { place += 1 }
            let (letter, next) = (letters[place], place + 1 < letters.count ? letters[place + 1] : 0)
            guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) else { continue }
            switch letter {
            case UInt8(ascii: "e") where place + 1 == letters.count && count > 1: continue
            case UInt8(ascii: "c") where "eiyhz".utf8.contains(next), UInt8(ascii: "t") where next == UInt8(ascii: "z"):
                append(15)
            case UInt8(ascii: "k") where place == 0 && next == UInt8(ascii: "n"): continue
            case UInt8(ascii: "g") where place > 0 && next == UInt8(ascii: "h"): continue
            case UInt8(ascii: "p") where next == UInt8(ascii: "h"): append(7)
            case UInt8(ascii: "h"), UInt8(ascii: "w"):
                if place == 0 { append(Self.letters[Int(letter - UInt8(ascii: "a"))]) }
            case UInt8(ascii: "x"):
                if place > 0 { append(5) }
                append(15)
            default: append(Self.letters[Int(letter - UInt8(ascii: "a"))])
            }
        }
    }

    /// One sound behind the others; the same twice is heard once.
    private mutating func append(_ sound: UInt64) {
        guard count < 16, bits & 15 != sound else { return }
        bits = bits << 4 | sound
        count += 1
    }

    /// The same with another word behind it, whose "h" or "w" is lost inside.
    func joined(with other: Sound) -> Sound {
        var joined = self
        for place in stride(from: other.count - 1, through: 0, by: -1) {
            let sound = other.bits >> UInt64(4 * place) & 15
            if place == other.count - 1, sound == Self.breath || sound == Self.glide { continue }
            joined.append(sound)
        }
        return joined
    }

    /// Whether one sound left out, added or replaced makes the one of the other.
    func isNear(_ other: Sound) -> Bool {
        guard abs(count - other.count) < 2 else { return false }
        func scalars(_ sound: Sound) -> ArraySlice<Unicode.Scalar> {
            (0..<sound.count).reversed().map { Unicode.Scalar(UInt8(sound.bits >> UInt64(4 * $0) & 15)) }[...]
        }
        return Slip.isOne(scalars(self), scalars(other))
    }
}
