import Foundation
import FoundationXML

/// The elements of a page, read by an XML parser, which refuses anything left open or unescaped.
final class PageStructure: NSObject, XMLParserDelegate {
    /// Every element with its attributes, in order.
    private(set) var elements: [(name: String, attributes: [String: String])] = []
    /// The text of the whole page.
    private(set) var text = ""
    private(set) var isWellFormed = false

    init(_ page: String) {
        super.init()
        let parser = XMLParser(data: Data(page.utf8))
        parser.delegate = self
        isWellFormed = parser.parse()
    }

    /// All elements of a name.
    func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append((name, attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
