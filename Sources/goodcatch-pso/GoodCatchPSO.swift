import ArgumentParser

/// The aggregator's program.
@main
struct GoodCatchPSO: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "goodcatch-pso",
        abstract: "The aggregator of a patient safety organization for radiation oncology.",
        discussion: """
            Exit codes: 0 done, 1 failed, 64 wrong arguments, 69 the database cannot be reached, 78 the configuration \
            cannot be used.

            Example:
              goodcatch-pso migrate --config pso.yaml
              goodcatch-pso practice add P001 --name "Lakeside Radiation Oncology" \\
                --agreements-signed 2026-01-01 --signed-by "N. N." --config pso.yaml
              goodcatch-pso enrolment show P001 --config pso.yaml
              goodcatch-pso serve --config pso.yaml
              goodcatch-pso report --period 2025Q4 --out report --config pso.yaml
            """,
        subcommands: [
            Migrate.self, Serve.self, Practice.self, Enrolment.self, Report.self, Summary.self, DisclosureCommand.self,
            Audit.self, Account.self, Problems.self, Describe.self,
        ])
}
