// Writes one Swift file whose `EmbeddedText.files` maps paths below the package to the files' text.
// Usage: EmbedText OUTPUT ROOT FILE...
import Foundation

let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
    FileHandle.standardError.write(Data("usage: EmbedText OUTPUT ROOT FILE...\n".utf8))
    exit(64)
}
let root = arguments[2] + "/"

/// As many `#` as the text needs so that no sequence inside it ends the literal or interpolates.
func fence(for text: String) -> String {
    var fence = "#"
    while text.contains("\"\"\"" + fence) || text.contains("\\" + fence) { fence += "#" }
    return fence
}

var output = "/// Text files embedded at build time, by their path below the package.\n"
output += "enum EmbeddedText {\n    static let files: [String: String] = [\n"
for path in arguments.dropFirst(3) {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let mark = fence(for: text)
    let name = path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
    output += "        \"\(name)\": \(mark)\"\"\"\n\(text)\n\"\"\"\(mark),\n"
}
output += arguments.count == 3 ? "        :\n    ]\n}\n" : "    ]\n}\n"
try output.write(toFile: arguments[1], atomically: true, encoding: .utf8)
