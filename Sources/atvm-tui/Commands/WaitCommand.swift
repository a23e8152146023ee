import ArgumentParser
import CPosix
import Glibc
import Observing
import Runs

/// `atvm-tui wait BUILD`: follows a build until it has ended.
struct WaitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Wait until a build has ended.",
        discussion: """
            Exit status: 0 COMPLETED, 1 FAILED, 2 CANCELLED, 3 TERMINATED, 4 HUNG, 5 UNKNOWN, 124 when --timeout is over.
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The build's name.", completion: .builds)
    var build: String

    @Option(help: "Give up after this long, such as 90m or 2h.")
    var timeout: String?

    func validate() throws {
        _ = try BuildArgument.check(build)
        if let timeout, DurationReader.duration(timeout) == nil {
            throw ValidationError(
                "--timeout is '\(SafeText.visible(timeout))'; it must be a duration such as 90m or 2h.")
        }
    }

    func run() throws {
        let name = try BuildArgument.check(build)
        let settings = try options.settings()
        _ = try BuildArgument.look(for: name, settings)
        let limit = timeout.flatMap(DurationReader.duration).map { WallClock.steady() + $0 }
        let inbox = Mailbox<Snapshot>()
        let requests = Mailbox<ObservatoryRequest>()
        let observed = settings.observatory
        requests.put(.attend(name))
        BackgroundThread.start {
            Observatory(observed, mailbox: requests, pulse: Pulse()) { inbox.put($0) }.run()
        }
        var progress = ProgressLine(isShown: isatty(STDERR_FILENO) == 1)
        while true {
            let left = limit.map { max(0, ($0 - WallClock.steady()).wholeMilliseconds) }
            var event = inbox.event
            var ready: UInt8 = 0
            // Once a second for the elapsed time on the progress line.
            _ = cp_wait(&event, &ready, 1, Int32(min(left ?? 1000, 1000)))
            if let found = inbox.take().last(where: \.isComplete)?.build(name) { progress.build = found }
            progress.show(at: WallClock.now())
            if let found = progress.build, found.state.isTerminal {
                progress.clear()
                try StandardStreams.print("\(found.name) \(found.state.rawValue): \(found.reason)\n")
                throw ExitCode(Self.status(of: found.state))
            }
            if left == 0 {
                progress.clear()
                let state = progress.build?.state.rawValue ?? "not known"
                StandardStreams.complain("atvm-tui wait: \(name) is still \(state) after \(timeout ?? "")")
                throw ExitCode(124)
            }
        }
    }

    private static func status(of state: BuildState) -> Int32 {
        switch state {
        case .completed, .running: 0
        case .failed: 1
        case .cancelled: 2
        case .terminated: 3
        case .hung: 4
        case .unknown: 5
        }
    }
}

/// One line on a terminal that says how far a build is.
private struct ProgressLine {
    let isShown: Bool
    var build: BuildSnapshot?
    private var shown = ""

    init(isShown: Bool) { self.isShown = isShown }

    mutating func show(at now: Timestamp) {
        guard isShown, let build else { return }
        var text = "\(build.name) \(build.state.rawValue)"
        if let elapsed = build.elapsed(at: now) { text += " \(DurationText.full(elapsed))" }
        text += "  \(build.counts.finished) of \(build.counts.total) hosts"
        if build.counts.failed > 0 { text += ", \(build.counts.failed) failed" }
        for host in build.hosts where host.status == .running { text += "  \(host.name) \(host.detail)" }
        text = String(text.prefix(OutputLook.columns - 1))
        guard text != shown else { return }
        shown = text
        write("\r" + text + "\u{1B}[K")
    }

    func clear() { if isShown, !shown.isEmpty { write("\r\u{1B}[K") } }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
