/// Follows the words of a command line and knows whose option a `-p` is: a password's for `sshpass` and `mysql`, a port's
/// for `ssh`, nothing of the kind for `mkdir`. Of a program that it does not know it says that a secret may follow.
struct CommandWalk {
    /// What a word is to whoever masks.
    enum Place: Equatable {
        case plain
        /// The next word is a secret, or may be one.
        case secretFollows
        /// The secret stands in this word, behind so many characters.
        case secretFrom(Int)
    }

    private enum Program: Equatable {
        case unknown
        /// Its options of this kind hold a secret.
        case taking([String])
        case harmless
    }

    /// Words of a text are no command: its first word is no program, and a program may stand anywhere.
    private let isText: Bool
    private var program = Program.unknown
    private var name = ""
    /// The next word that is no option is a program.
    private var isProgramDue = true
    /// The next word belongs to the option before it.
    private var isValueDue = false
    private var followsOption = false

    init(isText: Bool) { self.isText = isText }

    mutating func take(_ word: String) -> Place {
        let bare = word.drop { "'\"`($".contains($0) }
        let isOption = bare.hasPrefix("-") && bare.count > 1
        defer {
            followsOption = isOption
            pass(word)
        }
        if isValueDue {
            isValueDue = false
            return .plain
        }
        if isOption { return option(String(bare)) }
        look(at: bare)
        return .plain
    }

    /// Goes over a word of which it only matters whether it ends a command.
    mutating func pass(_ word: String) {
        if let last = word.last, ";|&".contains(last) { end() }
    }

    // MARK: Programs

    /// Another command begins.
    private mutating func end() { (program, name, isProgramDue) = (.unknown, "", true) }

    private mutating func look(at word: Substring) {
        let found = Self.name(of: word)
        if let options = Self.takers[found] {
            // Wherever it stands: better one word too many.
            (program, name) = (.taking(options), found)
            isProgramDue = found == "sshpass"
            return
        }
        if isProgramDue, !word.contains("="), word.first?.isNumber != true {
            // `ssh HOST COMMAND`: the host comes first, whatever it is called.
            if name == "ssh" { return end() }
            let isWrapper = Self.wrappers.contains(found)
            (program, name) = (Self.harmless.contains(found) || isWrapper ? .harmless : .unknown, found)
            isProgramDue = isWrapper || found == "ssh"
        } else if isText, program == .unknown, !followsOption, Self.harmless.contains(found) {
            (program, name) = (.harmless, found)
        }
    }

    private static func name(of word: Substring) -> String {
        let last = word.split(separator: "/").last ?? ""
        return last.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }.lowercased()
    }

    // MARK: Options

    private mutating func option(_ word: String) -> Place {
        if case .taking(let options) = program {
            for option in options {
                if word == option { return .secretFollows }
                // Of long ones `=` is what others look at.
                if !option.hasPrefix("--"), word.hasPrefix(option) { return .secretFrom(option.count) }
            }
        }
        isValueDue = Self.optionsWithValue(of: name).contains(word)
        if word == "-p", program == .unknown { return .secretFollows }
        return .plain
    }

    /// Programs whose options take a password.
    private static let takers: [String: [String]] = {
        var takers: [String: [String]] = [:]
        for name in [
            "sshpass", "mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlshow", "mysqlcheck", "mysqlbinlog",
            "mariadb", "mariadb-dump", "mariadb-admin", "mongo", "mongosh", "mongodump", "mongorestore", "7z", "7za",
            "rdesktop", "az",
        ] { takers[name] = ["-p"] }
        takers["curl"] = ["-u", "--user", "-U", "--proxy-user"]
        takers["redis-cli"] = ["-a"]
        takers["smbclient"] = ["-U"]
        takers["ldapsearch"] = ["-w"]
        takers["ipmitool"] = ["-P"]
        takers["unzip"] = ["-P"]
        takers["zip"] = ["-P"]
        // `docker login -p`.
        takers["login"] = ["-p"]
        return takers
    }()

    /// Programs whose `-p` is known to hold no secret.
    private static let harmless: Set<String> = [
        "mkdir", "ssh", "scp", "sftp", "rsync", "cp", "install", "ls", "rm", "rmdir", "touch", "tar", "cat", "grep",
        "sed",
        "awk", "find", "echo", "printf", "test", "read", "ps", "kill", "pkill", "top", "taskset", "renice", "lsof",
        "strace",
        "gdb", "perf", "nc", "ncat", "nmap", "ping", "telnet", "docker", "podman", "kubectl", "systemctl", "journalctl",
        "git", "make", "patch", "cypress", "cypress-cloud", "cd", "lvcreate", "parted", "sfdisk", "mount", "umount",
    ]

    /// Programs that run the one named behind them: what its `-p` means is not theirs to say.
    private static let wrappers: Set<String> = [
        "sudo", "env", "nohup", "exec", "time", "nice", "ionice", "timeout", "command", "setsid", "stdbuf", "xargs",
        "unshare", "sh", "bash", "dash", "python", "python3", "perl", "node", "npx", "npm", "yarn",
    ]

    /// Without them the value would be taken for the program.
    private static func optionsWithValue(of program: String) -> Set<String> {
        switch program {
        case "ssh":
            [
                "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-p", "-Q", "-R",
                "-S",
                "-W", "-w",
            ]
        case "sshpass": ["-f", "-d", "-P"]
        case "sudo", "env", "nice", "ionice", "timeout", "stdbuf", "xargs":
            ["-u", "-g", "-n", "-s", "-k", "-h", "-c", "-C", "-i", "-o", "-e", "-I", "-L"]
        case "node": ["-p", "-e", "-r"]
        default: []
        }
    }
}
