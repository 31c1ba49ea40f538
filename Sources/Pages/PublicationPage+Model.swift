/// A whole publication as one page; the words and figures come ready from the publication.
///
/// Templates look a missing name up in the enclosing model, so names differ between levels.
public struct PublicationPage: Sendable {
    public var title: String
    /// Who it is for and what it covers.
    public var subtitle: String
    /// Whether the page is one practice's patient safety work product.
    public var isConfidential: Bool
    public var facts: [PageFact]
    public var sentences: [String]
    public var legend: [LegendEntry]
    public var sections: [PageSection]
    /// What stands at the foot, such as the hash of the document.
    public var footnote: String

    public init(
        title: String, subtitle: String, isConfidential: Bool, facts: [PageFact], sentences: [String],
        legend: [LegendEntry], sections: [PageSection], footnote: String
    ) {
        self.title = title
        self.subtitle = subtitle
        self.isConfidential = isConfidential
        self.facts = facts
        self.sentences = sentences
        self.legend = legend
        self.sections = sections
        self.footnote = footnote
    }

    /// The page as HTML.
    public var html: String { Templates.render(Styled(style: Templates.style, page: self), with: "publication") }

    private struct Styled: Sendable {
        let style: String
        let page: PublicationPage
    }
}

/// One line of the facts about a publication.
public struct PageFact: Sendable {
    public var term: String
    public var description: String

    public init(_ term: String, _ description: String) {
        self.term = term
        self.description = description
    }
}

/// How one kind of cell looks, and what it means.
public struct LegendEntry: Sendable {
    public var cell: PageCell
    public var meaning: String

    public init(_ cell: PageCell, _ meaning: String) {
        self.cell = cell
        self.meaning = meaning
    }
}

/// One table with its heading, chart and notes.
public struct PageSection: Sendable {
    /// The anchor.
    public var id: String
    public var number: Int
    public var heading: String
    public var question: String
    /// The line that tells n, the elements asked and how they were answered.
    public var basis: [String]
    /// An SVG figure.
    public var figure: String?
    /// Whether figure and table are both narrow enough to stand side by side.
    public var isPaired: Bool
    public var table: PageTable
    /// Sentences below the table.
    public var notes: [String]

    public init(
        id: String, number: Int, heading: String, question: String, basis: [String], figure: String?,
        isPaired: Bool, table: PageTable, notes: [String]
    ) {
        self.id = id
        self.number = number
        self.heading = heading
        self.question = question
        self.basis = basis
        self.figure = figure
        self.isPaired = isPaired
        self.table = table
        self.notes = notes
    }
}

/// A table with one or two rows of column heads.
public struct PageTable: Sendable {
    public var caption: String
    /// Whether it has so many columns that they must be narrow.
    public let isWide: Bool
    public var rowHeading: String
    /// The head that spans the columns, if they have one in common.
    public var span: Span?
    public let columns: [String]
    /// The head of the column of totals behind a span.
    public var totalHeading: String?
    public var rows: [PageRow]
    public var totals: PageRow?

    /// A head over several columns.
    public struct Span: Sendable {
        public var spanHeading: String
        public var width: Int

        public init(_ spanHeading: String, width: Int) {
            self.spanHeading = spanHeading
            self.width = width
        }
    }

    public init(
        caption: String, rowHeading: String, span: Span? = nil, columns: [String], totalHeading: String? = nil,
        rows: [PageRow], totals: PageRow? = nil
    ) {
        self.caption = caption
        self.rowHeading = rowHeading
        self.span = span
        self.columns = columns
        isWide = columns.count > 5
        self.totalHeading = totalHeading
        self.rows = rows
        self.totals = totals
    }
}

/// One row of a table.
public struct PageRow: Sendable {
    /// A heading that begins here and spans the table.
    public var group: Group?
    public var label: String
    public var cells: [PageCell]

    /// A heading within a table.
    public struct Group: Sendable {
        public var groupHeading: String
        /// Columns it spans.
        public var groupWidth: Int

        public init(_ groupHeading: String, width: Int) {
            self.groupHeading = groupHeading
            groupWidth = width
        }
    }

    public init(group: Group? = nil, label: String, cells: [PageCell]) {
        self.group = group
        self.label = label
        self.cells = cells
    }
}

/// One figure, or what stands in its place.
public struct PageCell: Sendable {
    /// Classes of the style sheet: "value", "zero", "suppressed", "not-asked", and "heat-1" to "heat-5".
    public var look: String
    public var text: String
    /// A small raised letter that the legend explains.
    public var mark: String?
    /// Small print below the figure.
    public var details: [String]

    public init(look: String, text: String, mark: String? = nil, details: [String] = []) {
        self.look = look
        self.text = text
        self.mark = mark
        self.details = details
    }
}
