import Acting
import ArgumentParser
import Glibc
import Operating
import Plans

extension ActingSetting {
    /// What plans of this controller are made from. Plans name nobody: who acts is looked up only when somebody does,
    /// because that may take a while and this is asked between two keys.
    /// - Throws: exit 78 after one clear line, where the configuration's lists of LUNs or clients are none.
    func desk() throws -> OperatorDesk {
        let planner = Performer(settings: settings.observatory, supervisor: supervisor, person: Person(login: ""))
        do throws(SettingsProblem) {
            return OperatorDesk(
                places: { planner.places(of: $0) }, cancelPlan: { planner.cancelPlan($0, .whole) },
                launchRules: settings.launchRules, luns: try settings.luns, pairing: try settings.pairing)
        } catch {
            StandardStreams.complain("atvm-tui: \(error)")
            throw ExitCode(EX_CONFIG)
        }
    }
}
