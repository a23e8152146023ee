package import Runs

/// Writes what the watcher and the supervisor keep in a build's state folder.
package enum StateWriter {
    /// `state.json`, schema 1.
    package static func state(_ state: PlayedState, of script: RunScript, by schedule: Schedule, at offset: Duration)
        -> String
    {
        func time(_ offset: Duration) -> String { schedule.moment(of: offset).rfc3339 }
        func count(_ status: PlayedState.Host.Status) -> Int { state.hosts.count { $0.status == status } }
        let hosts = state.hosts.map { host in
            JSONText.object([
                ("name", .text(host.name)),
                ("kernel", .text(LabHost.named(host.name)?.kernel ?? "unknown")),
                ("status", .text(host.status.rawValue)),
                ("step", .optional(host.step)),
                ("steps_total", .number(script.steps.count)),
                ("started_at", .text(time(host.began))),
                ("ended_at", .optional(host.ended.map(time))),
                ("detail", .text(host.detail)),
                ("message", .optional(host.message)),
            ])
        }
        let (passed, failed, skipped) = (count(.passed), count(.failed), count(.skipped))
        let document = JSONText.object([
            ("schema", .number(1)),
            ("build", .text(script.build.text)),
            ("template", .text(script.template)),
            ("state", .text(state.state.rawValue)),
            ("categorize", .bool(script.isCategorized)),
            ("started_at", .text(time(.zero))),
            ("ended_at", .optional(state.ended.map(time))),
            ("updated_at", .text(time(offset))),
            ("log", .text("/tmp/\(script.build.text).log")),
            (
                "summary",
                .object([
                    ("finished", .number(passed + failed + skipped)), ("passed", .number(passed)),
                    ("failed", .number(failed)), ("skipped", .number(skipped)),
                ])
            ),
            ("currents_url", .optional(script.recordedAt)),
            ("hosts", .list(hosts)),
            ("subruns", .list([])),
            ("reason", .text(state.reason)),
        ])
        return document.written + "\n"
    }

    /// `runner.json`, schema 1.
    package static func runner(_ process: ProcessIdentity, startedAt: Timestamp, end: (RunnerEnd, at: Timestamp)? = nil)
        -> String
    {
        var fields: [(String, JSONText)] = [
            ("schema", .number(1)), ("supervisor", .text("direct")), ("pid", .number(process.pid)),
            ("start_ticks", .number(process.startTicks)), ("boot_id", .text(process.bootID)),
            ("started_at", .text(startedAt.rfc3339)),
        ]
        if let (end, moment) = end {
            let (result, status) =
                switch end {
                case .exited(let status): ("exited", status)
                case .signalled(let signal): ("signal", signal)
                }
            fields += [
                ("ended_at", .text(moment.rfc3339)), ("result", .text(result)), ("status", .number(status)),
            ]
        }
        return JSONText.object(fields).written + "\n"
    }
}

extension StateWriter {
    /// `request.json`, schema 1: what the run would have been asked for with the commands of the simulated controller.
    static func request(_ script: RunScript, startedAt: Timestamp) -> String {
        let build = script.build.text
        let family = build.hasSuffix("-iscsi") ? "gold2" : "gold"
        let config = LabConfig.file(of: family)
        let categorize = script.isCategorized ? ["--categorize"] : []
        let hosts = script.hosts.map(\.name).joined(separator: ",")
        let template =
            ["./cmc-templates.py", "--template_name", script.template, "--config_file", config, "--hosts", hosts]
            + categorize
        let runner = ["./run-sorry-cypress.py", "--config_file", config, "--build_name", build] + categorize
        return JSONText.object([
            ("schema", .number(1)), ("build", .text(build)),
            ("launch", .text(TextHash.digits(of: "\(build) \(startedAt.rfc3339WithMilliseconds)"))),
            ("started_at", .text(startedAt.rfc3339WithMilliseconds)), ("started_by", .text("demo")),
            ("template", .text(script.template)),
            ("template_command", .text(template.joined(separator: " "))),
            ("runner", .list(runner.map(JSONText.text))), ("config_family", .text(family)),
            ("config_file", .text(config)), ("categorize", .bool(script.isCategorized)),
        ]).written + "\n"
    }

    /// A line of `timeline.jsonl`.
    package static func timelineLine(_ stamp: PlayedStamp, at time: Timestamp) -> String {
        var fields: [(String, JSONText)] = [
            ("at", .text(time.rfc3339WithMilliseconds)), ("fact", .text(stamp.event.rawValue)),
            ("run", .number(stamp.run)),
        ]
        if let index = stamp.index { fields.append(("index", .number(index))) }
        if let spec = stamp.spec { fields.append(("spec", .text(spec))) }
        if let title = stamp.title { fields.append(("title", .text(title))) }
        if let status = stamp.status { fields.append(("status", .text(status.rawValue))) }
        return JSONText.object(fields).written + "\n"
    }
}

/// A process, told apart from another that gets the same number later.
package struct ProcessIdentity: Equatable, Sendable {
    package var pid: Int
    /// When it started, in clock ticks since the machine did: field 22 of `/proc/<pid>/stat`.
    package var startTicks: Int
    package var bootID: String

    package init(pid: Int, startTicks: Int, bootID: String) {
        (self.pid, self.startTicks, self.bootID) = (pid, startTicks, bootID)
    }
}

extension RunScript {
    /// The address under which the run is recorded, if it is.
    var recordedAt: String? {
        switch recording {
        case .none: nil
        case .cypress(let url), .cloud(let url): url
        }
    }
}
