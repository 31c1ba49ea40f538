// Measures parts of GoodCatch; Deploy/bench builds it for release and runs it.
// Usage: goodcatch-bench scrub [--set report|tune] [--seed N] [--narratives N] [--examples N]
import Foundation
import Identifiers

var (arguments, options) = (
    Array(CommandLine.arguments.dropFirst()), ["set": "report", "seed": "1", "narratives": "7000", "examples": "0"]
)
guard arguments.first == "scrub", arguments.count % 2 == 1 else {
    FileHandle.standardError.write(
        Data("usage: goodcatch-bench scrub [--set report|tune] [--seed N] [--narratives N] [--examples N]\n".utf8))
    exit(64)
}
for place in stride(from: 1, to: arguments.count, by: 2) {
    options[String(arguments[place].dropFirst(2))] = arguments[place + 1]
}
let isTune = options["set"] == "tune"
var narrator = Narrator(
    vocabulary: isTune ? .tune : .report, templates: isTune ? Templates.tune : Templates.report,
    random: SeededGenerator(seed: UInt64(options["seed"] ?? "") ?? 1))
let narratives = (0..<(Int(options["narratives"] ?? "") ?? 7000)).map { narrator.narrative($0) }
let scrubber = Scrubber()
_ = scrubber.scrub([("1.8", narratives[0].text)], context: narratives[0].context)
// Processor time of this one thread: other work on the machine must not count.
let start = clock()
let results = narratives.map { scrubber.scrub([("1.8", $0.text)], context: $0.context)[0] }
let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
var bench = ScrubBench()
for (narrative, result) in zip(narratives, results) { bench.add(narrative, result.redactions.map(\.range)) }
let bytes = narratives.reduce(0) { $0 + $1.text.utf8.count }
print("set \(options["set"] ?? ""), seed \(options["seed"] ?? ""), \(narratives.count) narratives, \(bytes) bytes")
bench.print(examples: Int(options["examples"] ?? "") ?? 0)
print("\((Double(bytes) / seconds / 10_000).rounded() / 100) MB/s of processor time on one thread")
