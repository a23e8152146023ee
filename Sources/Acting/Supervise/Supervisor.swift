package import Runs

/// Starts and stops the processes of a build.
package protocol Supervisor: Sendable {
    /// `direct` or `systemd`, as records name it.
    var name: String { get }
    /// The command that starts or stops a part, as plans show it.
    func command(_ verb: SupervisorVerb, _ part: SupervisedPart, of build: BuildName) -> String
    /// Starts a part, and returns once it runs.
    func start(_ part: SupervisedPart, of build: BuildName) throws(ActingError)
    /// Stops a part with all its processes, and returns once they have gone. Nothing is there: nothing happens.
    func stop(_ part: SupervisedPart, of build: BuildName) throws(ActingError)
}

package enum SupervisorVerb: String, Sendable { case start, stop }

package enum SupervisedPart: String, Sendable { case runner, watcher }
