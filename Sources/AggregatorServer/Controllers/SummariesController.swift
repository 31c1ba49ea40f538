import AggregatorStore
import HTTPTypes
import Hummingbird
import IncidentReports
import NIOCore
import Publishing

/// A practice's own released half-yearly summaries.
struct SummariesController: Sendable {
    let summaries: ReleasedSummaries

    func addRoutes(to group: RouterGroup<PracticeContext>) {
        group.get("summaries/:period", use: fetch)
    }

    /// The forms a summary comes in.
    static let formats: [String: (mediaType: String, render: @Sendable (FrozenPublication) -> String)] = [
        "json": ("application/json", Renderer.json),
        "csv": ("text/csv; charset=utf-8", Renderer.csv),
        "html": ("text/html; charset=utf-8", Renderer.html),
    ]

    @Sendable
    private func fetch(_ request: Request, context: PracticeContext) async throws -> Response {
        guard let period = context.parameters.get("period").flatMap({ ReportingPeriod($0) }) else {
            throw Problem.badRequest("a period is written like 2025H2")
        }
        guard let format = Self.formats[request.uri.queryParameters["format"].map { String($0) } ?? "json"] else {
            throw Problem.badRequest("a summary comes as json, csv or html")
        }
        guard let frozen = try await summaries.latest(of: period.label, practice: context.caller.practice) else {
            throw Problem.summaryNotReleased
        }
        let text = format.render(try FrozenPublication(frozen))
        return Response(
            status: .ok, headers: [.contentType: format.mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
