import Mustache

/// The embedded templates, parsed once.
enum Templates {
    private static let folder = "Sources/Pages/Templates/"

    private static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        for (path, text) in EmbeddedText.files where path.hasSuffix(".mustache") {
            let name = String(path.dropFirst(folder.count).dropLast(".mustache".count))
            do {
                try library.register(text, named: name)
            } catch {
                preconditionFailure("the embedded template \(name) cannot be read: \(error)")
            }
        }
        return library
    }()

    /// The style sheet that every page carries in itself, so that a saved page needs nothing else.
    static let style = EmbeddedText.files[folder + "style.css"] ?? ""

    /// Renders a model; whatever it holds is escaped.
    static func render(_ model: some Sendable, with name: String) -> String {
        guard let text = library.render(model, withTemplate: name) else {
            preconditionFailure("template \(name) is not embedded")
        }
        return text
    }
}
