/// In what sizes a log is gone through, in bytes. Tests take small ones, so that short logs have many borders.
struct LogGrain {
    /// What is read at once; a longer line is matched piece by piece.
    var slice = 256 * 1024
    /// Of how much of a log the number of wanted lines is remembered.
    var block = 1 << 20
    /// The pieces of an opened line.
    var piece = 4096
    /// So much beside a piece is looked at for what lies across its ends.
    var context = 255
    /// Lines from this length on are remembered.
    var longLine = 1 << 20
}
