import Runs

/// Plays one run into a controller's folder.
struct RunPlayer: Sendable {
    private let script: RunScript
    private let schedule: Schedule
    private let beginning: Timestamp
    private let folder: FolderWriter
    private let hands: any Stagehands
    /// Whether the runner has gone when the show begins.
    private let hasEnded: Bool
    /// The runner's process, from the launch on.
    private var process = ProcessIdentity(pid: 0, startTicks: 0, bootID: "")
    /// Between the launch and the end of the runner.
    private var isOnStage = false
    private let pieces: [TimedPiece]
    private var next = 0

    /// - Parameters:
    ///   - hands: the processes behind the run.
    ///   - beginning: when the show begins; what falls before it is written by `writePast`.
    init(
        _ planned: PlannedRun, into folder: FolderWriter, hands: any Stagehands, beginning: Timestamp, seed: UInt64,
        speed: Double
    ) {
        let play = RunPlay(planned.script, seed: seed)
        let schedule = planned.schedule(for: play, beginning: beginning, speed: speed)
        hasEnded = play.pieces.contains { piece in
            guard case .runnerEnded = piece.change else { return false }
            return piece.at <= schedule.past
        }
        script = planned.script
        pieces = play.pieces
        self.hands = hands
        (self.schedule, self.beginning, self.folder) = (schedule, beginning, folder)
    }

    /// When the next piece is due, counted from the beginning of the show; `nil` when all have been written.
    var nextDue: Duration? {
        guard next < pieces.count else { return nil }
        return max(.zero, schedule.moment(of: pieces[next].at) - beginning)
    }

    /// Writes what happened before the show, with the times that the files would have.
    mutating func writePast() throws(SimulationError) {
        guard schedule.past > .zero else { return }
        try write(through: pieces[next...].prefix { $0.at <= schedule.past }.count, isPast: true)
    }

    /// Writes what is due `elapsed` after the beginning of the show.
    mutating func advance(to elapsed: Duration) throws(SimulationError) {
        if isOnStage, !hands.isRunning(script.build) {
            // Somebody has stopped the runner: nothing more comes from it.
            next = pieces.count
            return
        }
        let due = pieces[next...].prefix { schedule.moment(of: $0.at) - beginning <= elapsed }
        try write(through: due.count, isPast: false)
    }

    /// Writes the next `count` pieces. Texts for the log are gathered: one write each would take long for a whole past.
    private mutating func write(through count: Int, isPast: Bool) throws(SimulationError) {
        // The launch makes the folder: before it there is nothing of this build.
        if next == 0, count > 0 { try folder.makeFolder(ControllerPaths.stateFolder(script.build)) }
        var text = ""
        var textAt = Duration.zero
        var stamps = ""
        let end = next + count
        while next < end {
            let piece = pieces[next]
            if case .log(let line) = piece.change {
                text += line
                textAt = piece.at
            } else if case .stamp(let stamp) = piece.change {
                if isPast || !hands.isFollowed(script.build) {
                    stamps += StateWriter.timelineLine(stamp, at: schedule.moment(of: piece.at))
                }
            } else {
                if !isPast { try flush(&text, textAt, isPast: false) }
                try perform(piece, isPast: isPast)
            }
            next += 1
        }
        try flush(&text, textAt, isPast: isPast)
        guard !stamps.isEmpty else { return }
        let timeline = "\(ControllerPaths.stateFolder(script.build))/timeline.jsonl"
        try folder.append(stamps, to: timeline, modified: time(textAt, isPast))
    }

    private func flush(_ text: inout String, _ offset: Duration, isPast: Bool) throws(SimulationError) {
        guard !text.isEmpty else { return }
        try folder.append(text, to: ControllerPaths.log(script.build), modified: time(offset, isPast))
        text = ""
    }

    /// The time that a file of the past is given; `nil` lets the present one stand.
    private func time(_ offset: Duration, _ isPast: Bool) -> Timestamp? { isPast ? schedule.moment(of: offset) : nil }

    private mutating func perform(_ piece: TimedPiece, isPast: Bool) throws(SimulationError) {
        let modified = time(piece.at, isPast)
        let state = ControllerPaths.stateFolder(script.build)
        switch piece.change {
        case .log, .stamp:
            break
        case .artifact(let play, let began):
            guard let text = ArtifactWriter.junit(of: play, startedAt: schedule.moment(of: began)) else { return }
            let path = "\(ControllerPaths.reporter)/\(ArtifactWriter.name(for: text))"
            try folder.replace(path, with: text, modified: modified)
        case .state(let recorded):
            guard isPast || !hands.haveWatchers else { return }
            let text = StateWriter.state(recorded, of: script, by: schedule, at: piece.at)
            try folder.replace("\(state)/state.json", with: text, modified: modified)
            if isPast, !script.isCategorized, recorded.state == .completed || recorded.state == .failed {
                let line = "{\"at\":\"\(schedule.moment(of: piece.at).rfc3339)\"}\n"
                try folder.replace("\(state)/posted.marker", with: line, modified: modified)
            }
        case .runnerStarted:
            // The first of all pieces.
            try folder.makeFolder(state)
            process = hasEnded ? hands.pastRunner : hands.runner(of: script.build)
            isOnStage = true
            let request = StateWriter.request(script, startedAt: schedule.moment(of: .zero))
            try folder.replace("\(state)/request.json", with: request, mode: 0o600, modified: modified)
            let launch = "Template \(script.template): \(script.hosts.count) specs written\n"
            try folder.replace(ControllerPaths.launchLog(script.build), with: launch, modified: modified)
            try folder.replace("\(state)/runner.json", with: runner(nil), modified: modified)
            if !isPast { hands.launched(script.build) }
        case .runnerEnded(let end):
            let record = runner((end, schedule.moment(of: piece.at)))
            try folder.replace("\(state)/runner.json", with: record, modified: modified)
            isOnStage = false
            if !hasEnded { hands.ended(script.build) }
        case .cancelled:
            try folder.replace("\(state)/cancelled.marker", with: "", modified: modified)
        }
    }

    private func runner(_ end: (RunnerEnd, Timestamp)?) -> String {
        StateWriter.runner(process, startedAt: schedule.moment(of: .zero), end: end.map { ($0.0, at: $0.1) })
    }
}
