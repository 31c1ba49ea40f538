import Synchronization

/// Gives work a limited time, the same for all.
///
/// One sleep watches over everything under way: a sleep of its own for each request would stay in memory to its end, long
/// after the request was answered.
final class Patience: Sendable {
    private struct Work {
        let end: ContinuousClock.Instant
        let cancel: @Sendable () -> Void
    }

    private struct State {
        /// By number, so the first is also the first to end.
        var underWay: [Int: Work] = [:]
        var first = 0
        var last = 0
        var isWatched = false
    }

    private let limit: Duration
    private let state = Mutex(State())

    init(_ limit: Duration) { self.limit = limit }

    /// What the work gives; `nil` when its time is over first, and then it is cancelled.
    func value<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value? {
        let task = Task { try await work() }
        let number = begin { task.cancel() }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        // Whoever is not there any more was cancelled for its time.
        guard state.withLock({ $0.underWay.removeValue(forKey: number) }) != nil else { return nil }
        return try result.get()
    }

    private func begin(_ cancel: @escaping @Sendable () -> Void) -> Int {
        let work = Work(end: .now + limit, cancel: cancel)
        let (number, mustWatch) = state.withLock { state in
            state.last += 1
            state.underWay[state.last] = work
            defer { state.isWatched = true }
            return (state.last, !state.isWatched)
        }
        if mustWatch { Task { await watch() } }
        return number
    }

    private func watch() async {
        while let end = next() { try? await Task.sleep(until: end) }
    }

    /// Cancels what is over, and says when the next will be; `nil` when nothing is under way.
    private func next() -> ContinuousClock.Instant? {
        let now = ContinuousClock.now
        var over: [Work] = []
        let end = state.withLock { state -> ContinuousClock.Instant? in
            while state.first <= state.last {
                if let work = state.underWay[state.first] {
                    guard work.end <= now else { return work.end }
                    state.underWay[state.first] = nil
                    over.append(work)
                }
                state.first += 1
            }
            state.isWatched = false
            return nil
        }
        for work in over { work.cancel() }
        return end
    }
}
