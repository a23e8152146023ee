import Plans
import Runs
import Screen
import Viewing

/// What a cancel would end, in words: how far the run has come and what of it runs.
enum CancelFacts {
    static func lines(
        _ build: BuildSnapshot, _ processes: BuildProcesses?, _ context: ViewContext, _ width: Int
    ) -> [StyledText] {
        let counts = build.counts
        let isOver = build.state.isTerminal && build.state != .hung
        var text = build.state.rawValue
        if !isOver, let elapsed = build.elapsed(at: context.now) { text += " for \(DurationText.short(elapsed))" }
        text +=
            counts.total > 0 ? ", \(counts.finished) of \(counts.total) hosts have finished" : ", no host is known yet"
        var lines = wrapped(text, width, .strong)
        for host in build.hosts where host.status == .running && !isOver {
            let step = host.step.flatMap { step in host.stepsTotal.map { "step \(step) of \($0)" } } ?? "in progress"
            let title = host.stepTitle.map { ", \($0)" } ?? ""
            lines += wrapped("\(host.name): \(step)\(title)", width, .plain, indent: 2)
        }
        if build.state == .hung {
            lines += wrapped("It stays HUNG: only its processes are stopped.", width, .plain)
        }
        guard let processes else { return lines + wrapped("looking for its processes…", width, .faint) }
        lines += wrapped("runner: \(words(processes.runner)); watcher: \(words(processes.watcher))", width)
        if let startedBy = processes.startedBy { lines += wrapped(startedBy, width, .faint) }
        return lines
    }

    private static func words(_ part: BuildProcesses.Part) -> String {
        switch part {
        case .gone: "not running"
        case .alive: "running"
        case .process(let pid, 0): "process \(pid)"
        case .process(let pid, let below): "process \(pid) and \(below) below it"
        }
    }
}
