import ArgumentParser
import Observing
import Runs

/// `atvm-tui completions SHELL`: what makes the Tab key of a shell know this program.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print the completions of a shell: bash, zsh or fish.",
        discussion: """
            For one's own shell: bash: atvm-tui completions bash > ~/.local/share/bash-completion/completions/atvm-tui; \
            zsh: atvm-tui completions zsh > a folder of fpath, as _atvm-tui; \
            fish: atvm-tui completions fish > ~/.config/fish/completions/atvm-tui.fish.
            """)

    /// Taken as by every command; the script is the same everywhere.
    @OptionGroup var options: GlobalOptions

    @Argument(help: "bash, zsh or fish.")
    var shell: Completions.Shell

    func run() throws { try StandardStreams.print(Completions.text(for: shell)) }
}

/// The completions of all shells, and where a machine keeps them.
enum Completions {
    enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

    /// The script; made from the commands themselves.
    static func text(for shell: Shell) -> String {
        let kind: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        let text = Main.completionScript(for: kind)
        return text.hasSuffix("\n") ? text : text + "\n"
    }

    /// Where the script is found by every user's shell; on the controller, without a root.
    static func path(for shell: Shell) -> String {
        switch shell {
        case .bash: "/usr/share/bash-completion/completions/atvm-tui"
        case .zsh: "/usr/share/zsh/vendor-completions/_atvm-tui"
        case .fish: "/usr/share/fish/vendor_completions.d/atvm-tui.fish"
        }
    }
}

extension CompletionKind {
    /// Names of builds of the controller that the words on the line mean. What goes wrong is silence.
    static var builds: CompletionKind {
        .custom { words, _, prefix in
            guard let settings = CompletionLine(words).settings else { return [] }
            return BuildNames.all(settings.observatory.root).map(\.text).filter { $0.hasPrefix(prefix) }
        }
    }

    /// The templates of the configuration.
    static var templates: CompletionKind {
        .custom { words, _, prefix in
            let list = CompletionLine(words).settings?.text("templates") ?? ""
            return list.split(separator: ",").map { $0.trimmingBlanks() }.filter { $0.hasPrefix(prefix) }
        }
    }

    /// The config families of the configuration.
    static var configFamilies: CompletionKind {
        .custom { words, _, prefix in
            let list = CompletionLine(words).settings?.text("config_families") ?? ""
            return list.split(separator: ",").map { $0.trimmingBlanks() }.filter { $0.hasPrefix(prefix) }
        }
    }

    static var themes: CompletionKind { .list(ShippedThemes.names) }
}

/// A line that is being typed: as far as it says where to look.
private struct CompletionLine {
    private let words: [String]

    /// - Parameter words: as they stand on the line, with their quotes.
    init(_ words: [String]) { self.words = words.map { ShellWords.split($0)?.first ?? $0 } }

    /// The configuration that would count; `nil` where it cannot be read.
    var settings: Settings? { try? SettingsReader.read(root: value(of: "--root"), file: value(of: "--config")) }

    private func value(of option: String) -> String? {
        for (index, word) in words.enumerated() {
            if word == option, index + 1 < words.count { return words[index + 1] }
            if word.hasPrefix(option + "=") { return String(word.dropFirst(option.utf8.count + 1)) }
        }
        return nil
    }
}
