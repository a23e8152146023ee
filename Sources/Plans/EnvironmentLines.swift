import Runs

/// The `KEY=VALUE` lines of an environment file, read as systemd and a shell do: quotes, blanks at the end, CR LF and
/// comments are no part of a value.
package struct EnvironmentLines: Sendable {
    private var values: [String: String] = [:]

    /// `nil` for bytes that are not UTF-8.
    package init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        for line in text.textLines {
            var line = line.trimmingBlanks()
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("export ") { line = line.dropFirst(7).trimmingBlanks() }
            guard let equals = line.firstIndex(of: "=") else { continue }
            let value = line[line.index(after: equals)...].trimmingBlanks()
            values[line[..<equals].trimmingBlanks()] = Self.unquoted(value)
        }
    }

    /// The value of a key; of several the last counts.
    package subscript(key: String) -> String? { values[key] }

    private static func unquoted(_ value: String) -> String {
        guard value.utf8.count >= 2, let quote = value.first, quote == "\"" || quote == "'", value.last == quote else {
            return value
        }
        return String(value.dropFirst().dropLast())
    }
}
