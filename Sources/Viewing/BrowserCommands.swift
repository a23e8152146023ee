import Runs
import Screen

/// What the commands do.
extension Browser {
    /// Why a command does nothing here; `nil` when it applies.
    func reason(against command: BrowserCommand) -> String? {
        switch (command, place) {
        case (_, .log) where reasonInLog(against: command) != nil: reasonInLog(against: command)
        case (.left, .log), (.right, .log), (.follow, .log), (.nextHit, .log), (.previousHit, .log): nil
        case (.wrap, .log), (.rules, .log), (.mark, .log), (.goToMark, .log), (.nextMark, .log), (.previousMark, .log):
            nil
        case (.nextHit, _), (.previousHit, _), (.follow, _), (.wrap, _), (.rules, _), (.mark, _), (.goToMark, _),
            (.nextMark, _), (.previousMark, _):
            "only in a log"
        case (.failures, .builds): builds.list.selection == nil ? "no build is selected" : nil
        case (.failures, .failures), (.allFailures, .failures(nil)): "these are the failures"
        case (.openHost, .failures), (.copyArtifact, .failures), (.viewArtifact, .failures), (.open, .failures),
            (.log, .failures),
            (.launchLog, .failures), (.report, .failures), (.copy, .failures), (.copyCommand, .failures):
            failures.selected == nil ? "no failure is selected" : nil
        case (.openHost, _): "only in the list of failures"
        case (.copyArtifact, .host), (.viewArtifact, .host): nil
        case (.copyArtifact, .build), (.viewArtifact, .build), (.viewArtifact, .matrix):
            build.list.selection == nil ? "no host is selected" : nil
        case (.copyArtifact, _), (.viewArtifact, _): "only with hosts and failures"
        case (.nextHost, .log(.run)), (.previousHost, .log(.run)), (.nextStep, .log(.run)): nil
        case (.previousStep, .log(.run)), (.nextRun, .log(.run)), (.previousRun, .log(.run)): nil
        case (.nextHost, _), (.previousHost, _), (.nextStep, _), (.previousStep, _), (.nextRun, _), (.previousRun, _):
            "only in the run log"
        case (.lineNumbers, .log), (.arrivalTimes, .log(.run)): nil
        case (.lineNumbers, _): "only in a log"
        case (.arrivalTimes, _): "only in the run log"
        case (.sortNext, .builds), (.sortPrevious, .builds), (.sortReverse, .builds): nil
        case (.sortNext, .build), (.sortPrevious, .build), (.sortReverse, .build): nil
        case (.sortNext, .matrix), (.sortPrevious, .matrix), (.sortReverse, .matrix): nil
        case (.sortNext, .failures), (.sortPrevious, .failures), (.sortReverse, .failures): nil
        case (.sortNext, _), (.sortPrevious, _), (.sortReverse, _): "there is no table here"
        case (.onlyAttention, .builds): nil
        case (.onlyAttention, _): "only in the list of builds"
        case (.filter, .host), (.filter, .report): "there is no list here"
        case (.nextPanel, .build), (.nextPanel, .host), (.previousPanel, .build), (.previousPanel, .host): nil
        case (.nextPanel, _), (.previousPanel, _): "there are no panels here"
        case (.log, .builds), (.launchLog, .builds), (.report, .builds), (.copy, .builds), (.copyCommand, .builds),
            (.matrix, .builds):
            builds.list.selection == nil ? "no build is selected" : nil
        case (.open, .log): elidedLine == nil && !awaitsLog ? "there is nothing deeper" : nil
        case (.open, .report): "there is nothing deeper"
        case (.report, .report): "this is the report"
        case (.matrix, .matrix): "this is the matrix"
        case (.nextFailure, .log(.launch)), (.previousFailure, .log(.launch)):
            "the launch log tells of no host; L opens the run log"
        case (.nextFailure, .log(let source)) where !source.isRun: "only in lists, hosts and the run log"
        case (.previousFailure, .log(let source)) where !source.isRun: "only in lists, hosts and the run log"
        case (.nextFailure, .report), (.previousFailure, .report): "only in lists, hosts and the run log"
        case (.panelDown, .build), (.panelUp, .build), (.panelDown, .host), (.panelUp, .host), (.panelDown, .failures),
            (.panelUp, .failures):
            nil
        case (.panelDown, _), (.panelUp, _): "there are no panels here"
        default: nil
        }
    }

