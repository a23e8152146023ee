import Glibc

/// Tells that files and folders have changed, by inotify; where that is not to be had, callers poll.
final class FolderWatch {
    /// What one watch is for; callers choose it.
    typealias Token = Int32

    let descriptor: Int32
    /// Why changes are found by polling only; `nil` while inotify works.
    private(set) var problem: String?
    private var buffer = [UInt8](repeating: 0, count: 16 * 1024)

    init() {
        descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        if descriptor < 0 { problem = "inotify is not available (\(String(cString: strerror(errno)))): polling" }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Watches a folder for entries that come, go or are written.
    func watchFolder(_ path: String) -> Token? {
        add(path, UInt32(IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE | IN_ONLYDIR))
    }

    /// Watches a folder for entries that come or go, not for what is written into them: for folders that others use too.
    func watchEntries(_ path: String) -> Token? {
        add(path, UInt32(IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM | IN_ONLYDIR))
    }

    /// Watches one file for bytes written to it.
    func watchFile(_ path: String) -> Token? {
        add(path, UInt32(IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF | IN_DONT_FOLLOW))
    }

    /// Ends a watch.
    func forget(_ token: Token) { inotify_rm_watch(descriptor, token) }

    /// What has happened since the last call.
    struct Events: Equatable {
        /// The watches that something has happened to.
        var tokens: Set<Token> = []
        /// Those of them that have ended, because what they watched is gone.
        var ended: Set<Token> = []
        /// Whether events were lost.
        var overflowed = false
    }

    func takeEvents() -> Events {
        var events = Events()
        guard descriptor >= 0 else { return Events(overflowed: true) }
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return events }
            buffer.withUnsafeBytes { bytes in
                var at = 0
                while at + MemoryLayout<inotify_event>.size <= count {
                    let event = bytes.loadUnaligned(fromByteOffset: at, as: inotify_event.self)
                    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
                        events.overflowed = true
                    } else {
                        events.tokens.insert(event.wd)
                        if event.mask & UInt32(IN_IGNORED) != 0 { events.ended.insert(event.wd) }
                    }
                    at += MemoryLayout<inotify_event>.size + Int(event.len)
                }
            }
        }
    }

    private func add(_ path: String, _ mask: UInt32) -> Token? {
        guard descriptor >= 0 else { return nil }
        let token = inotify_add_watch(descriptor, path, mask)
        if token < 0, errno == ENOSPC || errno == ENOMEM { problem = "no inotify watches are left: polling" }
        return token < 0 ? nil : token
    }
}
