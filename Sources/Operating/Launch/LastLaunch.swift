package import Plans
package import Runs

/// The launch of a build that shall be launched again: what was asked for, and which hosts it had.
package struct LastLaunch: Equatable, Sendable {
    package let build: BuildName
    /// Secrets in commands masked.
    package private(set) var fields: StartRequest.Fields
    /// Those that the template command names, also when the run was over before it came to all of them.
    package private(set) var hosts: [String]
    package let failed: [String]
    /// What nobody has written down, in words.
    package private(set) var unknown: [String]

    /// What the snapshot tells; `request` adds the rest once it is read.
    package init(_ build: BuildSnapshot) {
        self.build = build.name
        let launch = build.launch
        fields = StartRequest.Fields()
        fields.build = build.name.text
        fields.template = launch.template ?? build.flow.template
        fields.templateCommand = launch.templateCommand
        (fields.configFamily, fields.configFile) = (launch.configFamily, launch.configFile)
        (fields.migrationStyle, fields.integration) = (launch.migrationStyle, launch.integration)
        fields.scope = launch.scope
        fields.isCategorized = launch.isCategorized ?? build.isCategorized
        var seen: Set<String> = []
        hosts = build.hosts.map(\.name).filter { seen.insert($0).inserted }
        failed = hosts.filter { name in build.hosts.contains { $0.name == name && $0.status.isFailure } }
        unknown = []
        takeHosts()
    }

    private mutating func takeHosts() {
        guard let listed = fields.templateCommand.flatMap(HostListRewrite.hosts) else { return }
        let names = Set(listed.map { $0.lowercased() })
        guard hosts.allSatisfy({ names.contains($0.lowercased()) }) else { return }
        hosts = listed.map { name in hosts.first { $0.lowercased() == name.lowercased() } ?? name }
    }

    /// - Parameter request: as it was written down; `nil` when it is not there or cannot be read.
    package mutating func take(_ request: LastRequest?) {
        if let request {
            fields = request.fields
            fields.build = build.text
            takeHosts()
        }
        fields.runnerCommand = fields.runnerCommand.map { line in
            ShellWords.split(line).map { ShellWords.join(SecretMask.masked($0)) } ?? line
        }
        unknown = []
        if request == nil { unknown.append("its request is not there any more: this is what state and log tell") }
        if fields.templateCommand == nil { unknown.append("its template command is not known") }
        if fields.runnerCommand == nil { unknown.append("its runner command is not known") }
        if hosts.isEmpty { unknown.append("its hosts are not known") }
    }
}

extension HostStatus {
    fileprivate var isFailure: Bool { if case .failed = self { true } else { false } }
}
