import Plans
import Runs

/// Preps on a controller that exists only as values.
enum PrepLab {
    static let gold = "AutomatedTest-VMBootImg-Gold"
    static let gold2 = "AutomatedTest-VMBootImg-Gold-2"
    static let compute = "AutomatedTest-VMBootImgComputeMigration-Gold"

    static var surroundings: PrepPlan.Surroundings {
        PrepPlan.Surroundings(
            interpreter: "/usr/bin/python3", script: "/root/atvm_prep/atvm_prep.py",
            scriptDigest: Digest(of: Array("print()".utf8)), folder: "/root/atvm_prep",
            log: "/root/atvm_prep/log/atvm_prep.log", environmentNames: ["PATH", "HOME"], host: "controller",
            user: "aw")
    }

    static func request(
        _ mode: PrepMode = .maintenance, lun: String? = "Gold", snapshot: String? = nil, client: String? = nil,
        esx: String? = nil, vcenter: String? = nil, credentials: PrepCredentials = PrepCredentials()
    ) throws(PrepProblems) -> PrepRequest {
        try PrepRequest(
            mode, PrepRequest.Fields(lun: lun, snapshot: snapshot, client: client, esx: esx, vcenter: vcenter),
            credentials: credentials)
    }

    static func plan(
        _ request: PrepRequest, in surroundings: PrepPlan.Surroundings = surroundings,
        knowing facts: PrepFacts = PrepFacts()
    ) throws -> PrepPlan { try PrepPlan(request, in: surroundings, knowing: facts) }

    /// The fields that a request is refused for, with the reasons.
    static func problems(_ body: () throws(PrepProblems) -> PrepRequest) -> [PrepProblem] {
        do throws(PrepProblems) {
            _ = try body()
            return []
        } catch {
            return error.all
        }
    }
}
