import Glibc
package import Observing
package import Plans
import Runs

extension PrepPlan.Surroundings {
    /// What a prep on this controller depends on, as it is now.
    /// - Throws: when there is no Python to run the script.
    package init(_ root: Root, script: PrepScript, person: Person) throws(ActingError) {
        guard let interpreter = ChildProcess.path(of: "python3") else {
            throw .unavailable(
                "there is no python3 in \(ChildProcess.searchPath.joined(separator: ":")) to run the prep script")
        }
        let folder = root.prep.lastIndex(of: "/").map { String(root.prep[..<$0]) } ?? "/"
        self.init(
            interpreter: interpreter, script: root.prep, scriptDigest: script.digest, folder: folder,
            log: root.prepLog, environmentNames: PrepEnvironment.names(), host: HostIdentity.name,
            user: person.login)
        warnings = script.warnings
    }
}
