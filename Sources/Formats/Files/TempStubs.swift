package import Runs

package struct Inventory { 
    package func kernel(of host: String, template: String?) -> String? { kernels[host.lowercased()] }
    var kernels: [String: String] = [:]
}
package enum InventoryReader {
    package static func read(_ bytes: [UInt8]) -> (inventory: Inventory, problem: String?) {
        var i = Inventory()
        for l in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let c = l.split(separator: "|").map { $0.trimmingBlanks() }
            if c.count >= 3 { i.kernels[c[0].lowercased()] = c[2] }
        }
        return (i, nil)
    }
}
package enum TimelineFile {
    package static func stamp(_ log: inout RunLog, from bytes: [UInt8]) {}
}
package enum StateFile {
    package static func read(_ bytes: [UInt8]) -> (recorded: RecordedState?, launch: Launch, problem: String?) {
        var launch = Launch()
        do {
            let json = try JSONValue(json: bytes)
            launch.template = json["template"]?.string
            launch.isCategorized = json["categorize"]?.bool
            launch.startedAt = json["started_at"]?.string.flatMap(Timestamp.init(rfc3339:))
            guard let state = json["state"]?.string.flatMap(BuildState.init(rawValue:)) else { return (nil, launch, "no state") }
            var recorded = RecordedState(state: state)
            recorded.startedAt = launch.startedAt
            recorded.endedAt = json["ended_at"]?.string.flatMap(Timestamp.init(rfc3339:))
            recorded.updatedAt = json["updated_at"]?.string.flatMap(Timestamp.init(rfc3339:))
            recorded.reason = json["reason"]?.string
            for h in json["hosts"]?.array ?? [] {
                var r = RecordedHost(name: h["name"]?.string ?? "", status: h["status"]?.string ?? "")
                r.detail = h["detail"]?.string
                recorded.hosts.append(r)
            }
            return (recorded, launch, nil)
        } catch { return (nil, launch, "\(error)") }
    }
}
