package import Runs
import Screen

/// Several files, of which one is to be opened in the log view.
struct ArtifactChoice: Equatable, Sendable {
    struct File: Equatable, Sendable {
        let build: BuildName
        let host: String
        let path: String
    }

    let files: [File]
    var selection = 0

    mutating func move(by rows: Int) { selection = min(max(0, selection + rows), files.count - 1) }

    func draw(_ context: ViewContext, on canvas: Canvas) {
        let size = Size(columns: canvas.width, rows: canvas.height)
        let content = Self.content(files.count, in: size)
        let window = Dialog("Open a report").draw(on: canvas, content: content, glyphs: context.glyphs)
        let height = max(1, window.height - 1)
        let offset = Scrolling.offset(keeping: selection, from: 0, count: files.count, height: height)
        for (y, file) in files.dropFirst(offset).prefix(height).enumerated() {
            let row = window.row(y)
            let isSelected = offset + y == selection
            let x = row.write(TextWidth.pad(TextWidth.cutMiddle(file.host, 18, context.glyphs), 19), x: 2, y: 0)
            row.write(
                TextWidth.cutMiddle(SafeText.visible(file.path), max(4, row.width - x - 2), context.glyphs), x: x, y: 0,
                .faint)
            guard isSelected else { continue }
            row.restyle(adding: .onSelected)
            row.write(context.glyphs[.selection], x: 0, y: 0, .accent, .onSelected)
        }
        ScrollBar(offset: offset, visible: height, count: files.count).draw(
            on: window.window(x: 0, y: 0, width: window.width, height: height), glyphs: context.glyphs)
        window.write("Enter opens it; Esc leaves", x: 0, y: window.height - 1, .faint)
    }

    private static func content(_ count: Int, in size: Size) -> Size {
        Size(columns: min(110, size.columns - 8), rows: min(count + 1, max(2, size.rows - 6)))
    }
}

/// Opening what the reporters of a run have written.
extension Browser {
    /// The reports of the host that is shown or selected, or of all hosts of the selected failure.
    var targetArtifacts: [ArtifactChoice.File] {
        let hosts: [(BuildName, HostSnapshot)]
        if case .failures = place {
            hosts = targetFailures.map { ($0.build, $0.host) }
        } else if let build = currentBuild, let host = shownHost {
            hosts = [(build.name, host)]
        } else {
            hosts = []
        }
        return hosts.flatMap { build, host in
            host.artifacts.map { ArtifactChoice.File(build: build, host: SafeText.visible(host.name), path: $0) }
        }
    }

    /// What has vanished looks like what was never written.
    static let noReport = "no report of it is there: none was written in this launch, or it was taken away"

    mutating func viewArtifacts() -> [ViewEffect] {
        let files = targetArtifacts
        guard let first = files.first else {
            say(MessageLine(.note, Self.noReport))
            return []
        }
        guard files.count > 1 else { return open(first) }
        layer = .artifacts(ArtifactChoice(files: files))
        return []
    }

    private mutating func open(_ file: ArtifactChoice.File) -> [ViewEffect] {
        let place = LogPlace(.artifact(file.build, path: file.path), isFollowing: false)
        clearMessage()
        return open(place, at: place.firstPart)
    }

    mutating func takeChoiceKey(_ key: Key, _ choice: ArtifactChoice) -> [ViewEffect] {
        var choice = choice
        let page = max(1, size.rows - 8)
        switch BrowserKeymap.table.command(for: key) {
        case .up: choice.move(by: -1)
        case .down: choice.move(by: 1)
        case .pageUp, .halfUp: choice.move(by: -page)
        case .pageDown, .halfDown: choice.move(by: page)
        case .top: choice.move(by: -choice.files.count)
        case .bottom: choice.move(by: choice.files.count)
        case .open, .right:
            layer = nil
            return open(choice.files[choice.selection])
        case .back, .quit, .left, .viewArtifact:
            layer = nil
            return []
        default: break
        }
        layer = .artifacts(choice)
        return []
    }

    /// Why a command that leads on from a build does nothing in a log.
    static func reason(against command: BrowserCommand, in source: LogSource) -> String? {
        switch (command, source) {
        case (_, .prep), (_, .prepLog): "this log belongs to no build"
        case (.log, .run): "this is the run log"
        case (.launchLog, .launch): "this is the launch log"
        default: nil
        }
    }

    /// Opens a file that belongs to no build over what is on the screen, at its end.
    package mutating func openLog(_ source: LogSource) -> [ViewEffect] {
        open(LogPlace(source, isFollowing: true), at: .end)
    }

    /// Whether a log is being read, or waits below what is on the screen.
    package func reads(_ source: LogSource) -> Bool { places.contains(.log(source)) }
}
