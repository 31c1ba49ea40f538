import AggregatorStore
import Foundation
import Testing

@Suite struct ReportSQLFileTests {
    @Test(arguments: ReportCounts.tableNames)
    func eachFileNamesItselfAndKeepsToWhatAClusterTakes(table: String) throws {
        let text = SQLFiles.text("SQL/reports/\(table).sql")
        #expect(text.hasPrefix("-- \(table): "))
        for parameter in ["$1::date", "$2::date", "$3::integer"] { #expect(text.contains(parameter)) }
        for refused in ["GROUPING SETS", "CUBE", "ROLLUP", "count(DISTINCT", "jsonb", "envelope", "description"] {
            #expect(text.range(of: refused, options: .caseInsensitive) == nil || table == "completeness", "\(refused)")
        }
        #expect(text.components(separatedBy: "\n").allSatisfy { $0.count <= 120 })
    }
}
