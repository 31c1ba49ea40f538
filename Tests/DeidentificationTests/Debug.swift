import Deidentification
import Foundation
import IncidentReports
import IncidentSpec
import Testing
@Suite struct Dbg { @Test func d() throws {
 let practice = try TestPractice()
 for seed in [211, 1477] as [UInt64] { let planted = PlantedReport(seed: seed)
  let p = try practice.deidentifier.prepare(planted.report)
  let t = String(decoding: p.packet, as: UTF8.self)
  let lo = t.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
  print("DBG", planted.parts.filter { lo.contains($0) }, planted.secrets)
  for (n, v) in p.report.answers { for x in v.textValues { print("DBG", n, x); print("DBG from", planted.report.answers[n]!.textValues) } }
 } } }
