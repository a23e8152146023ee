import ArgumentParser
import Glibc
import Runs

/// The options that every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Work under DIR in place of / (or ATVM_ROOT).", valueName: "dir"), completion: .directory)
    var root: String?

    @Option(
        help: ArgumentHelp("Read this configuration file in place of the usual ones.", valueName: "file"),
        completion: .file(extensions: ["toml"]))
    var config: String?

    /// The effective configuration.
    /// - Throws: exit 78 after one clear line.
    func settings() throws -> Settings {
        do throws(SettingsProblem) {
            return try SettingsReader.read(root: root, file: config)
        } catch {
            StandardStreams.complain("atvm-tui: \(error)")
            throw ExitCode(EX_CONFIG)
        }
    }
}

/// A build name on the command line.
struct BuildArgument {
    /// - Throws: a usage error that says what would be right.
    static func check(_ text: String) throws -> BuildName {
        do throws(BuildNameError) {
            return try BuildName(text)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
