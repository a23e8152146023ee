import Runs
import Simulation

/// A log of the corpus, taken apart into what was played, so that it can be printed again.
///
/// The samples were printed by Cypress' own code: what the writer makes of their facts must be the same text.
struct CorpusLog {
    let text: String
    let plays: [SpecPlay]
    /// What Cypress took for each video.
    let videos: [Duration]

    /// - Parameter fraction: what a spec took beyond the whole seconds that its box shows, where no step lines tell it.
    init(_ text: String, fraction: Duration = .zero) {
        self.text = text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let starts = lines.indices.filter { lines[$0].hasPrefix("  Running:  ") }
        let ends = starts.dropFirst() + [lines.count]
        var plays: [SpecPlay] = []
        var videos: [Duration] = []
        for (start, end) in zip(starts, ends) {
            let part = Array(lines[start..<end])
            plays.append(Self.play(part, fraction))
            videos.append(Self.duration(Self.value("  -  Finished compressing:", in: part)))
        }
        (self.plays, self.videos) = (plays, videos)
    }

    /// The same log, printed by `writer`.
    func printed(by writer: LogWriter) -> String {
        var text = writer.runHeader(specs: plays.map(\.file), group: nil)
        for (index, play) in plays.enumerated() {
            text += writer.specHeader(play.file, index: index + 1, count: plays.count) + writer.suiteLine(play.suite)
            text += play.events.compactMap { writer.line($0.kind) }.joined()
            text += play.hasCrashed ? writer.rendererCrash : writer.epilogue(play)
            text += writer.results(play) + writer.videoStart + writer.videoEnd(play, after: videos[index])
        }
        return text + writer.runFinished(plays)
    }

    private static func play(_ lines: [String], _ fraction: Duration) -> SpecPlay {
        let file = String(lines[0].dropFirst(12).prefix { $0 != " " })
        var play = SpecPlay(file: file, suite: String(lines[3].dropFirst(2)))
        let steps = lines.dropFirst(4).prefix { !$0.isEmpty }
        for line in steps { play.events.append(SpecPlay.Event(at: .zero, kind(line))) }
        play.failures = failures(lines)
        play.screenshots = screenshots(lines)
        func count(_ key: String) -> Int { Int(box(key, in: lines)) ?? -1 }
        play.counts = Counts(
            tests: count("Tests:"), passing: count("Passing:"), failing: count("Failing:"),
            pending: count("Pending:"), skipped: count("Skipped:"))
        let isTold = play.counts.passing == play.counts.tests && play.sumOfSteps > .zero
        play.duration = isTold ? play.sumOfSteps : duration(box("Duration:", in: lines)) + fraction
        if lines.contains(where: { $0.hasPrefix("We detected") }) { play.ending = .rendererCrashed(in: "") }
        return play
    }

    private static func kind(_ line: String) -> SpecPlay.Event.Kind {
        let text = String(line.dropFirst(4))
        if text.hasPrefix("✓ "), let open = text.lastIndex(of: "("), text.hasSuffix("ms)") {
            let number = Int64(text[open...].dropFirst().dropLast(3)) ?? -1
            let title = String(text[..<open].dropFirst(2).dropLast())
            return .passed(title: title, duration: .milliseconds(number))
        }
        if text.hasPrefix("✓ ") { return .passed(title: String(text.dropFirst(2)), duration: .zero) }
        if text.hasPrefix("- ") { return .pending(title: String(text.dropFirst(2))) }
        if text.hasPrefix("(Attempt ") {
            let words = text.split(separator: " ", maxSplits: 4)
            let all = Int(words[3].dropLast()) ?? -1
            return .attemptFailed(title: String(words[4]), attempt: Int(words[1]) ?? -1, of: all)
        }
        let parts = text.split(separator: ")", maxSplits: 1)
        return .failed(title: String(parts[1].dropFirst()), ordinal: Int(parts[0]) ?? -1)
    }

    private static func failures(_ lines: [String]) -> [SpecPlay.FailureNote] {
        var notes: [SpecPlay.FailureNote] = []
        let end = lines.firstIndex(of: "  (Results)") ?? lines.count
        let heads = lines[..<end].indices.filter { lines[$0].hasPrefix("       ") && lines[$0].hasSuffix(":") }
        for (index, head) in heads.enumerated() {
            let last = index + 1 < heads.count ? heads[index + 1] - 1 : end
            var message = lines[(head + 1)..<last].prefix { !$0.hasPrefix("      at ") }
            let stack = lines[(message.endIndex)..<last].prefix { $0.hasPrefix("      at ") }
            message[message.startIndex] = String(message[message.startIndex].dropFirst(5))
            let whole = message.joined(separator: "\n")
            let parts = whole.split(separator: ": ", maxSplits: 1)
            let failure = FailureText(
                type: String(parts[0]), message: String(parts[1]), stack: stack.map { String($0.dropFirst(6)) })
            notes.append(SpecPlay.FailureNote(title: String(lines[head].dropFirst(7).dropLast()), text: failure))
        }
        return notes
    }

    private static func screenshots(_ lines: [String]) -> [String] {
        var paths: [String] = []
        for line in lines {
            if line.hasPrefix("  -  /"), line.hasSuffix("(1280x720)") {
                paths.append(String(line.dropFirst(5).prefix(80)))
            } else if line.hasPrefix("     "), line.contains(".png"), let last = paths.indices.last {
                paths[last] += line.dropFirst(5).trimmedAtEnd
            }
        }
        return paths.map { String($0.split(separator: "/").last ?? "") }
    }

    private static func box(_ key: String, in lines: [String]) -> String { value("  │ \(key)", in: lines) }

    private static func value(_ beginning: String, in lines: [String]) -> String {
        let line = lines.first { $0.hasPrefix(beginning) } ?? ""
        return line.dropFirst(beginning.count).filter { $0 != "│" }.trimmingBlanks()
    }

    /// Of `16 minutes, 7 seconds`.
    private static func duration(_ text: String) -> Duration {
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        return numbers.reduce(.zero) { $0 * 60 + .seconds($1) }
    }
}

extension SpecPlay {
    /// Of the passed steps; nothing when any has no duration.
    var sumOfSteps: Duration {
        var sum = Duration.zero
        for event in events {
            guard case .passed(_, let duration) = event.kind else { continue }
            guard duration > .zero else { return .zero }
            sum += duration
        }
        return sum
    }
}

extension Substring {
    fileprivate var trimmedAtEnd: Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
