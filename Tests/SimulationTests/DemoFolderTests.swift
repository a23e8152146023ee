import Glibc
import Simulation
import Testing

@Suite struct DemoFolderTests {
    private let parent = TemporaryFolder()

    private func fill(_ path: String) {
        mkdir("\(path)/a", 0o755)
        mkdir("\(path)/a/b", 0o755)
        for name in ["log", "a/x", "a/b/y", ".hidden"] { close(creat("\(path)/\(name)", 0o644)) }
    }

    @Test func isForItsOwnerAlone() throws {
        let folder = try DemoFolder(in: parent.path)
        #expect(Files.status(folder.path)?.mode == 0o700)
        #expect(folder.path.hasPrefix(parent.path + "/atvm-tui-demo."))
    }

    @Test func removesAllThatIsInIt() throws {
        let folder = try DemoFolder(in: parent.path)
        fill(folder.path)
        try folder.remove()
        #expect(Files.names(in: parent.path).isEmpty)
        // Whatever takes the name afterwards is not its own.
        mkdir(folder.path, 0o700)
        try folder.remove()
        #expect(Files.exists(folder.path))
    }

    @Test func followsNoLink() throws {
        let folder = try DemoFolder(in: parent.path)
        mkdir("\(parent.path)/precious", 0o755)
        fill("\(parent.path)/precious")
        symlink("\(parent.path)/precious", "\(folder.path)/link")
        symlink("../precious/log", "\(folder.path)/file")
        try folder.remove()
        #expect(Files.names(in: parent.path) == ["precious"])
        #expect(Files.names(in: "\(parent.path)/precious") == [".hidden", "a", "log"])
    }

    @Test func removesItselfAndNotWhatTookItsName() throws {
        let folder = try DemoFolder(in: parent.path)
        fill(folder.path)
        rename(folder.path, "\(parent.path)/moved")
        mkdir(folder.path, 0o755)
        fill(folder.path)
        #expect(throws: SimulationError.self) { try folder.remove() }
        #expect(Files.names(in: folder.path) == [".hidden", "a", "log"])
        #expect(Files.names(in: "\(parent.path)/moved").isEmpty)
    }

    @Test func sweepTakesWhatACrashHasLeft() throws {
        var path = ""
        do {
            // The lock goes with the object, as it would with its process.
            let crashed = try DemoFolder(in: parent.path)
            path = crashed.path
            fill(path)
        }
        #expect(Files.exists(path))
        DemoFolder.sweep(parent.path)
        #expect(!Files.exists(path))
    }

    @Test func sweepLeavesTheLivingAndTheKept() throws {
        let living = try DemoFolder(in: parent.path)
        let kept = try DemoFolder(in: parent.path, isKept: true).path
        fill(living.path)
        DemoFolder.sweep(parent.path)
        #expect(Files.names(in: living.path) == [".hidden", "a", "log"])
        #expect(Files.exists(kept))
    }

    @Test func sweepLeavesWhatIsNotSurelyItsOwn() {
        let open = "\(parent.path)/atvm-tui-demo.open"
        mkdir(open, 0o700)
        chmod(open, 0o755)
        mkdir("\(parent.path)/other", 0o700)
        symlink("\(parent.path)/other", "\(parent.path)/atvm-tui-demo.link")
        close(creat("\(parent.path)/atvm-tui-demo.file", 0o600))
        DemoFolder.sweep(parent.path)
        let left = ["atvm-tui-demo.file", "atvm-tui-demo.link", "atvm-tui-demo.open", "other"]
        #expect(Files.names(in: parent.path) == left)
    }

    @Test func aFolderThatCannotBeMadeIsAnError() {
        #expect(throws: SimulationError(action: "make a folder in", path: "\(parent.path)/none", code: ENOENT)) {
            _ = try DemoFolder(in: "\(parent.path)/none")
        }
    }
}
