/// A screen program: a value that messages change and that draws itself. What should happen outside is returned as
/// effects, never done.
package protocol Program {
    associatedtype Message: Sendable
    associatedtype Effect: Sendable

    mutating func update(_ message: Message) -> [Effect]

    func view(in size: Size) -> Frame

    /// What `view` gave last stands on the terminal now.
    mutating func wasShown()
}

extension Program {
    package mutating func wasShown() {}
}
