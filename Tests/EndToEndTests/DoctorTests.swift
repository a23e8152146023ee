import Glibc
import Runs
import TestKit
import Testing

/// `doctor`, `completions` and `manual` as they are typed.
@Suite struct DoctorCommandTests {
    /// A root with everything that a check of it can ask for.
    private static func wholeController() throws -> Lab {
        let lab = try Lab.empty()
        let folder = lab.folder
        for path in [
            "tmp", "var/lib/atvm-run-watcher", "var/log/atvm-tui", "root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter",
        ] { folder.makeFolder(path) }
        chmod(folder["tmp"], 0o1777)
        for name in ["cmc-templates.py", "run-sorry-cypress.py"] {
            folder.write("#\n", to: "root/cdc-e2e-cyp-12.17.4/\(name)")
        }
        chmod(folder.write("#!/bin/sh\n", to: "opt/atvm-watcher-service/atvm-tui"), 0o755)
        folder.write("| Host | Kernel |\n|---|---|\n| a | 5.14 |\n", to: "opt/atvm-watcher-service/vm-inventory.md")
        return lab
    }

    private static func write(environment: String, _ lab: Lab) {
        chmod(lab.folder.write(environment, to: "etc/atvm-run-watcher.env"), 0o600)
    }

    @Test func aBareRootLacksMuchAndNothingChanges() throws {
        let lab = try Lab.empty()
        defer { withExtendedLifetime(lab) {} }
        let before = lab.folder.picture()
        let run = try lab.run("doctor")
        #expect(run.status == 1)
        #expect(run.errors.isEmpty, "\(run.errors)")
        #expect(lab.folder.picture() == before)
        for subject in ["atvm-runner@.service", "environment file", "automation root", "state root", "log folder"] {
            #expect(
                run.output.split(separator: "\n").contains { $0.contains(" missing ") && $0.contains(subject) },
                "\(subject) in \(run.output)")
        }
        #expect(run.output.contains("mend: install -m 0600 /dev/null \(lab.folder.path)/etc/atvm-run-watcher.env"))
        #expect(run.output.contains("not checked under --root"))
        #expect(run.output.contains(" checks: "))
        let ascii = try lab.run("doctor", environment: ["LANG": "C"])
        #expect(ascii.output.utf8.allSatisfy { $0 < 0x80 })
        #expect(ascii.output.contains("LANG=C is not UTF-8"))
    }

    /// The key of the hook is in nothing that is printed, whatever the file looks like.
    @Test func theSecretIsNeverPrinted() throws {
        let lab = try Self.wholeController()
        defer { withExtendedLifetime(lab) {} }
        for text in [
            "MATTERMOST_ATVM_WEBHOOK=http://127.0.0.1:1/hooks/c4narykey\nMATTERMOST_ATVM_CHANNEL=c4narychannel\n",
            "MATTERMOST_ATVM_WEBHOOK=c4narykey\n", "MATTERMOST_ATVM_WEBHOOK=\"c4narykey\n", "c4narykey=\u{1B}[2J\n",
            "MATTERMOST_ATVM_WEBHOOK=http://c4narykey@127.0.0.1:1/hooks/c4narykey?c4narykey\n",
        ] {
            Self.write(environment: text, lab)
            for format in ["table", "json"] {
                let run = try lab.run("doctor", "--format", format)
                #expect(run.status == 1)
                #expect(!(run.output + run.errors).contains("c4nary"), "\(run.output)")
                #expect(!run.output.unicodeScalars.contains { SafeText.isUnsafe($0) && $0 != "\n" })
            }
        }
    }

    @Test func saysItInJSON() throws {
        let lab = try Self.wholeController()
        defer { withExtendedLifetime(lab) {} }
        let run = try lab.run("doctor", "--format", "json")
        #expect(run.output.contains("\"schema\": 1"))
        #expect(run.output.contains("\"healthy\": false"))
        #expect(run.output.contains("\"subject\": \"environment file\""))
        #expect(run.output.contains("\"state\": \"missing\""))
        #expect(run.output.contains("\"mend\": \"install -m 0600 "))
    }

    /// What is wrong with the configuration is a finding, not the end.
    @Test func aBrokenConfigurationIsAFinding() throws {
        let lab = try Self.wholeController()
        defer { withExtendedLifetime(lab) {} }
        for text in ["poll = \"soon\"\n", "nonsense\n", "colour = 1\n"] {
            lab.folder.write(text, to: "etc/atvm-tui/config.toml")
            let run = try lab.run("doctor")
            #expect(run.status == 1)
            #expect(
                run.output.split(separator: "\n").contains {
                    $0.contains(" wrong ") && $0.contains("configuration") && $0.contains("config.toml")
                }, "\(run.output)")
            #expect(run.errors.isEmpty)
        }
        lab.folder.delete("etc/atvm-tui/config.toml")
        mkfifo(lab.folder["etc/atvm-tui/config.toml"], 0o600)
        #expect(try lab.run("doctor").output.contains("is not a regular file"))
        lab.folder.delete("etc/atvm-tui/config.toml")
        lab.folder.write("[roles]\ngood = \"plaid\"\n", to: "etc/atvm-tui/themes/mine.toml")
        let themed = try lab.run("doctor")
        #expect(themed.output.split(separator: "\n").contains { $0.contains(" warning ") && $0.contains("mine.toml") })
    }

    @Test func usage() throws {
        let lab = try Lab.empty()
        defer { withExtendedLifetime(lab) {} }
        #expect(try lab.run("doctor", "--format", "xml").status == 64)
        #expect(try lab.run("doctor", "--help").status == 0)
        #expect(try lab.run("completions").status == 64)
        #expect(try lab.run("completions", "csh").status == 64)
    }

    // MARK: Completions

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsAreUnderstood(_ shell: String) throws {
        let lab = try Lab.empty()
        defer { withExtendedLifetime(lab) {} }
        let run = try lab.run("completions", shell)
        #expect(run.status == 0)
        for command in ["status", "doctor", "--build-name", "--reporter"] {
            #expect(run.output.contains(command.trimmingDashes), "\(command)")
        }
        let path = lab.folder.write(run.output, to: "script")
        // Where the shell is not installed, nobody can ask it.
        let program = "/usr/bin/\(shell)"
        guard access(program, X_OK) == 0 else { return }
        let check = try CommandRun([program, "-n", path], environment: Lab.clean)
        #expect(check.status == 0, "\(check.errors)")
        #expect(check.errors.isEmpty)
    }

    /// Tab behind `status` offers the builds of the root that the line names.
    @Test func bashCompletesBuilds() throws {
        let lab = try Lab.empty()
        defer { withExtendedLifetime(lab) {} }
        for name in ["e2e-one", "e2e-two", "other"] { lab.folder.makeFolder("var/lib/atvm-run-watcher/\(name)") }
        let program = try Lab.program()
        let script = lab.folder.write(
            """
            PATH=\(program.split(separator: "/").dropLast().map { "/" + $0 }.joined()):$PATH
            source <(atvm-tui completions bash)
            ask() {
                COMP_WORDS=(atvm-tui "$@"); COMP_CWORD=$#; COMP_LINE="atvm-tui $*"; COMP_POINT=${#COMP_LINE}
                COMPREPLY=(); _atvm-tui atvm-tui "${@: -1}" "${@: -2:1}"
                echo $(printf '%s\\n' "${COMPREPLY[@]}" | sort)
            }
            unset ATVM_ROOT
            ask status --root '\(lab.folder.path)' e2e
            export ATVM_ROOT='\(lab.folder.path)'
            ask wait ''
            ask console --build o
            ask do
            export ATVM_ROOT=/nonexistent ATVM_POLL=soon
            ask status ''
            """, to: "ask.sh")
        let run = try CommandRun(["/bin/bash", script], environment: Lab.clean)
        let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines.prefix(5) == ["e2e-one e2e-two", "e2e-one e2e-two other", "other", "doctor", ""],
            "\(run.output) \(run.errors)")
        #expect(run.errors.isEmpty, "\(run.errors)")
    }

    // MARK: The man page

    @Test func theManPageIsUnderstood() throws {
        let lab = try Lab.empty()
        defer { withExtendedLifetime(lab) {} }
        let run = try lab.run("manual")
        #expect(run.status == 0)
        let path = lab.folder.write(run.output, to: "atvm-tui.1")
        guard access("/usr/bin/groff", X_OK) == 0 else { return }
        let shown = try CommandRun(
            ["/usr/bin/groff", "-man", "-ww", "-Tutf8", path],
            environment: Lab.clean.merging(["MANWIDTH": "80", "GROFF_NO_SGR": "1"]) { $1 })
        #expect(shown.status == 0)
        #expect(shown.errors.isEmpty, "\(shown.errors)")
        #expect(shown.output.contains("DESCRIPTION") || shown.output.contains("D\u{8}D"))
    }
}

extension String {
    fileprivate var trimmingDashes: String { String(drop { $0 == "-" }) }
}
