import ArgumentParser
import Glibc
import Observing
import Operating
import Plans
import Runs
import Screen
import Viewing

/// A place of the console, as `snapshot --place` calls it.
enum PicturePlace: String, ExpressibleByArgument, CaseIterable {
    case builds, build, host, matrix, failures, log
    case launchLog = "launch-log"
    case artifact, report, messages, help, preps, transcript
    case prepLog = "prep-log"

    /// Whether it can be shown without saying which build is meant.
    var needsBuild: Bool {
        switch self {
        case .builds, .failures, .messages, .help, .preps, .transcript, .prepLog: false
        case .build, .host, .matrix, .log, .launchLog, .artifact, .report: true
        }
    }

    /// Whether the picture is of preps, whatever the build.
    var isOfPreps: Bool { self == .preps || self == .transcript || self == .prepLog }
}

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
    /// The newest first; asked for by the places that show them.
    let preps: () -> (preps: [PrepSummary], problems: [String])

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
        var named: (host: HostSnapshot, build: BuildName)?
        if let host, let build = build.flatMap(snapshot.build) {
            guard let index = build.hosts.firstIndex(where: { $0.name == host }) else {
                let names = build.hosts.map(\.name).joined(separator: ", ")
                StandardStreams.complain(
                    "atvm-tui: \(build.name) has no host '\(SafeText.visible(host))'; it has \(names)")
                throw ExitCode(EX_NOINPUT)
            }
            named = (host: build.hosts[index], build: build.name)
            press(&program, [.character("g")] + Array(repeating: .character("j"), count: index))
        }
        switch place {
        case .builds, .build: break
        case .host: press(&program, [.enter])
        case .log: press(&program, [.character("L")])
        case .report: press(&program, [.character("s")])
        case .matrix: press(&program, [.character("m")])
        case .failures:
            press(&program, [.character(build == nil ? "E" : "e")])
            if let named { try selectFailure(of: named.host, in: named.build, on: &program) }
        case .launchLog: press(&program, [.character("O")])
        case .artifact: press(&program, [.character("v")])
        case .messages: press(&program, [.character("M")])
        case .help: press(&program, [.character("?")])
        case .preps, .transcript, .prepLog: return try preps(at: place, program)
        }
        return program.view(in: size)
    }

    /// - Throws: exit 66 after one line when the host has not failed.
    private func selectFailure(of host: HostSnapshot, in build: BuildName, on program: inout Browser) throws {
        guard program.selectFailure(of: host, in: build) else {
            StandardStreams.complain("atvm-tui: \(SafeText.visible(host.name)) of \(build) has not failed")
            throw ExitCode(EX_NOINPUT)
        }
    }

    /// The preps lie over the builds in the operator's console, and nobody else shows them.
    private func preps(at place: PicturePlace, _ program: Browser) throws -> Frame {
        var program = program
        let (preps, problems) = preps()
        switch place {
        case .transcript:
            guard let newest = preps.first else {
                StandardStreams.complain("atvm-tui: no prep has run on this controller yet")
                throw ExitCode(EX_NOINPUT)
            }
            carryOut(program.openLog(.prep(newest.id)), on: &program)
        case .prepLog: carryOut(program.openLog(.prepLog), on: &program)
        default:
            let canvas = Canvas(size: size)
            var shown = program
            _ = shown.update(.preps(PrepSign(of: preps)))
            if shown.draw(on: canvas) { PrepHistory(preps).draw(preps, problems: problems, shown.context, on: canvas) }
            return canvas.frame
        }
        return program.view(in: size)
    }

    private func press(_ program: inout Browser, _ keys: [Key]) {
        for key in keys { tell(&program, .input(.key(key))) }
    }

    private func tell(_ program: inout Browser, _ message: ViewMessage) {
        carryOut(program.update(message), on: &program)
    }

    private func carryOut(_ effects: [ViewEffect], on program: inout Browser) {
        for effect in effects {
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
