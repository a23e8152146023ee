import Observing
import Runs
import TOMLKit

/// Reads triage rules.
///
///     [[rule]]                     # in the configuration: [[triage]]
///     id = "LAB-01"
///     pattern = 'lun \S+ is busy'  # looked for in one line; case does not count
///     step = 'Create migration'    # optional: only where the failed step's title fits
///     cause = "a leftover session holds the LUN"
///     advice = "end it in the portal"
///     retry = "after repair"       # safe, later, after repair, with root, maybe, as wished, product, no, n/a
///     where = ["log"]              # optional: log, result, reason
enum TriageReader {
    /// Nothing that a person wrote is larger; in bytes.
    static let sizeLimit = 256 * 1024

    /// What of a text could be used, and a line for each thing that could not.
    struct Reading: Equatable, Sendable {
        var rules: [TriageRule] = []
        var problems: [String] = []
        /// How many rules were left out; of many not each has a line.
        var refused = 0

        /// `2 rules, 3 refused`
        var summary: String {
            "\(rules.count) rule\(rules.count == 1 ? "" : "s")" + (refused > 0 ? ", \(refused) refused" : "")
        }

        static func + (one: Reading, other: Reading) -> Reading {
            Reading(
                rules: one.rules + other.rules, problems: one.problems + other.problems,
                refused: one.refused + other.refused)
        }
    }

    /// The shipped rules. A test holds that none of them is broken.
    static var shipped: Reading {
        ShippedTriage.names.reduce(Reading()) { all, name in
            all + read(ShippedTriage.text(of: name) ?? "", file: name + ".toml")
        }
    }

    /// The operator's rules before the shipped ones.
    static func rules(_ own: [Reading], files: [String]) -> TriageRules {
        let all = own.reduce(Reading(), +) + files.map(read(fileAt:)).reduce(Reading(), +) + shipped
        return TriageRules(all.rules, problems: all.problems)
    }

    static func read(fileAt path: String) -> Reading {
        let shown = SafeText.visible(path)
        do throws(SafeFileError) {
            let bytes = try SafeFile.read(path, limit: sizeLimit)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return Reading(problems: ["triage rules \(shown): not UTF-8 text"])
            }
            return read(text, file: path)
        } catch {
            return Reading(problems: ["triage rules: \(SafeText.visible("\(error)"))"])
        }
    }

    /// - Parameter file: what the text is called in problems.
    static func read(_ text: String, file: String) -> Reading {
        let shown = SafeText.visible(file)
        let table: TOMLTable
        do throws(TOMLProblem) {
            table = try TOMLDocument.table(text)
        } catch {
            return Reading(problems: ["triage rules \(error.text(of: file))"])
        }
        if let other = table.keys.sorted().first(where: { $0 != "rule" }) {
            return Reading(problems: ["triage rules \(shown): '\(SafeText.visible(other))' is no [[rule]]"])
        }
        guard let rules = table["rule"] else { return Reading() }
        return read(rules, file: file)
    }

    /// A list of tables, one for each rule.
    static func read(_ value: any TOMLValueConvertible, file: String) -> Reading {
        let shown = SafeText.visible(file)
        guard let array = value.array else {
            return Reading(problems: ["triage rules \(shown): each rule must begin with [[rule]]"])
        }
        var reading = Reading()
        var known: Set<String> = []
        for (index, element) in array.enumerated() {
            do throws(PatternProblem) {
                guard let table = element.table else { throw PatternProblem("not a table") }
                let rule = try rule(table)
                guard known.insert(rule.id).inserted else { throw problem("another one before it has this id") }
                reading.rules.append(rule)
            } catch {
                reading.refused += 1
                guard reading.refused <= problemLimit else { continue }
                let name = element.table?["id"]?.string.map(shownID) ?? "number \(index + 1)"
                reading.problems.append("triage rule \(name) of \(shown) is left out: \(error)")
            }
        }
        if reading.refused > problemLimit {
            reading.problems.append("\(reading.refused - problemLimit) more triage rules of \(shown) are left out")
        }
        return reading
    }

    /// Of broken rules that are told one by one.
    private static let problemLimit = 10

    private static func shownID(_ id: String) -> String {
        "'\(SafeText.visible(id.count <= 40 ? id : id.prefix(39) + "…"))'"
    }

    private static let keys = ["id", "pattern", "step", "cause", "advice", "retry", "where"]

    private static func rule(_ table: TOMLTable) throws(PatternProblem) -> TriageRule {
        if let other = table.keys.sorted().first(where: { !keys.contains($0) }) {
            throw problem("there is no '\(SafeText.visible(other))'; there are \(keys.joined(separator: ", "))")
        }
        let id = try text("id", of: table)
        guard id.count <= 24, id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }) else {
            throw problem("id must be at most 24 letters, digits and - _ .")
        }
        let word = table["retry"] == nil ? "maybe" : try text("retry", of: table)
        guard let retry = Retry(rawValue: word) else {
            let known = Retry.allCases.map(\.rawValue).joined(separator: ", ")
            throw problem("retry is '\(SafeText.visible(word))'; there are \(known)")
        }
        return TriageRule(
            id: id, pattern: try pattern("pattern", of: table),
            step: table["step"] == nil ? nil : try pattern("step", of: table),
            cause: SafeText.visible(try text("cause", of: table)),
            advice: table["advice"] == nil ? "" : SafeText.visible(try text("advice", of: table)), retry: retry,
            sources: try sources(of: table))
    }

    private static func sources(of table: TOMLTable) throws(PatternProblem) -> Set<TriageRule.Source> {
        guard let value = table["where"] else { return Set(TriageRule.Source.allCases) }
        let words = value.array?.map(\.string) ?? [value.string]
        let known = words.compactMap { $0.flatMap(TriageRule.Source.init(rawValue:)) }
        guard known.count == words.count, !known.isEmpty else {
            throw problem("where must be a list of log, result, reason")
        }
        return Set(known)
    }

    private static func pattern(_ key: String, of table: TOMLTable) throws(PatternProblem) -> LinePattern {
        let text = try text(key, of: table)
        guard !text.contains(where: \.isNewline) else {
            throw problem("\(key): it holds a line break, but is looked for in one line")
        }
        do throws(PatternProblem) { return try LinePattern(text) } catch { throw problem("\(key): \(error)") }
    }

    private static func text(_ key: String, of table: TOMLTable) throws(PatternProblem) -> String {
        guard let text = table[key]?.string, !text.trimmingBlanks().isEmpty else {
            throw problem("'\(key)' must be a text in quotes")
        }
        return text
    }

    private static func problem(_ text: String) -> PatternProblem { PatternProblem(text) }
}
