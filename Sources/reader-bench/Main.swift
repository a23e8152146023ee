import Formats
import Glibc
import Observing
import Runs

/// Measures how fast a run log is read: `reader-bench [--megabytes N] [--kind noisy|dense|ansi] [--file LOG] [--what …]`.
///
/// `--what` takes one thing that the log view does with a log: index, literal, nocase, regex, bare, bytewise, filter or count.
///
/// Without `--file` it writes a log of that size into `$TMPDIR`, reads it, and runs `wc -l` on it for comparison.
@main
struct Main {
    static func main() {
        var megabytes = 1000
        var kind = BenchLog.Kind.noisy
        var path: String?
        var what: LogBench?
        var arguments = CommandLine.arguments.dropFirst().makeIterator()
        while let argument = arguments.next() {
            switch (argument, arguments.next()) {
            case ("--megabytes", let text?): megabytes = Int(text) ?? megabytes
            case ("--kind", let text?): kind = BenchLog.Kind(rawValue: text) ?? kind
            case ("--file", let text?): path = text
            case ("--what", let text?) where LogBench(rawValue: text) != nil: what = LogBench(rawValue: text)
            default:
                let known = LogBench.allCases.map(\.rawValue).joined(separator: "|")
                print("usage: reader-bench [--megabytes N] [--kind noisy|dense|ansi] [--file LOG] [--what \(known)]")
                exit(EX_USAGE)
            }
        }
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let file = path ?? "\(folder)/reader-bench-\(getpid()).log"
        if path == nil { BenchLog.write(kind, megabytes: megabytes, to: file) }
        if let what, let build = try? BuildName("bench"), let place = Self.place(of: file) {
            var layout = Root.Layout()
            layout.reporter = place.folder
            what.measure(.artifact(build, path: place.path), in: Root("/", layout: layout))
        } else {
            measure(file)
            compare(file)
        }
        if path == nil { unlink(file) }
    }

    /// A whole path, and the folder it lies in.
    private static func place(of file: String) -> (path: String, folder: String)? {
        guard let resolved = realpath(file, nil) else { return nil }
        defer { free(resolved) }
        let path = String(cString: resolved)
        return path.lastIndex(of: "/").map { (path, String(path[..<$0])) }
    }

    private static func measure(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            print("\(path): \(String(cString: strerror(errno)))")
            exit(EX_NOINPUT)
        }
        defer { close(descriptor) }
        for round in 1...3 {
            var log = CypressLog()
            var buffer = [UInt8](repeating: 0, count: 256 * 1024)
            var offset = 0
            let (cpuBefore, wallBefore) = (seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC))
            while true {
                let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, offset) }
                guard count > 0 else { break }
                log.feed(buffer.span.bytes.extracting(0..<count))
                offset += count
            }
            log.finish()
            let cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpuBefore
            let wall = seconds(CLOCK_MONOTONIC) - wallBefore
            let steps = log.log.runs.flatMap(\.specs).map(\.steps.count).reduce(0, +)
            print(
                "read \(round): \(offset) bytes, \(thousandths(cpu)) s CPU, \(thousandths(wall)) s wall, "
                    + "\(thousandths(Double(offset) / cpu / 1e9)) GB per CPU second; "
                    + "\(log.log.runs.count) runs, \(steps) steps")
        }
    }

    private static func compare(_ path: String) {
        let before = seconds(CLOCK_MONOTONIC)
        let status = system("wc -l '\(path)'")
        print("wc -l: \(thousandths(seconds(CLOCK_MONOTONIC) - before)) s wall, status \(status)")
    }

    static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func thousandths(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }
}
