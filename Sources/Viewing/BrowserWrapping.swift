package import Runs
package import Screen

/// What a program around the browser may know of it and hand back to it.
extension Browser {
    /// The build that a key is about: that of the place, else the selected one.
    package var targetBuild: BuildSnapshot? { subjectBuild.flatMap(context.snapshot.build) }

    /// Whether the screen is large enough for more than saying that it is not.
    package var isDrawn: Bool {
        size.columns >= ScreenFrame.smallest.columns && size.rows >= ScreenFrame.smallest.rows
    }

    /// Whether keys go to something of the browser's own first: a layer, or the second key of a sequence.
    package var takesKeysFirst: Bool { layer != nil || pendingKey != nil }

    /// What stands on the `:` line while it is open.
    package var commandLineText: String? { if case .command(let editor) = layer { editor.text } else { nil } }

    /// Closes the `:` line, whose text somebody else carries out.
    package mutating func takeCommandLine() {
        guard case .command(var editor) = layer else { return }
        _ = editor.handle(.enter)
        commandHistory = editor.history
        layer = nil
    }

    /// Opens a build, as Enter on it would.
    package mutating func show(_ build: BuildName) -> [ViewEffect] {
        guard context.snapshot.build(build) != nil, place.build != build else { return [] }
        return home() + open(.build(build))
    }

    /// The keys of the browser that scroll and leave, for what lies over it.
    package static func command(for key: Key) -> BrowserCommand? { BrowserKeymap.table.command(for: key) }

    /// Whether a key opens what belongs to all screens: the command line or the help.
    package static func leadsAnywhere(_ key: Key) -> Bool {
        switch command(for: key) {
        case .commandLine, .help: true
        default: false
        }
    }
}
