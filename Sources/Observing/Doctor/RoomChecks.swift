import Glibc
import Runs

/// Room on the disks, and the kernel's limits for watching files.
package enum RoomChecks {
    package static let group = DoctorGroup("room") { context in
        let root = context.root
        return disk("disk of /", root.path("/"), context) + disk("disk of logs", root.logFolder, context)
            + disk("disk of state", root.stateFolder, context) + inotify(context)
    }

    /// A share of all below which it is said.
    static let shareWanted = 5

    private static func disk(_ subject: String, _ path: String, _ context: DoctorContext) -> [Finding] {
        var status = statvfs()
        var place = path
        while statvfs(place, &status) != 0 {
            // What is not there yet will be made on the disk of the folder above it.
            guard errno == ENOENT, let slash = place.lastIndex(of: "/"), place.utf8.count > 1 else {
                return [context.hidden(subject, path)]
            }
            place = slash == place.startIndex ? "/" : String(place[..<slash])
        }
        let unit = UInt64(status.f_frsize)
        let room = Room(
            free: UInt64(status.f_bavail) * unit, all: UInt64(status.f_blocks) * unit,
            freeNodes: UInt64(status.f_favail), allNodes: UInt64(status.f_files))
        return [finding(subject, room, context.root.shown(path), place)]
    }

    struct Room {
        /// Bytes that may be written, of all.
        var free: UInt64
        var all: UInt64
        /// Files that may be made, of all; 0 of 0 where there is no limit.
        var freeNodes: UInt64
        var allNodes: UInt64
    }

    static func finding(_ subject: String, _ room: Room, _ shown: String, _ path: String) -> Finding {
        let share = percent(room.free, room.all)
        let nodes = percent(room.freeNodes, room.allNodes)
        let text = "\(shown): \(size(room.free)) free (\(share) %), \(nodes) % of the files"
        let biggest = "du -xh --max-depth=3 \(ShellWords.join([path])) | sort -h | tail"
        if room.all > 0, room.free < 1 << 20 {
            return Finding(subject, .wrong, "\(shown) is full: \(size(room.free)) are left", mend: biggest)
        }
        if room.allNodes > 0, room.freeNodes < 16 {
            return Finding(
                subject, .wrong, "\(shown): no more files can be made", mend: ShellWords.join(["df", "-i", path]))
        }
        if share < shareWanted { return Finding(subject, .warning, text, mend: biggest) }
        if nodes < shareWanted {
            return Finding(subject, .warning, text, mend: ShellWords.join(["df", "-i", path]))
        }
        return Finding(subject, .ok, text)
    }

    private static func percent(_ part: UInt64, _ all: UInt64) -> Int {
        all == 0 ? 100 : Int(min(100, Double(part) / Double(all) * 100))
    }

    private static func size(_ bytes: UInt64) -> String {
        bytes >= 1 << 30 ? "\(bytes >> 30) GiB" : bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes >> 10) KiB"
    }

    // MARK: inotify

    private static let limits = [("max_user_watches", 8192, 65536), ("max_user_instances", 128, 512)]

    private static func inotify(_ context: DoctorContext) -> [Finding] {
        guard let folder = context.kernel else { return [Finding("inotify", .unchecked, DoctorContext.underRoot)] }
        return limits.map { name, wanted, better in
            let subject = "fs.inotify.\(name)"
            guard let value = KernelValue.read("\(folder)/fs/inotify/\(name)") else {
                return Finding(subject, .warning, "this kernel has no inotify: changes are found by polling")
            }
            if value >= wanted { return Finding(subject, .ok, "\(value)") }
            return Finding(
                subject, .warning, "\(value); below \(wanted), changes may have to be found by polling",
                mend: "sysctl -w fs.inotify.\(name)=\(better) | tee -a /etc/sysctl.d/60-atvm-tui.conf")
        }
    }
}
