import Glibc
import Screen

/// How commands print tables.
enum OutputLook {
    /// The terminal's columns; 120 where the output goes elsewhere.
    static var columns: Int {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else {
            return 120
        }
        return Int(size.ws_col)
    }

    /// ASCII where the locale or the configuration asks for it.
    static func glyphs(_ settings: Settings) -> GlyphSet {
        if let ascii = settings.boolean("ascii") { return ascii ? .ascii : .unicode }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(SettingsReader.variable).first ?? ""
        let codeset = locale.lowercased()
        return codeset.contains("utf-8") || codeset.contains("utf8") ? .unicode : .ascii
    }
}
