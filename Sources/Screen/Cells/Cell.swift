/// One place of the screen. Twelve bytes without padding, so that rows can be compared as bytes.
package struct Cell: Equatable, Sendable {
    /// The character; never a control.
    package var scalar: Unicode.Scalar
    /// One combining mark over it, or NUL.
    package var mark: Unicode.Scalar
    package var role: Role
    package var emphasis: Emphasis
    /// Columns it takes: 1 or 2; 0 for the second half of a wide character.
    package var width: UInt8
    private var unused: UInt8 = 0

    package init(
        _ scalar: Unicode.Scalar, mark: Unicode.Scalar = "\0", role: Role = .plain, emphasis: Emphasis = [],
        width: UInt8 = 1
    ) {
        (self.scalar, self.mark, self.role) = (scalar, mark, role)
        (self.emphasis, self.width) = (emphasis, width)
    }

    package static let blank = Cell(" ")
}
