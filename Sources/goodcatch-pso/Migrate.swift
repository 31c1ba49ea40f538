import AggregatorStore
import ArgumentParser

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database to the schema this program needs.",
        discussion: """
            Creates the database roles, applies missing migrations in one transaction and refreshes the lookup tables. \
            Safe to run again. Runs as the owner of the database (database.owner).

            Example:
              goodcatch-pso migrate --dry-run --config pso.yaml
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Say what would be applied and change nothing.")
    var dryRun = false
    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        try await reporting {
            let outcome = try await Migrator(common.configuration().ownerPool()).migrate(dryRun: dryRun)
            if json {
                struct Output: Encodable {
                    let applied: [String]
                    let version: Int
                    let dryRun: Bool
                }
                try printJSON(Output(applied: outcome.applied, version: outcome.version, dryRun: dryRun))
            } else {
                for name in outcome.applied { print((dryRun ? "would apply " : "applied ") + name) }
                print("schema version \(outcome.version)")
            }
        }
    }
}
