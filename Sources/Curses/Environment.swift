import Glibc

/// What the environment says about the terminal.
enum Environment {
    static func text(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return String(cString: value)
    }
}
