import TestKit
import Testing

/// The README's pictures are made by the program, and are what it shows now.
@Suite struct PictureTests {
    private static let moment = ["--demo", "--now", "2026-11-20T14:03:22Z"]
    private static let failing = "reboot-redhat8.10-ubuntu22.04-alma9.5-fc"

    @Test(arguments: [
        ("build-view", ["--build", failing, "--size", "120x40"]),
        ("builds", ["--size", "120x20", "--place", "builds"]),
        ("wallboard", ["--view", "wallboard", "--build", failing, "--size", "120x36"]),
    ])
    func picture(_ name: String, _ options: [String]) throws {
        let program = try #require(builtProgram("atvm-tui"))
        let run = try CommandRun(
            [program, "snapshot", "--format", "svg"] + Self.moment + options,
            environment: ["TZ": "UTC", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"])
        #expect(run.status == 0, "\(run.errors)")
        expectGolden(run.output, "\(name).svg", folder: "Pictures")
    }
}