    mutating func perform(_ command: BrowserCommand) -> [ViewEffect] {
        if let reason = reason(against: command) {
            say(MessageLine(.note, reason))
            return []
        }
        if putOff(.command(command)) { return [] }
        switch command {
        case .up: return move(by: -1)
        case .down: return move(by: 1)
        case .pageUp: return move(by: -pageHeight)
        case .pageDown: return move(by: pageHeight)
        case .halfUp: return move(by: -max(1, pageHeight / 2))
        case .halfDown: return move(by: max(1, pageHeight / 2))
        case .top: return moveToEdge(isEnd: false)
        case .bottom: return moveToEdge(isEnd: true)
        case .left: return sideways(-10)
        case .right: return sideways(10)
        case .open: return openSelected()
        case .back: return back()
        case .quit: return [.quit]
        case .nextPanel: return switchPanel(by: 1)
        case .previousPanel: return switchPanel(by: -1)
        case .panelDown: scrollPanel(by: 1)
        case .panelUp: scrollPanel(by: -1)
        case .log: return openLogHere(LogSource.run)
        case .launchLog: return openLogHere(LogSource.launch)
        case .report: return openReport()
        case .matrix: return openMatrix()
        case .copy: return copy()
        case .copyCommand: return copyCommand()
        case .copyArtifact: return copyArtifacts()
        case .viewArtifact: return viewArtifacts()
        case .failures: return open(.failures(subjectBuild))
        case .allFailures: return open(.failures(nil))
        case .openHost: return openFailedHost()
        case .nextFailure: return goToFailure(forward: true)
        case .previousFailure: return goToFailure(forward: false)
        case .onlyAttention:
            builds.onlyAttention.toggle()
            reorder()
        case .filter: openFilter()
        case .nextHit: return search(forward: true)
        case .previousHit: return search(forward: false)
        case .follow: return toggleFollow()
        case .nextHost: return logMark(.host, steps: 1)
        case .previousHost: return logMark(.host, steps: -1)
        case .nextStep: return logMark(.step, steps: 1)
        case .previousStep: return logMark(.step, steps: -1)
        case .nextRun: return logMark(.run, steps: 1)
        case .previousRun: return logMark(.run, steps: -1)
        case .lineNumbers: return toggleNumbers()
        case .arrivalTimes: toggleArrivals()
        case .wrap: return toggleWrap()
        case .rules: openRules()
        case .mark: toggleMark()
        case .goToMark: return goToMark(forward: true, wraps: true)
        case .nextMark: return goToMark(forward: true)
        case .previousMark: return goToMark(forward: false)
        case .sortNext: sort { $0.sort(after: $1) }
        case .sortPrevious: sort { $0.sort(after: $1, forward: false) }
        case .sortReverse: reverseSort()
        case .commandLine: layer = .command(LineEditor(history: commandHistory))
        case .help: layer = .help(offset: 0)
        case .messages: layer = .messages(offset: 0)
        case .theme: return [.useTheme(nil)]
        case .refresh: return [.refresh]
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        }
        return []
    }

    /// Carries out a line of the `:` line.
    mutating func run(_ order: CommandLine.Order) -> [ViewEffect] {
        switch order {
        case .empty: return []
        case .command(let command): return perform(command)
        case .home: return home()
        case .theme(let name): return [.useTheme(name)]
        case .spot(let spot): return go(to: spot)
        case .rule(let rule): return add(rule)
        case .rules(let order): return setRules(order)
        case .build(let text):
            guard let found = context.snapshot.builds.first(where: { $0.name.text == text }) else {
                say(MessageLine(.warning, "there is no build '\(SafeText.visible(text))'"))
                return []
            }
            return home() + open(.build(found.name))
        case .sort(let name):
            setSort(column: name)
            return []
        case .unknown(let name) where context.added.row(named: name)?.reason != nil:
            say(MessageLine(.note, context.added.row(named: name)?.reason ?? ""))
            return []
        case .unknown(let name):
            say(MessageLine(.warning, "there is no command ':\(SafeText.visible(name))'; Tab shows what there is"))
            return []
        case .incomplete(let text):
            say(MessageLine(.warning, text))
            return []
        }
    }

    // MARK: Moving

