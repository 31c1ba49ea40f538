import Foundation
import Pages
import Testing

@Suite struct PublicationPageTests {
    private static let nasty = "</td><script>alert(\"1\")</script>&'"

    private func page(confidential: Bool = false, text: String = "words") -> PublicationPage {
        let bars = BarChart(
            id: "c1", title: text, description: text,
            rows: [
                .init(label: text, bars: [.init(value: 30, text: text, national: 20)]),
                .init(label: text, bars: [.init(value: nil, text: text, isHidden: true)]),
                .init(label: text, bars: [.init(value: 0, text: text)]),
            ], maximum: 30)
        let lines = LineChart(
            id: "c2", title: text, description: text, quarters: [text, text],
            series: [.init(name: text, points: [.init(value: 3), .init(value: nil, sign: text)])])
        let cells = [PageCell(look: "value", text: text, mark: text, details: [text])]
        let list = PageTable(
            caption: text, rowHeading: text, columns: [text],
            rows: [
                PageRow(group: .init(text, width: 2), label: text, cells: cells), PageRow(label: text, cells: cells),
            ],
            totals: PageRow(label: text, cells: cells))
        let grid = PageTable(
            caption: text, rowHeading: text, span: .init(text, width: 1), columns: [text], totalHeading: text,
            rows: [PageRow(label: text, cells: cells + cells)])
        return PublicationPage(
            title: text, subtitle: text, isConfidential: confidential, facts: [PageFact(text, text)],
            sentences: [text], legend: [LegendEntry(cells[0], text)],
            sections: [
                PageSection(
                    id: "s1", number: 1, heading: text, question: text, basis: [text], figure: bars.svg, isPaired: true,
                    table: list, notes: [text]),
                PageSection(
                    id: "s2", number: 2, heading: text, question: text, basis: [], figure: lines.svg, isPaired: false,
                    table: grid, notes: []),
            ],
            footnote: text)
    }

    @Test func thePageIsWellFormedAndItsPartsAreNamed() {
        let structure = PageStructure(page().html)
        #expect(structure.isWellFormed)
        #expect(structure.all("html").first?["lang"] == "en")
        #expect(structure.all("h1").count == 1)
        #expect(structure.all("script").isEmpty)
        #expect(structure.all("table").count == structure.all("caption").count)
        #expect(structure.all("th").allSatisfy { ["col", "row", "colgroup", "rowgroup"].contains($0["scope"]) })
        let ids = structure.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        let targets = structure.all("a").compactMap { $0["href"] }
        #expect(targets == ["#s1", "#s2"])
        let named = structure.elements.compactMap { $0.attributes["aria-labelledby"] }
            .flatMap { $0.split(separator: " ").map(String.init) }
        #expect(Set(named).isSubset(of: ids))
    }

    @Test func chartsHaveATitleADescriptionAndTheirFiguresAsText() {
        let structure = PageStructure(page(text: "thirty").html)
        let charts = structure.all("svg")
        #expect(charts.count == 2)
        #expect(charts.allSatisfy { $0["role"] == "img" && $0["aria-labelledby"] != nil })
        #expect(structure.all("desc").count == 2)
        // The page's own title and one for each chart.
        #expect(structure.all("title").count == 3)
        #expect(structure.all("rect").contains { $0["fill"] == "url(#c1-hidden)" })
        #expect(structure.all("circle").contains { $0["class"] == "point point-1" })
    }

    @Test func everythingIsEscaped() {
        let page = page(confidential: true, text: Self.nasty)
        let structure = PageStructure(page.html)
        #expect(structure.isWellFormed)
        #expect(structure.all("script").isEmpty)
        #expect(structure.text.contains(Self.nasty))
        #expect(!page.html.contains("<script"))
    }

    @Test func onlyAPracticesOwnPageIsMarkedConfidential() {
        let notice = "42 U.S.C. 299b-22, and 42 CFR Part 3"
        #expect(page(confidential: true).html.contains(notice))
        #expect(page(confidential: true).html.contains("<body class=\"confidential\">"))
        #expect(!page().html.contains(notice))
    }

    @Test func nothingIsFetchedFromElsewhere() {
        let structure = PageStructure(page().html)
        let addresses = structure.elements.flatMap { element in
            ["src", "href", "xlink:href", "data"].compactMap { element.attributes[$0] }
        }
        #expect(addresses.allSatisfy { $0.hasPrefix("#") })
        #expect(!page().html.contains("@import"))
        #expect(!page().html.contains("url(http"))
    }

    @Test func theSameModelGivesTheSameBytes() {
        #expect(page().html == page().html)
    }
}
