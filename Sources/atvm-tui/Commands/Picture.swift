import ArgumentParser
import Glibc
import Observing
import Runs
import Screen
import Viewing

/// A place of the console, as `snapshot --place` calls it.
enum PicturePlace: String, ExpressibleByArgument, CaseIterable { case builds, build, host, matrix, log, report, help }

/// Brings a screen program to a place by the messages and keys that an operator's session would bring it there by.
struct Picture {
    let snapshot: Snapshot
    let size: Size
    let clock: LocalClock
    let glyphs: GlyphSet
    /// Answers what the program asks of logs.
    let desk: LogDesk
    /// Answers what it asks of their indexes.
    let indexer: LogIndexer
    /// Counts what it asks to be counted.
    let counter: LogCounter

    /// As before the first look.
    private var context: ViewContext {
        let empty = Snapshot(controller: snapshot.controller, takenAt: snapshot.takenAt)
        return ViewContext(snapshot: empty, now: snapshot.takenAt, clock: clock, glyphs: glyphs)
    }

    func wallboard(of builds: [BuildName]) -> Frame {
        var program = Wallboard(context: context, size: size, builds: builds)
        _ = program.update(.snapshot(snapshot))
        return program.view(in: size)
    }

    /// - Throws: exit 66 after one line when the build has no such host.
    func console(at place: PicturePlace, build: BuildName?, host: String?) throws -> Frame {
        var program = Browser(context: context, size: size, opening: place == .builds ? nil : build)
        tell(&program, .snapshot(snapshot))
        if let host, let build = build.flatMap(snapshot.build) {
            guard let index = build.hosts.firstIndex(where: { $0.name == host }) else {
                let names = build.hosts.map(\.name).joined(separator: ", ")
                StandardStreams.complain(
                    "atvm-tui: \(build.name) has no host '\(SafeText.visible(host))'; it has \(names)")
                throw ExitCode(EX_NOINPUT)
            }
            press(&program, [.character("g")] + Array(repeating: .character("j"), count: index))
        }
        switch place {
        case .builds, .build: break
        case .host: press(&program, [.enter])
        case .log: press(&program, [.character("L")])
        case .report: press(&program, [.character("s")])
        case .matrix: press(&program, [.character("m")])
        case .help: press(&program, [.character("?")])
        }
        return program.view(in: size)
    }

    private func press(_ program: inout Browser, _ keys: [Key]) {
        for key in keys { tell(&program, .input(.key(key))) }
    }

    private func tell(_ program: inout Browser, _ message: ViewMessage) {
        for effect in program.update(message) {
            switch effect {
            case .readLog(let request):
                if let window = desk.window(for: request) { tell(&program, .log(window)) }
            case .indexLog(let request?):
                if let report = indexer.report(on: request) { tell(&program, .logIndex(report)) }
            case .tallyLog(let request?):
                if let tally = counter.tally(for: request) { tell(&program, .logTally(tally)) }
            default: break
            }
        }
    }
}
