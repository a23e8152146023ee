import Glibc
import Runs
import Simulation

/// Writes a controller's tree with many builds, for measuring: `bench-tree ROOT [--builds N] [--hosts N] [--running N]`.
@main
struct BenchTree {
    static func main() {
        guard let request = Request(CommandLine.arguments.dropFirst()) else {
            complain("usage: bench-tree ROOT [--builds N] [--hosts N] [--running N]")
            exit(64)
        }
        do {
            try write(request)
        } catch {
            complain("bench-tree: \(error)")
            exit(73)
        }
    }

    private static func write(_ request: Request) throws {
        // This process ends at once; the first one of the machine lives as long as any measurement.
        let controller = SimulatedController(root: request.root, seed: 1, speed: 1, runner: .running(1))
        try controller.makeTree(hosts: LabHost.names(request.plan.hosts * max(1, request.plan.running)))
        let now = Timestamp.current
        for index in 0..<request.plan.builds {
            try controller.writePast(of: request.plan.run(index), beginning: now)
        }
    }

    private static func complain(_ text: String) {
        let line = Array("\(text)\n".utf8)
        _ = Glibc.write(STDERR_FILENO, line, line.count)
    }
}

/// What the command line asks for.
private struct Request {
    var root: String
    var plan = LoadPlan()

    /// `nil` when the arguments do not make sense.
    init?(_ arguments: ArraySlice<String>) {
        guard let root = arguments.first, !root.hasPrefix("-") else { return nil }
        self.root = root
        var rest = arguments.dropFirst()
        while let option = rest.popFirst() {
            guard let value = rest.popFirst().flatMap({ Int($0) }), value >= 0 else { return nil }
            switch option {
            case "--builds": plan.builds = value
            case "--hosts": plan.hosts = max(1, value)
            case "--running": plan.running = value
            default: return nil
            }
        }
    }
}
