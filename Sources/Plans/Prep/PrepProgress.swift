import Runs

/// How far a prep has come, as far as the lines that its script writes tell. Nothing of it decides anything.
package struct PrepProgress: Equatable, Sendable {
    /// A part of the work, and the words that a line about it holds: all of one group, none of `but`.
    package struct Stage: Equatable, Sendable {
        package let title: String
        private let words: [[String]]
        private let but: [String]

        fileprivate init(_ title: String, _ words: [[String]], but: [String] = []) {
            (self.title, self.words, self.but) = (title, words, but)
        }

        /// - Parameter line: in lower case.
        fileprivate func isMeant(by line: String) -> Bool {
            words.contains { group in group.allSatisfy { line.contains($0) } } && !but.contains { line.contains($0) }
        }
    }

    package let stages: [Stage]
    /// The stage that the last telling line was about.
    package private(set) var current: Int?

    package init(_ mode: PrepMode) {
        let resolve = Stage("find client and volume", [["client id"], ["volume id"], ["find", "client"], ["resolv"]])
        let assigned = Stage(
            "find what is assigned now", [["assigned volume"], ["currently assigned"], ["assigned now"]])
        let confirm = Stage("ask for confirmation", [["[y/n]"], ["(y/n)"]])
        let powerOff = Stage("power off VMs", [["power", "off"]])
        let unregister = Stage("unregister VMs", [["unregister"]])
        let cleanup = [
            Stage("find the datastore", [["datastore", "guid"], ["find", "datastore"]]), powerOff, unregister,
            Stage("unmount the datastore", [["unmount"]]),
            Stage("unassign the volume", [["unassign"], ["delet", "clone"]]),
        ]
        let assign = Stage("assign the volume", [["assign"]], but: ["unassign", "assigned volume"])
        let mount = Stage("mount the datastore", [["mount"]], but: ["unmount", "force"])
        let work: [Stage] =
            switch mode {
            case .automatedTesting:
                cleanup + [
                    Stage("create the clone", [["creat", "clone"]]), assign,
                    Stage("force-mount the volume", [["force", "mount"], ["unresolved"]]),
                ]
            case .maintenance: cleanup + [assign, Stage("rescan storage", [["rescan"]]), mount]
            case .register:
                [
                    confirm, Stage("look for VMX files", [["vmx"]]),
                    Stage("register VMs", [["register"]], but: ["unregister"]),
                ]
            case .unregister: [confirm, powerOff, unregister]
            case .rollback:
                [confirm] + cleanup
                    + [Stage("roll the volume back", [["roll", "back"]]), assign, mount]
            }
        stages = [resolve, assigned] + work
    }

    /// A line of the script. It leads forward only: what stands before the stage that it names was done.
    package mutating func take(_ line: String) {
        let line = line.lowercased()
        let first = current ?? 0
        guard let found = stages[first...].firstIndex(where: { $0.isMeant(by: line) }) else { return }
        current = found
    }
}
