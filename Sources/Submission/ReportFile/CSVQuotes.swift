/// Mends quotation marks that are no quotes, as in `5" collimator`, so that one of them does not stop a whole file.
enum CSVQuotes {
    private static let quote = UInt8(ascii: "\"")

    /// The text with every such mark inside a quoted cell and doubled, which a strict parser reads as the mark itself.
    static func mended(_ text: String, delimiter: Character) -> String {
        guard text.utf8.contains(quote), let delimiter = delimiter.asciiValue else { return text }
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        bytes.reserveCapacity(source.count + 64)
        var index = 0
        func endsCell(_ place: Int) -> Bool {
            place >= source.count || source[place] == delimiter || source[place] == 10 || source[place] == 13
        }
        while index < source.count {
            if source[index] == quote {
                index = copyQuoted(source, from: index, endsCell, into: &bytes)
            } else {
                let start = index
                while !endsCell(index) { index += 1 }
                let cell = source[start..<index]
                if cell.contains(quote) {
                    bytes.append(quote)
                    for byte in cell { bytes += byte == quote ? [quote, quote] : [byte] }
                    bytes.append(quote)
                } else {
                    bytes += cell
                }
            }
            while index < source.count, endsCell(index) {
                bytes.append(source[index])
                index += 1
                if index < source.count, source[index] == quote { break }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Copies a quoted cell; a mark inside that neither is doubled nor ends the cell is doubled.
    private static func copyQuoted(
        _ source: [UInt8], from start: Int, _ endsCell: (Int) -> Bool, into bytes: inout [UInt8]
    ) -> Int {
        bytes.append(quote)
        var index = start + 1
        while index < source.count {
            let byte = source[index]
            index += 1
            bytes.append(byte)
            guard byte == quote else { continue }
            if index < source.count, source[index] == quote {
                bytes.append(quote)
                index += 1
            } else if endsCell(index) {
                return index
            } else {
                bytes.append(quote)
            }
        }
        return index
    }
}
