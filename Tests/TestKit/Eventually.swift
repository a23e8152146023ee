import CPosix

/// Waits until something is so, and looks often.
/// - Returns: whether it has become so in that many milliseconds.
package func eventually(within milliseconds: Int64 = 60_000, _ isSo: () throws -> Bool) rethrows -> Bool {
    let end = cp_monotonic_ms() + milliseconds
    while try !isSo() {
        guard cp_monotonic_ms() < end else { return false }
        var nothing: [UInt8] = []
        _ = cp_wait([], &nothing, 0, 10)
    }
    return true
}
