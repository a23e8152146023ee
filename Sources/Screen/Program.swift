/// A screen program: a value that messages change and that draws itself. What should happen outside is returned as
/// effects, never done.
package protocol Program {
    associatedtype Message: Sendable
    associatedtype Effect: Sendable

    mutating func update(_ message: Message) -> [Effect]

    func view(in size: Size) -> Frame

    /// Whether what this message, already taken, has changed may be shown a little later, together with what is about to
    /// come.
    func mayWait(_ message: Message) -> Bool

    /// What `view` gave last stands on the terminal now.
    mutating func wasShown()

    /// Whether the picture asks something for the first time: keys that were typed before it was shown are thrown away.
    var wantsFreshKeys: Bool { get }
}

extension Program {
    package mutating func wasShown() {}
    package func mayWait(_ message: Message) -> Bool { false }
    package var wantsFreshKeys: Bool { false }
}
