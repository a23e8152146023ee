import Glibc
import Runs

extension LocalClock {
    /// The controller's local time, by the system's rules.
    static let system: LocalClock = {
        tzset()
        return LocalClock { time in
            var seconds = time_t(time.wholeSeconds)
            var fields = tm()
            guard localtime_r(&seconds, &fields) != nil else { return (0, "UTC") }
            let name = fields.tm_zone.map { String(cString: $0) } ?? "UTC"
            return (fields.tm_gmtoff, SafeText.visible(name))
        }
    }()
}
