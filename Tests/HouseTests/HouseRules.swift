/// A breach of a rule of the house.
struct Complaint: CustomStringConvertible {
    var rule: Rule
    var path: String
    /// Counted from 1; `nil` when the whole file is meant.
    var line: Int?
    var text: String

    var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(text)" }

    enum Rule: Equatable {
        case folder, imports, foundation, publicAccess, crash, unchecked, length, machinePath, unfinished
    }
}

/// The rules that no compiler holds. Each is a function of one file's text, so that a few lines can be held against it.
enum HouseRules {
    static let longestFile = 400

    static func complaints(about file: SourceFile) -> [Complaint] {
        let rules = [folder, imports, publicAccess, crashes, unchecked, length, machinePaths, unfinished]
        return rules.flatMap { $0(file) }
    }

    private static func isSource(_ file: SourceFile) -> Bool { file.parts.first == "Sources" }

    private static func target(of file: SourceFile) -> HousePlan.Target? {
        file.parts.count > 2 ? HousePlan.sources[String(file.parts[1])] : nil
    }

    static func folder(_ file: SourceFile) -> [Complaint] {
        guard isSource(file) else { return [] }
        guard let target = target(of: file) else {
            return [Complaint(rule: .folder, path: file.path, text: "stands in no target of the plan")]
        }
        guard file.parts.count > 3, !target.folders.contains(String(file.parts[2])) else { return [] }
        return [Complaint(rule: .folder, path: file.path, text: "the plan has no folder \(file.parts[2]) here")]
    }

    static func imports(_ file: SourceFile) -> [Complaint] {
        file.imports.compactMap { module, line in
            if module.hasPrefix("Foundation") {
                return Complaint(rule: .foundation, path: file.path, line: line, text: "imports \(module)")
            }
            guard isSource(file), let target = target(of: file), !allowed(in: file, target).contains(module)
            else { return nil }
            return Complaint(rule: .imports, path: file.path, line: line, text: "may not import \(module)")
        }
    }

    private static func allowed(in file: SourceFile, _ target: HousePlan.Target) -> Set<String> {
        file.parts.dropFirst(2).reduce(target.imports) { $0.union(target.onlyIn[String($1)] ?? []) }
    }

    static func publicAccess(_ file: SourceFile) -> [Complaint] {
        guard isSource(file) else { return [] }
        return lines(of: file, .publicAccess, "is public; the API of a target is `package`") { line in
            words(line.code).contains("public")
        }
    }

    static func crashes(_ file: SourceFile) -> [Complaint] {
        lines(of: file, .crash, "can end the program: handle the case") { line in
            line.code.contains("try!") || line.code.contains("as!") || words(line.code).contains("fatalError")
        }
    }

    /// What turns off the checks of concurrency must say on its line, or on the one above, why that is safe.
    static func unchecked(_ file: SourceFile) -> [Complaint] {
        file.lines.indices.compactMap { index in
            let line = file.lines[index]
            guard line.code.contains("@unchecked Sendable") || line.code.contains("nonisolated(unsafe)") else {
                return nil
            }
            let isExplained = line.hasComment || (index > 0 && file.lines[index - 1].hasComment)
            guard !isExplained else { return nil }
            return Complaint(rule: .unchecked, path: file.path, line: index + 1, text: "does not say why it is safe")
        }
    }

    static func length(_ file: SourceFile) -> [Complaint] {
        guard file.lineCount > longestFile else { return [] }
        let text = "has \(file.lineCount) lines; at most \(longestFile)"
        return [Complaint(rule: .length, path: file.path, text: text)]
    }

    /// Paths of somebody's machine. `/tmp` and `/root` are the contract's; `/home/ci` is that of the corpus.
    static func machinePaths(_ file: SourceFile) -> [Complaint] {
        lines(of: file, .machinePath, "holds a path of one machine") { line in
            let text = line.text.replacing("/home/ci/", with: "")
            return ["/work/", "/home/", "/Users/", "/var/tmp/"].contains { text.contains($0) }
        }
    }

    static func unfinished(_ file: SourceFile) -> [Complaint] {
        lines(of: file, .unfinished, "is not finished") { line in
            line.hasComment && !words(String(line.text)).isDisjoint(with: ["TODO", "FIXME", "XXX"])
        }
    }

    private static func lines(
        of file: SourceFile, _ rule: Complaint.Rule, _ text: String, where isBad: (SourceFile.Line) -> Bool
    ) -> [Complaint] {
        file.lines.enumerated().compactMap { index, line in
            isBad(line) ? Complaint(rule: rule, path: file.path, line: index + 1, text: text) : nil
        }
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    }
}
