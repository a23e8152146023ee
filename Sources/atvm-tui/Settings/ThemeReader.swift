import Screen
import TOMLKit

/// Why a theme could not be used, in one line: file, line where known, and what would be right.
struct ThemeProblem: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ file: String, line: Int? = nil, _ text: String) {
        let place = TextWidth.shownText(file) + (line.map { ":\($0)" } ?? "")
        description = "theme \(place): \(text)"
    }
}

/// Reads themes.
///
///     [colors]                     # names for colours, if wanted
///     accent = "#79b8ff"
///     [roles]                      # what is not named keeps its built-in look
///     good = "green"
///     bad = "bold #ff7b72 on 236, reverse"    # behind the comma: for terminals of 16 or 8 colours
enum ThemeReader {
    /// Nothing that a person wrote is larger; in bytes.
    static let sizeLimit = 256 * 1024

    /// The theme of that name: one that is shipped, or a path to a file (anything with a `/` or ending in `.toml`).
    static func theme(named name: String) throws(ThemeProblem) -> Theme {
        if name == Theme.builtIn.name { return .builtIn }
        if let text = ShippedThemes.text(of: name) { return try theme(from: text, file: name) }
        guard name.contains("/") || name.hasSuffix(".toml") else {
            let known = ([Theme.builtIn.name] + ShippedThemes.names).joined(separator: ", ")
            throw ThemeProblem(name, "there is no such theme; there are \(known), and paths of .toml files")
        }
        return try theme(fromFileAt: name)
    }

    static func theme(fromFileAt path: String) throws(ThemeProblem) -> Theme {
        switch BoundedFile.read(path, limit: sizeLimit) {
        case .text(let text): return try theme(from: text, file: path)
        case .tooLarge: throw ThemeProblem(path, "larger than 256 KiB, so it is no theme")
        case .unreadable(let reason): throw ThemeProblem(path, "cannot be read: \(reason)")
        }
    }

    /// - Parameter file: what the text is called in problems; the theme is called so too, without folders and ending.
    static func theme(from text: String, file: String) throws(ThemeProblem) -> Theme {
        let document: TOMLTable
        do throws(TOMLProblem) {
            document = try TOMLDocument.table(text)
        } catch {
            throw ThemeProblem(file, line: error.line, error.reason)
        }
        if let other = document.keys.sorted().first(where: { !["colors", "roles"].contains($0) }) {
            let name = TextWidth.shownText(other)
            throw ThemeProblem(file, line: line(of: other, in: text), "'\(name)' is neither [colors] nor [roles]")
        }
        let colors = try colors(in: document, text, file)
        return Theme(name: themeName(file), looks: try looks(in: document, colors, text, file))
    }

    private static func colors(
        in document: TOMLTable, _ text: String, _ file: String
    ) throws(ThemeProblem) -> [String: Color] {
        var colors: [String: Color] = [:]
        for (key, value) in try strings(of: "colors", in: document, text, file) {
            guard let color = Color(text: value) else {
                let shown = TextWidth.shownText(value)
                throw ThemeProblem(
                    file, line: line(of: key, in: text),
                    "'\(shown)' is no colour; there are red, bright-red, 0–255, #rrggbb and default")
            }
            // Behind the comma `green` must still be the terminal's own.
            if Color(text: key) != nil {
                throw ThemeProblem(
                    file, line: line(of: key, in: text), "'\(key)' is a colour already; use another name")
            }
            colors[key] = color
        }
        return colors
    }

    private static func looks(
        in document: TOMLTable, _ colors: [String: Color], _ text: String, _ file: String
    ) throws(ThemeProblem) -> [Role: Look] {
        var looks: [Role: Look] = [:]
        for (key, value) in try strings(of: "roles", in: document, text, file) {
            guard let role = Role(name: key) else {
                let known = Role.allCases.map(\.name).joined(separator: ", ")
                throw ThemeProblem(
                    file, line: line(of: key, in: text),
                    "there is no role '\(TextWidth.shownText(key))'; there are \(known)")
            }
            do throws(StyleTextError) {
                looks[role] = try Look(value, colors: colors)
            } catch {
                throw ThemeProblem(file, line: line(of: key, in: text), "\(key): \(error)")
            }
        }
        return looks
    }

    private static func strings(
        of name: String, in document: TOMLTable, _ text: String, _ file: String
    ) throws(ThemeProblem) -> [(String, String)] {
        guard let value = document[name] else { return [] }
        guard let table = value.table else {
            throw ThemeProblem(file, line: line(of: name, in: text), "'\(name)' must be a table: [\(name)]")
        }
        var pairs: [(String, String)] = []
        for key in table.keys.sorted() {
            guard let value = table[key]?.string else {
                let shown = TextWidth.shownText(key)
                throw ThemeProblem(file, line: line(of: key, in: text), "'\(shown)' must be a text in quotes")
            }
            pairs.append((key, value))
        }
        return pairs
    }

    /// Where `key` stands, counted from 1: the parser does not say.
    private static func line(of key: String, in text: String) -> Int? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.firstIndex { line in
            let start = line.drop { " \t[\"'".contains($0) }
            guard start.hasPrefix(key) else { return false }
            return start.dropFirst(key.count).first { !" \t\"'".contains($0) }.map { "=].".contains($0) } ?? false
        }.map { $0 + 1 }
    }

    private static func themeName(_ file: String) -> String {
        let last = file.split(separator: "/").last.map(String.init) ?? file
        return TextWidth.shownText(last.hasSuffix(".toml") ? String(last.dropLast(5)) : last)
    }
}
