/// How often time alone changes the picture of a screen program.
package enum TickInterval: Int64, Sendable {
    case second = 1
    case tenSeconds = 10
    case minute = 60
}

/// A screen program that tells how often it must be drawn although nothing has happened.
package protocol Ticking {
    var tickInterval: TickInterval { get }
}

extension Browser: Ticking {}
