import AggregatorServer
import AggregatorStore
import ArgumentParser
import Hummingbird
import IncidentReports
import IncidentSpec
import Logging
import Metrics

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve practices over HTTPS until stopped by SIGTERM or SIGINT.",
        discussion: """
            Accepted requests are finished before the program ends. Logs go to standard error and hold no contents of \
            reports.

            Example:
              goodcatch-pso serve --config pso.yaml
            """)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await reporting {
            let configuration = try await common.configuration()
            guard let level = Logger.Level(rawValue: configuration.logLevel) else {
                throw ConfigurationError.missing("log.level")
            }
            LoggingSystem.bootstrap(StreamLogHandler.standardError)
            var logger = Logger(label: "goodcatch-pso")
            logger.logLevel = level
            let store = try AggregatorStore(
                url: configuration.databaseURL, connections: configuration.databaseConnections)
            let metrics = PrometheusMetrics()
            if configuration.metricsPassword != nil { MetricsSystem.bootstrap(metrics) }
            let application = try await buildApplication(
                configuration, store: store, specification: .v2012, clock: .system, logger: logger, metrics: metrics
            ) { port in announce("listening on https://\(configuration.host):\(port)") }
            try await application.runService()
            await store.close()
        }
    }
}
