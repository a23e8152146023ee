import Glibc

extension ProcessIdentity {
    /// The process that runs this code.
    package static var current: ProcessIdentity { running(Int(getpid())) }

    /// The process that has this number now; ticks 0 and an empty boot id where `/proc` cannot be read.
    package static func running(_ pid: Int) -> ProcessIdentity {
        // The second field is the program's name in parentheses and may hold blanks: counting starts behind it.
        let fields = (readText("/proc/\(pid)/stat").split(separator: ")").last ?? "").split(separator: " ")
        let startTicks = fields.indices.contains(19) ? Int(fields[19]) ?? 0 : 0
        let bootID = readText("/proc/sys/kernel/random/boot_id").filter { $0 != "\n" }
        return ProcessIdentity(pid: pid, startTicks: startTicks, bootID: bootID)
    }

    /// What stands for a process that ended long ago: no process starts at the machine's first tick.
    package var gone: ProcessIdentity { ProcessIdentity(pid: pid, startTicks: 1, bootID: bootID) }

    private static func readText(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