    /// The rows that a page of the place has.
    var pageHeight: Int {
        switch place {
        case .builds: BuildsView.pageHeight(in: size, context)
        case .build: max(1, buildLayout.table.height - 1)
        case .matrix: matrixLayout.rows
        case .failures: max(1, FailuresView.layout(failures, in: size).table.height - 1)
        case .host, .log, .report: max(1, size.rows - 5)
        }
    }

    var buildLayout: BuildLayout {
        BuildLayout(Size(columns: size.columns, rows: size.rows - 4), hosts: currentBuild?.hosts.count ?? 0)
    }

    private mutating func move(by rows: Int) -> [ViewEffect] {
        switch place {
        case .builds, .build, .matrix: moveSelection(by: rows)
        case .failures:
            moveSelection(by: rows)
            return attendSelectedFailure()
        case .host:
            guard let host = currentHost else { return [] }
            // Beside the steps of a wide screen the failure's text moves by pages, the steps one by one.
            if self.host.shownPanel(host) == .failure, size.columns < HostView.wide || abs(rows) > 1 {
                scrollFailure(of: host, by: rows)
            } else {
                self.host.moveStep(by: rows, host)
            }
        case .report:
            guard let build = currentBuild else { return [] }
            let last = max(0, ReportView.lines(build, context).count - (size.rows - 4))
            report.offset = min(max(0, report.offset + rows), last)
        case .log: return scrollLog(by: rows)
        }
        return []
    }

    mutating func moveSelection(by rows: Int) {
        switch place {
        case .builds:
            builds.list.move(by: rows)
            builds.list.scroll(height: pageHeight)
        case .build, .matrix:
            build.list.move(by: rows)
            build.list.scroll(height: pageHeight)
        case .failures:
            failures.list.move(by: rows)
            failures.list.scroll(height: pageHeight)
        case .host, .log, .report: break
        }
    }

    /// Scrolls the panel of the place while the selection stays.
    private mutating func scrollPanel(by rows: Int) {
        switch place {
        case .build:
            guard let current = currentBuild else { return }
            let extent = BuildView.panelExtent(build, current, context, in: size)
            build.panelOffset = min(max(0, extent.offset(build.panelOffset) + rows), extent.last)
        case .host:
            guard let host = currentHost else { return }
            if self.host.shownPanel(host) == .failure {
                scrollFailure(of: host, by: rows)
            } else {
                self.host.moveStep(by: rows, host)
            }
        case .failures:
            let last = FailuresView.lastOffset(failures, context, in: size)
            failures.offset = min(max(0, min(failures.offset, last) + rows), last)
        case .builds, .log, .report, .matrix: break
        }
    }

    private mutating func scrollFailure(of host: HostSnapshot, by rows: Int) {
        let last = HostView.lastFailureOffset(host, in: size)
        self.host.offset = min(max(0, min(self.host.offset, last) + rows), last)
    }

    private mutating func moveToEdge(isEnd: Bool) -> [ViewEffect] {
        switch place {
        case .log:
            log?.jump = nil
            log?.marked = nil
            log?.leaveSearchColumn()
            if isEnd { return followLog() }
            holdLog()
            return readLog(.lines(from: log?.start ?? 0, moved: 0), landing: .top)
        case .builds, .build, .host, .report, .matrix, .failures: return move(by: isEnd ? 1_000_000 : -1_000_000)
        }
    }

    private mutating func sideways(_ columns: Int) -> [ViewEffect] {
        switch place {
        case .log:
            guard let column = log?.column else { return [] }
            log?.column = max(0, column + columns)
            log?.isColumnOfSearch = false
        case .report: report.column = max(0, report.column + columns)
        case .matrix: matrix.moveStep(to: matrix.step + columns.signum(), matrixLayout)
        case .build, .host: return columns > 0 ? openSelected() : back()
        case .failures: if !failures.fold(columns > 0), columns < 0 { return back() }
        // Keys that move must not leave the program.
        case .builds: return columns > 0 ? openSelected() : []
        }
        return []
    }

    // MARK: Opening

    private mutating func openSelected() -> [ViewEffect] {
        switch place {
        case .builds: return builds.list.selection.map { open(.build($0)) } ?? []
        case .build(let name): return build.list.selection.map { open(.host(name, $0)) } ?? []
        case .host, .failures: return openLogHere(LogSource.run)
        case .matrix: return openMatrixCell()
        case .log: return openElidedLine()
        case .report: return []
        }
    }

