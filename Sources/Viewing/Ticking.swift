/// A screen program that tells how often time alone changes its picture.
package protocol Ticking {
    /// Whether something on the screen changes with every second; else once a minute is enough.
    var ticksEverySecond: Bool { get }
}

extension Browser: Ticking {}
