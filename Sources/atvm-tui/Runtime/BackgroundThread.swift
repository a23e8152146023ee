import CPosix

/// Starts threads that live as long as the program.
enum BackgroundThread {
    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// - Returns: whether the thread runs.
    @discardableResult
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        let code = cp_thread_start(
            { argument in
                guard let argument else { return }
                // Retained once above, for this thread alone.
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
            }, work.toOpaque())
        if code != 0 { work.release() }
        return code == 0
    }
}
