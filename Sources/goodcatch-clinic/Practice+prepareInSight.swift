import ClinicStore

extension Practice {
    /// Makes ready what waits, and shows how far that is.
    func prepareInSight() async throws -> Preparation {
        var line = ProgressLine()
        defer { line.end() }
        return try await prepareWaiting { line.show("\($0) reports made ready or withheld") }
    }
}
