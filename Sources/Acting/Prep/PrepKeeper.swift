import CPosix
import Formats
import Glibc
package import Observing
import Plans
package import Runs

/// What `prep keep` is: the parent of a prep's script. It holds the script's terminal, keeps what it writes, serves
/// whoever watches, passes on what operators answer and nothing else, and writes down how it ended.
///
/// One loop, one thread. No viewer is ever waited for.
package final class PrepKeeper {
    private let id: PrepID
    private let root: Root
    private var record: PrepRecord
    private var isRecorded = false
    private var state = PrepState()
    /// Grows with every change of `state`.
    private var version = 0
    private let transcript: PrepTranscript
    private var viewers: [PrepViewer] = []
    private var watch = QuestionWatch(at: cp_monotonic_ms())
    private var filter = SecretFilter("")
    private let lock: KeeperLock

    private var pid: pid_t = 0
    private var handle: Int32 = -1
    private var terminal: Int32 = -1
    private var terminalRestsUntil: Int64 = 0
    private var pipe: Int32 = -1
    private var parcel: [UInt8] = []
    private var killAt: Int64?
    private var end: PrepOutcome?
    /// How it ended, as long as the audit trail does not say so.
    private var unsaid: String?
    private var isAskedToEnd = false

    /// How long the approved plan may take to come.
    private static let launchTime: Int64 = 60_000
    private static let stopTime: Int64 = 10_000
    /// How long viewers may take for what is left after the end; they find it in the transcript as well.
    private static let farewellTime: Int64 = 5_000
    /// How often an end is tried again that cannot be written down.
    private static let retryTime: Int64 = 2_000
    private static let viewerLimit = 40

    /// - Throws: why there is nothing to keep.
    package init(_ id: PrepID, root: Root) throws(ActingError) {
        (self.id, self.root) = (id, root)
        cp_forget_variable(PrepCredentials.passwordVariable)
        let code = cp_forbid_dumps()
        guard code == 0 else { throw .failed("core dumps cannot be forbidden: \(String(cString: strerror(code)))") }
        record = try PrepRecord(id, root)
        guard record.file.end == nil, record.file.script == nil else { throw .refused("prep \(id) was started before") }
        lock = try KeeperLock(root.prepFolder(of: id), by: record.startedBy)
        transcript = try PrepTranscript(root.prepTranscript(of: id))
    }

    deinit {
        for descriptor in [handle, terminal, pipe] where descriptor >= 0 { close(descriptor) }
    }

    /// Keeps the prep to its end.
    /// - Returns: what to exit with.
    package func run() throws(ActingError) -> Int32 {
        guard let own = ProcessTable.identity(of: Int(getpid())) else { throw .failed("cannot read /proc") }
        let event = cp_event_create()
        guard event >= 0, cp_signals_install(event) == 0 else { throw .failed("cannot take signals") }
        _ = cp_adopt_orphans()
        let folder = root.prepFolder(of: id)
        let listener = cp_socket_listen(folder, Root.prepSocket)
        guard listener >= 0 else { throw AtomicFile.problem(folder + "/" + Root.prepSocket) }
        defer {
            close(listener)
            unlink(folder + "/" + Root.prepSocket)
            close(event)
        }
        record.file.keeper = own
        try record.write()
        let notice = ServiceNotice()
        notice.ready()
        let launchBy = cp_monotonic_ms() + Self.launchTime
        while end == nil {
            if !state.isStarted, cp_monotonic_ms() >= launchBy { finish(.notStarted("no approved plan came")) }
            turn(event, listener, launchBy)
            notice.alive()
        }
        bidFarewell(event, listener, notice)
        filter.wipe()
        return 0
    }

    // MARK: One turn

    private func turn(_ event: Int32, _ listener: Int32, _ launchBy: Int64) {
        let now = cp_monotonic_ms()
        var until = now + 10_000
        if !state.isStarted {
            until = min(until, launchBy)
        } else if !state.isPaused, let look = watch.nextLook {
            until = min(until, look)
        }
        if let killAt { until = min(until, max(killAt, now + 100)) }
        if !isRecorded { until = min(until, now + 1000) }
        let rests = terminal >= 0 && now < terminalRestsUntil
        if rests { until = min(until, terminalRestsUntil) }
        wait(
            [event, listener, rests ? -1 : terminal, pipe, handle],
            [1, 1, 1, UInt8(CP_WRITABLE), 1], until: until, event, listener)
        takeSignals(event)
        hand()
        readTerminal()
        reap()
        look()
        if !isRecorded, state.isStarted { save() }
        serve()
    }

    /// Waits until something happens, and takes what viewers say.
    private func wait(
        _ own: [Int32], _ wanted: [UInt8], until: Int64, _ event: Int32, _ listener: Int32
    ) {
        let descriptors = own + viewers.map(\.descriptor)
        let all = wanted + viewers.map { UInt8(CP_READABLE | ($0.wantsToWrite ? CP_WRITABLE : 0)) }
        var ready = [UInt8](repeating: 0, count: descriptors.count)
        let time = Int32(clamping: max(0, until - cp_monotonic_ms()))
        guard cp_wait_for(descriptors, all, &ready, Int32(descriptors.count), time) > 0 else { return }
        for (viewer, bits) in zip(viewers, ready.dropFirst(own.count)) where bits & ~UInt8(CP_WRITABLE) != 0 {
            for input in viewer.receive() { take(input, from: viewer) }
        }
        if ready[1] & UInt8(CP_READABLE) != 0 { welcome(listener) }
    }

    private func welcome(_ listener: Int32) {
        let descriptor = cp_socket_accept(listener, geteuid())
        guard descriptor >= 0 else { return }
        guard viewers.count < Self.viewerLimit else {
            close(descriptor)
            return
        }
        viewers.append(PrepViewer(descriptor))
    }

    private func serve() {
        for viewer in viewers { viewer.serve(transcript, state, version: version) }
        viewers.removeAll(where: \.isGone)
    }

    private func takeSignals(_ event: Int32) {
        cp_event_drain(event)
        // A hangup is of no concern: whoever hung up can come back.
        guard cp_signals_take() & UInt32(CP_TERM | CP_INT) != 0 else { return }
        isAskedToEnd = true
        guard killAt == nil, end == nil else { return }
        guard state.isStarted else { return finish(.notStarted("its keeper was asked to end")) }
        killAt = cp_monotonic_ms() + Self.stopTime
        try? record.audit(.intent, "prep stop", by: nil, "the keeper was asked to end, so it ends the script")
        tell("the keeper was asked to end: the script gets SIGTERM")
        for number in [SIGTERM, SIGCONT] { ProcessTree.signal(ProcessTree.below(Int(getpid())), number) }
    }

    // MARK: Viewers

    private func take(_ input: PrepInput, from viewer: PrepViewer) {
        guard let person = viewer.person else { return }
        switch input {
        case .hello: break
        case .launch(let launch): start(launch, for: viewer)
        case .answer(let number, let text):
            do throws(ActingError) {
                try answer(number, text, by: person)
                viewer.reply(true, "question \(number) has your answer")
            } catch {
                viewer.reply(false, SafeText.visible("\(error)"))
            }
        case .act(let act):
            do throws(ActingError) {
                try perform(act, by: person)
                viewer.reply(true, "done: \(act.words)")
            } catch {
                viewer.reply(false, SafeText.visible("\(error)"))
            }
        case .resize(let columns, let rows):
            guard terminal >= 0, (1...1000).contains(columns), (1...1000).contains(rows) else { return }
            _ = cp_pty_resize(terminal, Int32(columns), Int32(rows))
        }
    }

    private func answer(_ number: Int, _ text: [UInt8], by person: Person) throws(ActingError) {
        // What the script has written by now comes first: the question may be another one since.
        readTerminal()
        if let objection = watch.objection(to: text, of: number) { throw .refused(objection) }
        guard terminal >= 0, let question = watch.open else { throw .refused("the script has ended") }
        let shown =
            question.isHidden
            ? "an answer that is not shown" : "'\(filter.masked(String(decoding: text, as: UTF8.self)))'"
        try record.audit(.intent, "prep answer", by: person, "question \(number), \(question.shown): \(shown)")
        var bytes = text + [UInt8(ascii: "\n")]
        let count = bytes.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
        bytes.withUnsafeMutableBytes { cp_wipe($0.baseAddress, $0.count) }
        watch.close(at: cp_monotonic_ms())
        state.question = nil
        tell("question \(number) was answered by \(person.text)")
        guard count == text.count + 1 else { throw .failed("the script's terminal did not take the whole answer") }
    }

    private func perform(_ act: PrepAct, by person: Person) throws(ActingError) {
        guard terminal >= 0, end == nil else { throw .refused("the script does not run") }
        try record.audit(.intent, "prep \(act)", by: person, act.words)
        let number =
            switch act {
            case .interrupt: SIGINT
            case .quit: SIGQUIT
            case .pause: SIGSTOP
            case .resume: SIGCONT
            }
        let code = cp_pty_signal(terminal, number)
        guard code == 0 else { throw .failed("the script got no signal: \(String(cString: strerror(code)))") }
        if act == .pause { state.isPaused = true }
        if act == .resume { state.isPaused = false }
        tell("\(person.text): \(act.words)")
    }

    // MARK: The script

    private func start(_ launch: PrepLaunch, for viewer: PrepViewer) {
        guard !state.isStarted, end == nil else { return viewer.reply(false, "the prep was started before") }
        do throws(ActingError) {
            guard launch.digest == record.file.digest else { throw .refused("this is not the plan that was approved") }
            guard Digest(of: launch.script).text == record.file.scriptDigest else {
                throw .refused("this is not the script that was approved")
            }
            try spawn(launch)
            viewer.reply(true, "the script runs")
        } catch {
            finish(.notStarted("\(error)"))
            viewer.reply(false, SafeText.visible("\(error)"))
        }
    }

    private func spawn(_ launch: PrepLaunch) throws(ActingError) {
        guard launch.words.count > 1, let interpreter = launch.words.first, interpreter.hasPrefix("/") else {
            throw .refused("the plan names no interpreter")
        }
        filter = SecretFilter(launch.password)
        terminal = cp_pty_open(120, 40)
        guard terminal >= 0, fcntl(terminal, F_SETFL, O_NONBLOCK) == 0, fcntl(terminal, F_SETFD, FD_CLOEXEC) == 0 else {
            throw .failed("no terminal for the script: \(String(cString: strerror(errno)))")
        }
        var ends: [Int32] = [-1, -1]
        guard cp_pipe(&ends, false) == 0, fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0 else {
            throw .failed("no pipe to the script: \(String(cString: strerror(errno)))")
        }
        pipe = ends[1]
        defer { close(ends[0]) }
        parcel = PrepBootstrap.parcel(arguments: Array(launch.words.dropFirst()), script: launch.script)
        pid = try PrepBootstrap.start(interpreter, launch, on: terminal, parcelFrom: ends[0])
        handle = cp_process_open(pid)
        record.file.script = ProcessTable.identity(of: Int(pid))
        // Nothing runs that is not written down: until its parcel comes the bootstrap only waits.
        do throws(ActingError) {
            try record.write()
        } catch {
            record.file.script = nil
            kill(pid, SIGKILL)
            dropParcel()
            throw .cannotWrite("the start cannot be written down, so nothing has run: \(error)")
        }
        (isRecorded, state.isStarted) = (true, true)
        watch = QuestionWatch(at: cp_monotonic_ms())
        version += 1
    }

    /// Hands arguments and script to the bootstrap, as fast as it takes them.
    private func hand() {
        guard pipe >= 0 else { return }
        if !parcel.isEmpty {
            let count = parcel.withUnsafeBytes { write(pipe, $0.baseAddress, $0.count) }
            if count < 0, errno == EAGAIN || errno == EINTR { return }
            parcel.withUnsafeMutableBytes { cp_wipe($0.baseAddress, max(0, count)) }
            if count > 0 { parcel.removeFirst(count) }
            if count > 0, !parcel.isEmpty { return }
        }
        dropParcel()
    }

    private func dropParcel() {
        close(pipe)
        parcel.withUnsafeMutableBytes { cp_wipe($0.baseAddress, $0.count) }
        (pipe, parcel) = (-1, [])
    }

    private func readTerminal() {
        guard terminal >= 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        for _ in 0..<8 {
            let count = read(terminal, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            // Nobody has the terminal open just now: the script ends, or has closed it and goes on.
            if count < 0, errno != EAGAIN { terminalRestsUntil = cp_monotonic_ms() + 200 }
            guard count > 0 else { return }
            keep(filter.take(Array(buffer.prefix(count))))
        }
    }

    private func keep(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        transcript.append(bytes)
        watch.take(bytes, endingAt: transcript.size, at: cp_monotonic_ms())
        if let question = state.question, watch.open == nil {
            state.question = nil
            tell("question \(question.number) is no longer open: the script went on by itself")
        }
    }

    private func look() {
        guard state.isStarted, end == nil, !state.isPaused, let due = watch.nextLook, cp_monotonic_ms() >= due else {
            return
        }
        keep(filter.rest())
        let doing = ScriptLook.doing(Int(pid))
        // A line editor shows what is typed by itself, and waits in another way than for a password.
        let isHidden = !cp_pty_echoes(terminal) && (cp_pty_makes_lines(terminal) || doing == .reading)
        guard let question = watch.look(doing, hidden: isHidden, at: cp_monotonic_ms()) else { return }
        transcript.sync()
        state.question = question
        tell("")
    }

    private func reap() {
        if let killAt, cp_monotonic_ms() >= killAt {
            for child in ProcessTable.descendants(of: Int(getpid())) { kill(pid_t(child), SIGKILL) }
        }
        var bySignal = false
        var number: Int32 = 0
        while true {
            let ended = cp_reap_any(&bySignal, &number)
            guard ended > 0 else { return }
            guard ended == pid else { continue }
            // What it wrote last is still in the terminal; what others write there from now on has no end.
            for _ in 0..<4 { readTerminal() }
            keep(filter.end())
            finish(bySignal ? .signal(Int(number)) : .exited(Int(number)))
        }
    }

    // MARK: What is known

    private func tell(_ note: String) {
        state.note = note
        version += 1
        save()
    }

    private func save() {
        record.file.question = state.question.map(PrepFile.Question.init)
        isRecorded = (try? record.write()) != nil
    }

    private func finish(_ outcome: PrepOutcome) {
        guard end == nil else { return }
        end = outcome
        watch.close(at: cp_monotonic_ms())
        (state.question, state.outcome, state.isPaused) = (nil, outcome, false)
        transcript.sync()
        record.file.end = PrepFile.End(outcome)
        record.file.endedAt = WallClock.now()
        tell(outcome.text)
        unsaid = outcome.text
        sayEnd()
        filter.wipe()
    }

    private func sayEnd() {
        guard let outcome = unsaid, (try? record.audit(.outcome, "prep", outcome)) != nil else { return }
        unsaid = nil
    }

    /// Tells viewers the rest, and gets the end on disk and into the audit trail, however long that takes: the disk may
    /// be full. Whoever asks the keeper to end meanwhile has it found interrupted later.
    private func bidFarewell(_ event: Int32, _ listener: Int32, _ notice: ServiceNotice) {
        let until = cp_monotonic_ms() + Self.farewellTime
        var retryAt = cp_monotonic_ms()
        while true {
            serve()
            notice.alive()
            let now = cp_monotonic_ms()
            if now >= retryAt || isAskedToEnd {
                if !isRecorded { save() }
                sayEnd()
                retryAt = now + Self.retryTime
            }
            let isWritten = isRecorded && unsaid == nil
            if isWritten, viewers.allSatisfy({ $0.isServed(transcript.size, version: version) }) { return }
            if now >= until, isWritten || isAskedToEnd { return }
            wait([event, listener], [1, 1], until: now + 500, event, listener)
            takeSignals(event)
        }
    }
}
