// Measures parts of GoodCatch; Deploy/bench builds it for release and runs it.
import Foundation
import Identifiers

let usage = """
    usage: goodcatch-bench scrub [--file FILE | --set written | --set report|tune --seed N --narratives N] [--examples N]
           goodcatch-bench scrub [--file FILE] --lines MEGABYTES
    """
var (arguments, options) = (
    Array(CommandLine.arguments.dropFirst()), ["set": "report", "seed": "1", "narratives": "7000", "examples": "0"]
)
guard arguments.first == "scrub", arguments.count % 2 == 1 else {
    FileHandle.standardError.write(Data((usage + "\n").utf8))
    exit(64)
}
for place in stride(from: 1, to: arguments.count, by: 2) {
    options[String(arguments[place].dropFirst(2))] = arguments[place + 1]
}

let files = options["file"].map { [URL(filePath: $0)] } ?? GoldFile.written
if let megabytes = options["lines"].flatMap({ Int($0) }) {
    try FileHandle.standardOutput.write(contentsOf: GoldFile.lines(of: files[0], bytes: megabytes * 1_000_000))
    exit(0)
}
let (title, gold): (String, [Narrative])
if options["file"] != nil || options["set"] == "written" {
    (title, gold) = (options["file"] == nil ? "set written" : "file", try files.flatMap(GoldFile.read))
} else {
    let isTune = options["set"] == "tune"
    let seed = UInt64(options["seed"] ?? "") ?? 1
    var narrator = Narrator(
        vocabulary: isTune ? .tune : .report, templates: isTune ? Templates.tune : Templates.report,
        random: SeededGenerator(seed: seed))
    (title, gold) = (
        "set \(isTune ? "tune" : "report"), seed \(seed)",
        (0..<(Int(options["narratives"] ?? "") ?? 7000)).map { narrator.narrative($0) }
    )
}
let scrubber = Scrubber()
_ = scrubber.scrub([("1.8", gold[0].text)], context: gold[0].context)
// A small file is read over and over, so that the clock has something to measure.
let bytes = gold.reduce(0) { $0 + $1.text.utf8.count }
let rounds = max(1, 4_000_000 / bytes)
// Processor time of this one thread: other work on the machine must not count.
let start = clock()
var results: [ScrubbedText] = []
for _ in 0..<rounds { results = gold.map { scrubber.scrub([("1.8", $0.text)], context: $0.context)[0] } }
let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
var bench = ScrubBench()
for (narrative, result) in zip(gold, results) { bench.add(narrative, result.redactions) }
print("\(title), \(gold.count) narratives, \(bytes) bytes")
bench.print(examples: Int(options["examples"] ?? "") ?? 0)
print("\((Double(bytes * rounds) / seconds / 10_000).rounded() / 100) MB/s of processor time on one thread")
