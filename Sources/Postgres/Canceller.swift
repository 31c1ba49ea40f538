import Dispatch
import Synchronization

/// Cancels the statement a connection runs, and never the one after it.
final class Canceller: Sendable {
    private struct State: ~Copyable {
        var handle = CancelHandle(nil)
        var last = 0
        var running: Int?
    }
    private let state = Mutex(State())

    /// Takes the handle of a newly opened connection.
    func attach(_ handle: consuming sending CancelHandle) {
        var handle: CancelHandle? = handle
        state.withLock { $0.handle = handle.take()! }
    }

    /// Marks a statement as running; the number names it.
    func begin() -> Int {
        state.withLock { state in
            state.last += 1
            state.running = state.last
            return state.last
        }
    }

    /// Marks the statement as over; waits for a cancellation under way, which must not reach the next one.
    func end() {
        state.withLock { $0.running = nil }
    }

    /// Cancels until the statement is over: one that the server has not yet begun would miss a single request.
    func cancel(_ number: Int) {
        DispatchQueue.global().async { self.request(number) }
    }

    private func request(_ number: Int) {
        let isRunning = state.withLock { state in
            guard state.running == number else { return false }
            state.handle.cancel()
            return true
        }
        if isRunning {
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(50)) { self.request(number) }
        }
    }
}
