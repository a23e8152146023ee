import Glibc

/// Keeps standard error away from the screen while a picture is on it.
struct StandardErrorSilence {
    private let saved: Int32

    init() {
        saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        let sink = open("/dev/null", O_WRONLY | O_CLOEXEC)
        guard saved >= 0, sink >= 0 else { return }
        dup2(sink, STDERR_FILENO)
        close(sink)
    }

    /// Gives standard error back.
    func end() {
        guard saved >= 0 else { return }
        dup2(saved, STDERR_FILENO)
        close(saved)
    }
}
