import Acting
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

/// What a plan of a prep finds on the controller: script, credentials, environment.
@Suite struct PrepSurroundingsTests {
    private let lab: Lab
    private let script = "root/atvm_prep/atvm_prep.py"

    init() throws { lab = try Lab() }

    // MARK: Script

    @Test func theDigestIsThatOfTheBytes() throws {
        lab.folder.write([0x70, 0xFF, 0x0A], to: script)
        let read = try PrepScript(lab.root)
        #expect(read.bytes == [0x70, 0xFF, 0x0A] && read.digest == Digest(of: read.bytes) && read.warnings.isEmpty)
        let found = try PrepPlan.Surroundings(lab.root, script: read, person: lab.person)
        #expect(found.interpreter.hasPrefix("/") && found.interpreter.hasSuffix("/python3"))
        #expect([found.script, found.folder] == [lab.folder[script], lab.folder["root/atvm_prep"]])
        #expect(found.user == "tester" && found.host == HostIdentity.name)
    }

    @Test(arguments: ["missing", "link", "folder", "fifo", "empty", "large"])
    func refusesWhatIsNoScript(_ kind: String) throws {
        lab.folder.makeFolder("root/atvm_prep")
        let path = lab.folder[script]
        switch kind {
        case "link":
            lab.folder.write("print()", to: "elsewhere")
            lab.folder.link("elsewhere", at: script)
        case "folder": mkdir(path, 0o755)
        case "fifo": mkfifo(path, 0o600)
        case "empty": lab.folder.write("", to: script)
        case "large":
            lab.folder.write("#", to: script)
            lab.folder.truncate(script, to: PrepScript.byteLimit + 1)
        default: break
        }
        do throws(PrepScriptProblem) {
            _ = try PrepScript(lab.root)
            Issue.record("\(kind): it was read")
        } catch {
            #expect(error.kind == (kind == "missing" ? .missing : .unusable), "\(error)")
        }
    }

    @Test func warnsWhereOthersMayWrite() throws {
        lab.folder.write("print()", to: script)
        chmod(lab.folder[script], 0o664)
        chmod(lab.folder["root/atvm_prep"], 0o777)
        #expect(try PrepScript(lab.root).warnings.count == 2)
    }

    // MARK: Credentials

    private static let (user, password) = ("ATVM_VCENTER_USERNAME", "ATVM_VCENTER_PASSWORD")

    private func secrets(_ environment: [String: String] = [:]) throws -> PrepSecrets {
        try PrepSecrets(lab.root) { environment[$0] }
    }

    private func writeFile(_ text: String, mode: mode_t = 0o600) {
        lab.folder.write(text, to: "etc/atvm-tui/prep.env")
        chmod(lab.root.prepCredentials, mode)
    }

    @Test func theEnvironmentComesFirst() throws {
        #expect(try secrets().credentials == PrepCredentials() && secrets().password == nil)
        writeFile("\(Self.user)=file-user\n\(Self.password)=\"file secret\"\n")
        let file = PrepCredentials.Source.file("/etc/atvm-tui/prep.env")
        let fromFile = try secrets()
        #expect(fromFile.credentials == PrepCredentials(username: "file-user", from: file, password: file))
        #expect(fromFile.password?.reveal { $0 } == "file secret")
        let both = try secrets([Self.user: "ops", Self.password: ""])
        #expect(
            both.credentials
                == PrepCredentials(username: "ops", from: .environment(Self.user), password: file))
        #expect(try secrets([Self.password: "env secret"]).password?.reveal { $0 } == "env secret")
        #expect(!"\(both) \(fromFile)".contains("secret\""))
    }

    @Test(arguments: [0o640, 0o604, 0o644] as [mode_t]) func othersMayNotReadTheFile(_ mode: mode_t) {
        writeFile("\(Self.password)=c4nary\n", mode: mode)
        do throws(ActingError) {
            _ = try PrepSecrets(lab.root) { _ in nil }
            Issue.record("it was read")
        } catch {
            #expect("\(error)".contains("chmod 600") && !"\(error)".contains("c4nary"))
        }
    }

    @Test func aPasswordThatCannotBeMaskedIsRefused() throws {
        do throws(ActingError) {
            _ = try PrepSecrets(lab.root) { $0 == Self.password ? "ab" : nil }
            Issue.record("it was taken")
        } catch {
            guard case .notPermitted(let why) = error else { throw error }
            #expect(why.contains("fewer than 3 bytes"))
        }
        #expect(try secrets([Self.password: "abc"]).password != nil)
    }

    @Test func aPlantedFileIsNotRead() throws {
        lab.folder.write("\(Self.password)=c4nary\n", to: "elsewhere")
        lab.folder.makeFolder("etc/atvm-tui")
        lab.folder.link("elsewhere", at: "etc/atvm-tui/prep.env")
        #expect(throws: ActingError.self) { try secrets() }
    }

    // MARK: Environment

    @Test func theEnvironmentHoldsNoSecret() {
        let names = PrepEnvironment.names()
        #expect(names == names.sorted() && names.contains("PATH"))
        for name in names {
            #expect(!["ATVM_", "SSH_", "LD_", "PYTHON"].contains { name.hasPrefix($0) }, "\(name)")
            #expect(!name.contains("PASSWORD"), "\(name)")
        }
    }
}
