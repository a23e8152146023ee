/// What the text below the line with which a spec broke off says of the error; the advice around it is left out.
///
///     The error was:
///
///     Error: Webpack Compilation Error
///     Module not found: Error: Can't resolve '../it/does/not/exist'
///           at Watching.handle (webpack.js:1:2)
///
///     This occurred while Cypress was compiling and bundling your test code.
struct BreakExcerpt: Equatable {
    /// The error and what belongs to it up to its stack; empty where none is named.
    private(set) var error: [String] = []
    /// Stack or code frame.
    private(set) var stack: [String] = []

    init(below lines: [String]) {
        guard let start = Self.start(in: lines) else { return }
        let rest = lines[start...]
        let end = rest.firstIndex { $0.isEmpty || Self.isFrame($0) } ?? rest.endIndex
        error = Array(rest[..<end])
        // Frames are indented, or point at a line; what begins at the edge below a blank line is advice.
        let stackEnd =
            rest[end...].indices.first { index in
                !lines[index].isEmpty && lines[index - 1].isEmpty && !Self.isIndented(lines[index])
            } ?? rest.endIndex
        stack = rest[end..<stackEnd].filter { !$0.isEmpty }
    }

    private static func start(in lines: [String]) -> Int? {
        if let named = lines.firstIndex(where: namesError) { return named }
        guard let lead = lines.firstIndex(where: { $0.lowercased().hasPrefix("the error ") && $0.hasSuffix(":") })
        else { return nil }
        return lines[(lead + 1)...].firstIndex { !$0.isEmpty }
    }

    /// `TypeError: …`, `Error [ERR_REQUIRE_ESM]: …`
    private static func namesError(_ line: String) -> Bool {
        let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
        guard name.first?.isUppercase == true, name.hasSuffix("Error") || name.hasSuffix("Exception") else {
            return false
        }
        let rest = line[name.endIndex...]
        return rest.hasPrefix(":") || rest.hasPrefix(" [")
    }

    private static func isFrame(_ line: String) -> Bool {
        let text = line.trimmingBlanks()
        return isIndented(line) && (text.hasPrefix("at ") || text.hasPrefix("[stack trace"))
    }

    private static func isIndented(_ line: String) -> Bool {
        line.first == " " || line.first == "\t" || line.hasPrefix("> ")
    }
}
