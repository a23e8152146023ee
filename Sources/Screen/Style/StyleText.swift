/// Why a text of a theme means no style.
package enum StyleTextError: Error, Equatable {
    case unknownWord(String)
    case nothingAfterOn
    case twoColors(String)
}

extension StyleTextError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownWord(let word):
            "'\(TextWidth.shownText(word))' is neither a colour (red, bright-red, 0–255, #rrggbb, default, one of [colors]) "
                + "nor bold, dim, underline or reverse"
        case .nothingAfterOn: "a colour must follow 'on'"
        case .twoColors(let word):
            "'\(TextWidth.shownText(word))' is a second colour; 'on' stands before the background"
        }
    }
}

/// The looks of one role, as a theme says them.
package struct Look: Equatable, Sendable {
    package var style: Style
    /// For terminals of 16 or 8 colours; without it the nearest of them are taken.
    package var plainer: Style?

    package init(_ style: Style, plainer: Style? = nil) { (self.style, self.plainer) = (style, plainer) }

    /// Reads `bold #ff5f5f on 236, reverse`: emphasis, colour, `on` background; what follows a comma is for terminals with
    /// few colours.
    /// - Parameter colors: names that the theme gives to colours.
    package init(_ text: String, colors: [String: Color] = [:]) throws(StyleTextError) {
        let parts = text.split(separator: ",", maxSplits: 1)
        style = try Style(words: parts.first ?? "", colors: colors)
        plainer = parts.count > 1 ? try Style(words: parts[1], colors: colors) : nil
    }
}

extension Style {
    fileprivate init(words: Substring, colors: [String: Color]) throws(StyleTextError) {
        self.init()
        var words = words.split(separator: " ").map(String.init)[...]
        var hasForeground = false
        while let word = words.popFirst() {
            if word == "on" {
                guard let next = words.popFirst() else { throw .nothingAfterOn }
                guard let color = colors[next] ?? Color(text: next) else { throw .unknownWord(next) }
                background = color
            } else if let flag = Emphasis(word: word) {
                emphasis.insert(flag)
            } else if let color = colors[word] ?? Color(text: word) {
                if hasForeground { throw .twoColors(word) }
                (foreground, hasForeground) = (color, true)
            } else {
                throw .unknownWord(word)
            }
        }
    }
}

extension Emphasis {
    fileprivate init?(word: String) {
        switch word {
        case "bold": self = .bold
        case "dim": self = .dim
        case "underline": self = .underline
        case "reverse": self = .reverse
        default: return nil
        }
    }
}

extension Color {
    /// `default`, a name (`red`, `bright-red`), a number up to 255, or `#rrggbb`.
    package init?(text: String) {
        let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
        let isBright = text.hasPrefix("bright-")
        if text == "default" {
            self = .terminal
        } else if let number = names.firstIndex(of: isBright ? String(text.dropFirst(7)) : text) {
            self = .basic(UInt8(number) + (isBright ? 8 : 0))
        } else if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt8(text) {
            self = .indexed(number)
        } else if text.utf8.count == 7, text.hasPrefix("#"), text.dropFirst().allSatisfy(\.isHexDigit),
            let packed = Int(text.dropFirst(), radix: 16)
        {
            self = .rgb(UInt8(packed >> 16 & 255), UInt8(packed >> 8 & 255), UInt8(packed & 255))
        } else {
            return nil
        }
    }
}
