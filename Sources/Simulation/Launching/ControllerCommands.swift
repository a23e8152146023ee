import Glibc

/// What makes a simulated controller one that can be acted upon: its commands, its config files, and a note of the demo.
package struct ControllerCommands: Sendable {
    /// The note in the root without which no simulated command does anything.
    private static let note = "demo"

    /// The demo's seed.
    package let seed: UInt64
    /// How many seconds of a run pass in one second.
    package let speed: Double
    package let root: String

    package init(root: String, seed: UInt64, speed: Double) { (self.root, self.seed, self.speed) = (root, seed, speed) }

    /// The demo whose automation root `folder` is; `nil` anywhere else.
    package init?(automationRoot folder: String) {
        let below = "/" + ControllerPaths.automationRoot
        guard folder.hasSuffix(below) else { return nil }
        let root = String(folder.dropLast(below.count))
        let words = (SmallFile.text("\(root)/\(Self.note)") ?? "").split { $0 == " " || $0 == "\n" }
        guard words.count == 2, let seed = UInt64(words[0]), let speed = Double(words[1]), speed > 0, speed.isFinite
        else { return nil }
        self.init(root: root, seed: seed, speed: speed)
    }

    package static func automationRoot(of root: String) -> String { "\(root)/\(ControllerPaths.automationRoot)" }

    /// Whether the demo's folder is still there.
    package var isStanding: Bool { access("\(root)/\(Self.note)", F_OK) == 0 }

    /// Writes them.
    /// - Parameter program: the path of `atvm-tui`, which plays the controller's programs.
    package func write(program: String) throws(SimulationError) {
        let folder = FolderWriter(root: root)
        try folder.replace(Self.note, with: "\(seed) \(speed)\n")
        let automation = ControllerPaths.automationRoot
        // A link: no path needs to be quoted for two languages.
        guard symlink(program, "\(root)/\(automation)/\(Self.link)") == 0 else {
            throw SimulationError(action: "make the link", path: "\(root)/\(automation)/\(Self.link)", code: errno)
        }
        for (name, verb) in [("cmc-templates.py", "template"), ("run-sorry-cypress.py", "run")] {
            try folder.replace("\(automation)/\(name)", with: Self.script(verb), mode: 0o755)
        }
        try folder.replace(
            ControllerPaths.prep, with: PrepScriptText.text(pause: min(1, max(0.1, 20 / speed))), mode: 0o755)
        for family in LabConfig.families {
            try folder.replace("\(automation)/\(LabConfig.file(of: family))", with: LabConfig.text(of: family))
        }
    }

    private static let link = ".simulator"

    /// Works without Python, and also where somebody calls it with `python3` as on a controller: there the second line is
    /// a text that nobody looks at.
    private static func script(_ verb: String) -> String {
        """
        #!/bin/sh
        "exec" "./\(link)" "simulate" "\(verb)" "$@"
        import os, sys
        os.execv("./\(link)", ["atvm-tui", "simulate", "\(verb)"] + sys.argv[1:])

        """
    }
}

/// Reads small files of the demo's own.
enum SmallFile {
    static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while bytes.count < 64 * 1024 {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
