import CLibPQ

extension Connection {
    /// Runs statements in one round trip, inside that transaction or not at all.
    func pipeline(_ statements: [SQL], in transaction: Transaction.Mark?) async throws -> [Rows] {
        try await cancellable(in: transaction) { try runPipeline(statements) }
    }

    /// Copies rows in, inside that transaction or not at all.
    func copyIn(_ statement: SQL, _ data: CopyData, in transaction: Transaction.Mark?) async throws -> Int {
        try await cancellable(in: transaction) { try runCopy(statement, data) }
    }

    /// Sends everything before reading the first answer; libpq itself reads on while it waits for room to send.
    private func runPipeline(_ statements: [SQL]) throws -> [Rows] {
        for statement in statements { try checkParameters(statement) }
        try limitStatements()
        PQenterPipelineMode(handle.pointer)
        defer { PQexitPipelineMode(handle.pointer) }
        var commands: [(text: String, isPrepare: Bool)] = []
        for statement in statements {
            let text = statement.text
            guard statement.isPrepared else {
                PQsendQueryParams(handle.pointer, text, 0, nil, nil, nil, nil, 0)
                commands.append((text, false))
                continue
            }
            let name = prepared(text) {
                PQsendPrepare(handle.pointer, $0, text, 0, nil)
                commands.append((text, true))
            }
            statement.parameters.withPointers {
                _ = PQsendQueryPrepared(handle.pointer, name, Int32(statement.parameters.count), $0, nil, nil, 0)
            }
            commands.append((text, false))
        }
        PQpipelineSync(handle.pointer)
        return try pipelineResults(commands)
    }

    /// Reads every answer up to the synchronisation point and only then throws the first failure.
    private func pipelineResults(_ commands: [(text: String, isPrepare: Bool)]) throws -> [Rows] {
        var results: [Rows] = []
        var failure: (any Error)?
        for (text, isPrepare) in commands {
            do {
                let rows = try rows(nextResult(), text)
                if !isPrepare { results.append(rows) }
            } catch {
                // The server skips what follows the first failure, preparing included.
                if isPrepare { forget(text) }
                failure = failure ?? error
            }
        }
        PQclear(PQgetResult(handle.pointer))
        if let failure { throw failure }
        return results
    }

    /// The result of one command of a pipeline, which a null ends.
    private func nextResult() -> ResultHandle {
        let result = ResultHandle(PQgetResult(handle.pointer))
        if [PGRES_COPY_IN, PGRES_COPY_OUT].contains(result.status) {
            // libpq cannot bring a pipeline with a COPY in it back into step.
            handle.close()
        }
        while let further = PQgetResult(handle.pointer) { PQclear(further) }
        return result
    }

    private func runCopy(_ statement: SQL, _ data: CopyData) throws -> Int {
        let text = statement.text
        let answer = ResultHandle(PQexec(handle.pointer, text))
        guard answer.status == PGRES_COPY_IN else {
            _ = try rows(answer, text)
            throw DatabaseError(.misuse, detail: text)
        }
        data.bytes.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: Self.copyChunk) {
                let chunk = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + Self.copyChunk, bytes.count)])
                PQputCopyData(
                    handle.pointer, chunk.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(chunk.count))
            }
        }
        // What went wrong while sending comes with the final result.
        PQputCopyEnd(handle.pointer, nil)
        let result = ResultHandle(PQgetResult(handle.pointer))
        while let further = PQgetResult(handle.pointer) { PQclear(further) }
        return try rows(result, text).affected
    }

    /// Bytes handed to libpq at a time.
    private static let copyChunk = 1 << 16
}
