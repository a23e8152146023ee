import Runs

/// Where a file goes that an operator names: relative names begin at the folder in which the console was started.
package struct WritePath: Equatable, Sendable {
    /// The folder in which the console was started.
    package let folder: String
    /// The operator's home; `nil` where there is none to write to.
    package let home: String?
    /// What becomes of everything that is written here, where it does not stay; one sentence.
    package let fate: String?

    package init(folder: String, home: String?, fate: String? = nil) {
        (self.folder, self.home, self.fate) = (folder, home, fate)
    }

    /// The whole path, or why the text is none.
    package func resolve(_ text: String) -> Result<String, Objection> {
        let text = text.trimmingBlanks()
        guard !text.isEmpty else { return .failure(Objection(text: "say into which file")) }
        guard !text.hasSuffix("/") else {
            return .failure(Objection(text: "say a name for the file behind the folder"))
        }
        if text == "~" || text.hasPrefix("~/") {
            guard let home else {
                return .failure(Objection(text: "there is no home folder here; name the whole path"))
            }
            return text == "~"
                ? .failure(Objection(text: "say a name for the file behind ~/"))
                : .success(joined(home, String(text.dropFirst(2))))
        }
        if text.hasPrefix("~") { return .failure(Objection(text: "only ~/ is understood, not the home of others")) }
        if text.hasPrefix("/") { return .success(text) }
        var name = text[...]
        while name.hasPrefix("./") { name = name.dropFirst(2).drop { $0 == "/" } }
        return .success(joined(folder, String(name)))
    }

    private func joined(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    /// Why a text names no file; one sentence.
    package struct Objection: Error, Equatable, Sendable { package let text: String }
}
