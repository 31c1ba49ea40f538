public import CoreMetrics
import Synchronization

/// Collects what is measured through swift-metrics and writes it in the text format of Prometheus (0.0.4).
///
/// Labels are routes, methods, statuses and outcomes: never a practice, a report or a content.
public final class PrometheusMetrics: MetricsFactory, Sendable {
    /// One measured thing with its labels.
    struct Key: Hashable, Comparable {
        let name: String
        let labels: String

        init(_ label: String, _ dimensions: [(String, String)]) {
            name = "goodcatch_" + Self.clean(label)
            labels = dimensions.sorted { $0.0 < $1.0 }
                .map { "\(Self.clean($0.0))=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        }

        static func < (left: Key, right: Key) -> Bool { (left.name, left.labels) < (right.name, right.labels) }

        private static func clean(_ text: String) -> String {
            String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        }

        private static func escaped(_ text: String) -> String {
            text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        }
    }

    /// Durations by upper bounds, in seconds.
    struct Histogram {
        static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
        var counts = [Int](repeating: 0, count: bounds.count)
        var count = 0
        var sum = 0.0

        mutating func record(_ seconds: Double) {
            count += 1
            sum += seconds
            if let place = Self.bounds.firstIndex(where: { seconds <= $0 }) { counts[place] += 1 }
        }
    }

    private struct State {
        var counters: [Key: Double] = [:]
        var gauges: [Key: Double] = [:]
        var histograms: [Key: Histogram] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        Counter(metrics: self, key: Key(label, dimensions))
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        Counter(metrics: self, key: Key(label, dimensions))
    }

    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        Gauge(metrics: self, key: Key(label, dimensions))
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        Gauge(metrics: self, key: Key(label, dimensions))
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        Timer(metrics: self, key: Key(label, dimensions))
    }

    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    /// Sets what is measured at the moment of asking, such as the connections in use.
    func set(_ label: String, _ dimensions: [(String, String)] = [], to value: Double) {
        let key = Key(label, dimensions)
        state.withLock { $0.gauges[key] = value }
    }

    /// Adds to what is counted.
    func count(_ label: String, _ dimensions: [(String, String)], _ amount: Int = 1) {
        let key = Key(label, dimensions)
        state.withLock { $0.counters[key, default: 0] += Double(amount) }
    }

    /// Runs work and records how long it took, whether it succeeds or not.
    func time<Value>(_ label: String, _ work: () async throws -> Value) async rethrows -> Value {
        let begin = ContinuousClock.now
        defer {
            let seconds = (ContinuousClock.now - begin) / .seconds(1)
            state.withLock { $0.histograms[Key(label, []), default: Histogram()].record(seconds) }
        }
        return try await work()
    }

    /// Everything measured so far, sorted.
    func text() -> String {
        let now = state.withLock { $0 }
        var lines: [String] = []
        func write(_ values: [Key: Double], type: String) {
            var last = ""
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                let name = type == "counter" ? key.name + "_total" : key.name
                if name != last { lines.append("# TYPE \(name) \(type)") }
                last = name
                lines.append("\(name)\(Self.braced(key.labels)) \(Self.number(value))")
            }
        }
        write(now.counters, type: "counter")
        write(now.gauges, type: "gauge")
        var last = ""
        for (key, histogram) in now.histograms.sorted(by: { $0.key < $1.key }) {
            let name = key.name + "_seconds"
            if name != last { lines.append("# TYPE \(name) histogram") }
            last = name
            let prefix = key.labels.isEmpty ? "" : key.labels + ","
            var below = 0
            for (bound, count) in zip(Histogram.bounds, histogram.counts) {
                below += count
                lines.append("\(name)_bucket{\(prefix)le=\"\(Self.number(bound))\"} \(below)")
            }
            lines.append("\(name)_bucket{\(prefix)le=\"+Inf\"} \(histogram.count)")
            lines.append("\(name)_sum\(Self.braced(key.labels)) \(Self.number(histogram.sum))")
            lines.append("\(name)_count\(Self.braced(key.labels)) \(histogram.count)")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}

extension PrometheusMetrics {
    private final class Counter: CounterHandler, FloatingPointCounterHandler {
        let metrics: PrometheusMetrics
        let key: Key

        init(metrics: PrometheusMetrics, key: Key) {
            self.metrics = metrics
            self.key = key
        }

        func increment(by amount: Int64) { increment(by: Double(amount)) }
        func increment(by amount: Double) { metrics.state.withLock { $0.counters[key, default: 0] += amount } }
        func reset() { metrics.state.withLock { $0.counters[key] = 0 } }
    }

    private final class Gauge: RecorderHandler, MeterHandler {
        let metrics: PrometheusMetrics
        let key: Key

        init(metrics: PrometheusMetrics, key: Key) {
            self.metrics = metrics
            self.key = key
        }

        func record(_ value: Int64) { set(Double(value)) }
        func record(_ value: Double) { set(value) }
        func set(_ value: Int64) { set(Double(value)) }
        func set(_ value: Double) { metrics.state.withLock { $0.gauges[key] = value } }
        func increment(by amount: Double) { metrics.state.withLock { $0.gauges[key, default: 0] += amount } }
        func decrement(by amount: Double) { increment(by: -amount) }
    }

    private final class Timer: TimerHandler {
        let metrics: PrometheusMetrics
        let key: Key

        init(metrics: PrometheusMetrics, key: Key) {
            self.metrics = metrics
            self.key = key
        }

        func recordNanoseconds(_ duration: Int64) {
            metrics.state.withLock { $0.histograms[key, default: Histogram()].record(Double(duration) / 1e9) }
        }
    }
}