    private mutating func openReport() -> [ViewEffect] {
        guard let name = subjectBuild else { return [] }
        return open(.report(name))
    }

    /// The place in the log of what is selected.
    var logTarget: Int? {
        switch place {
        case .build:
            guard let host = currentBuild.flatMap({ build.selected($0) }), host.status != .running else { return nil }
            return host.failureOffset ?? host.logOffset
        case .host:
            guard let host = currentHost else { return nil }
            let step = self.host.selectedStep(host).flatMap { number in host.steps.first { $0.number == number } }
            if step?.status == .running { return nil }
            if step?.status == .failed || self.host.step == nil, let offset = host.failureOffset { return offset }
            return step?.logOffset ?? host.logOffset
        case .matrix: return matrixLogTarget
        case .failures: return failures.selected?.first.logOffset
        case .builds, .log, .report: return nil
        }
    }

    private mutating func switchPanel(by step: Int) -> [ViewEffect] {
        switch place {
        case .build:
            let panels = buildLayout.panels
            let index = panels.firstIndex(of: build.panel) ?? 0
            build.panel = panels[(index + step + panels.count) % panels.count]
            build.panelOffset = nil
        case .host:
            guard let shown = currentHost else { return [] }
            var panels = HostPlace.panels(shown)
            if size.columns >= HostView.wide, panels.count > 2 { panels.removeAll { $0 == .steps } }
            let index = panels.firstIndex(of: host.shownPanel(shown)) ?? 0
            host.panel = panels[(index + step + panels.count) % panels.count]
        case .builds, .log, .report, .matrix, .failures: break
        }
        return []
    }

    // MARK: Finding

    private mutating func openFilter() {
        switch place {
        case .builds:
            layer = .filter(LineEditor(text: builds.list.filter.text), before: builds.list.filter)
        case .build, .matrix:
            layer = .filter(LineEditor(text: build.list.filter.text), before: build.list.filter)
        case .failures:
            layer = .filter(LineEditor(text: failures.list.filter.text), before: failures.list.filter)
        case .log: openSearch()
        case .host, .report: break
        }
    }

    private mutating func goToFailure(forward: Bool) -> [ViewEffect] {
        switch place {
        case .builds:
            let failed = Set(
                context.snapshot.builds.filter { $0.state.needsAttention || $0.counts.failed > 0 }.map(\.name))
            if !builds.list.select(next: forward, where: failed.contains) {
                say(MessageLine(.note, "no build needs attention"))
            }
            builds.list.scroll(height: pageHeight)
        case .build, .matrix:
            let failed = Set((currentBuild?.hosts ?? []).filter { $0.status == .failed }.map(HostID.init))
            if !build.list.select(next: forward, where: failed.contains) {
                say(MessageLine(.note, "no host has failed"))
            } else if case .matrix = place {
                selectFailedStep()
            }
            build.list.scroll(height: pageHeight)
        case .host(let name, let id):
            let failed = (currentBuild?.hosts ?? []).filter { $0.status == .failed }.map(HostID.init)
            guard let next = Self.neighbour(of: id, in: failed, currentBuild?.hosts.map(HostID.init) ?? [], forward)
            else {
                say(MessageLine(.note, "no other host has failed"))
                return []
            }
            _ = back()
            build.list.selection = next
            return open(.host(name, next))
        case .log: return logMark(.failure, steps: forward ? 1 : -1)
        case .failures: return move(by: forward ? 1 : -1)
        // A reason against it says so.
        case .report: break
        }
        return []
    }

    /// The next of `wanted` after `id`, in the order of `all`, wrapping round.
    private static func neighbour(of id: HostID, in wanted: [HostID], _ all: [HostID], _ isForward: Bool) -> HostID? {
        let others = wanted.filter { $0 != id }
        guard let here = all.firstIndex(of: id), !others.isEmpty else { return others.first }
        let places = others.compactMap { other in all.firstIndex(of: other).map { (other, $0) } }
        let ahead = places.filter { isForward ? $0.1 > here : $0.1 < here }
        return isForward ? (ahead.first ?? places.first)?.0 : (ahead.last ?? places.last)?.0
    }
}
