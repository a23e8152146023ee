import Acting
import ArgumentParser
import Glibc
import Observing
import Runs
import Screen
import Viewing

/// `atvm-tui snapshot`: one frame without a terminal.
struct SnapshotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Print one picture of the console or the wallboard, without a terminal.")

    enum View: String, ExpressibleByArgument, CaseIterable { case console, wallboard }
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, ansi, svg }

    @OptionGroup var options: GlobalOptions

    @Option(help: ArgumentHelp("Columns and rows, 1x1 to 1000x400.", valueName: "columns x rows"))
    var size = PictureSize(columns: 120, rows: 40)

    @Option(help: "console or wallboard.")
    var view = View.console

    @Option(help: ArgumentHelp("The build to show.", valueName: "name"), completion: .builds)
    var build: String?

    @Option(
        help: ArgumentHelp(
            "Where in the console: \(PicturePlace.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "place"))
    var place: PicturePlace?

    @Option(help: ArgumentHelp("The host of that place.", valueName: "name"))
    var host: String?

    @Option(help: "text, ansi or svg.")
    var format = Format.text

    @Option(
        help: "The theme: dark, light, high-contrast, colour-blind-safe, mono, or a path to a .toml file.",
        completion: .themes)
    var theme: String?

    @Flag(help: "Draw with ASCII characters alone.")
    var ascii = false

    /// Of a demo in a folder of its own: for pictures in documents.
    @Flag(help: .hidden)
    var demo = false

    /// When the demo's picture is taken; it decides every time in it.
    @Option(help: .hidden)
    var now: String?

    @Option(help: .hidden)
    var seed: UInt64 = 1

    func validate() throws {
        if let build { _ = try BuildArgument.check(build) }
        if let now, Timestamp(rfc3339: now) == nil {
            throw ValidationError("--now is '\(SafeText.visible(now))'; it must be like 2026-11-20T14:03:22Z.")
        }
        if now != nil, !demo { throw ValidationError("--now goes with --demo.") }
        if view == .wallboard, place != nil || host != nil {
            throw ValidationError("--place and --host go with --view console.")
        }
        if place?.isOfPreps == true, build != nil {
            throw ValidationError("--place \(place?.rawValue ?? "") shows the controller's preps, of no build.")
        }
        if build == nil, host != nil || place?.needsBuild == true {
            throw ValidationError("--place \(place?.rawValue ?? "host") needs --build.")
        }
    }

    func run() throws {
        guard demo else { return try take(try options.settings(), at: nil) }
        let moment = now.flatMap(Timestamp.init(rfc3339:)) ?? WallClock.now()
        let stage = try DemoStage(builds: 8, hosts: 4, speed: 20, seed: seed, beginning: moment)
        defer { DemoStage.remove(stage.folder) }
        try take(stage.settings, at: moment)
    }

    private func take(_ settings: Settings, at moment: Timestamp?) throws {
        let name = try build.map(BuildArgument.check)
        var observed = settings.observatory
        observed.fixedNow = moment
        var snapshot = Observatory.look(observed, attending: name)
        if moment != nil { snapshot.controller = "atvm-cypress-vm-1" }
        if let name, snapshot.build(name) == nil {
            StandardStreams.complain("atvm-tui: there is no build '\(name)'; 'atvm-tui builds' lists what there is")
            throw ExitCode(EX_NOINPUT)
        }
        let shelf = ThemeShelf(settings, named: theme)
        if let problem = shelf.problem { StandardStreams.complain("atvm-tui: \(problem)") }
        let glyphs: GlyphSet = ascii ? .ascii : format == .svg ? .unicode : OutputLook.glyphs(settings)
        let picture = Picture(
            snapshot: snapshot, size: size.size, clock: .system, glyphs: glyphs,
            desk: LogDesk(root: observed.root, mailbox: Mailbox()) { _ in },
            indexer: LogIndexer(root: observed.root, mailbox: Mailbox()) { _ in },
            counter: LogCounter(root: observed.root, mailbox: Mailbox()) { _ in },
            preps: {
                let sight = PrepShelf(observed.root).look()
                return (sight.preps, sight.problems)
            })
        let frame =
            switch view {
            case .wallboard: picture.wallboard(of: name.map { [$0] } ?? [])
            case .console: try picture.console(at: place ?? (name == nil ? .builds : .build), build: name, host: host)
            }
        try print(glyphs.isASCII ? frame.inASCII : frame, shelf.current)
    }

    private func print(_ frame: Frame, _ theme: Theme) throws {
        switch format {
        case .text: try StandardStreams.print(frame.plainText.joined(separator: "\n") + "\n")
        case .ansi:
            let isPlain = SettingsReader.variable("NO_COLOR") != nil
            try StandardStreams.print(ANSIExport.text(frame, theme: theme, depth: isPlain ? .none : .indexed))
        case .svg:
            try StandardStreams.print(
                SVGExport.text(frame, theme: theme, title: "atvm-tui", isDark: theme.name != "light"))
        }
    }
}

/// A size as it is typed: `120x40`.
struct PictureSize: ExpressibleByArgument, CustomStringConvertible {
    let size: Size

    init(columns: Int, rows: Int) { size = Size(columns: columns, rows: rows) }

    init?(argument: String) {
        let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]), (1...1000).contains(columns),
            (1...400).contains(rows)
        else { return nil }
        size = Size(columns: columns, rows: rows)
    }

    var description: String { "\(size.columns)x\(size.rows)" }
    var defaultValueDescription: String { description }
}
