/// What an operator can ask the browser for.
package enum BrowserCommand: Equatable, Sendable, CaseIterable {
    case up, down, left, right, pageUp, pageDown, halfUp, halfDown, top, bottom
    case open, back, quit, nextPanel, previousPanel, panelDown, panelUp
    case log, launchLog, report, matrix, copy, copyCommand, copyArtifact, viewArtifact
    case failures, allFailures, openHost
    case nextFailure, previousFailure, onlyAttention
    case filter, nextHit, previousHit, follow
    case nextHost, previousHost, nextStep, previousStep, nextRun, previousRun
    case lineNumbers, arrivalTimes, wrap, rules, mark, goToMark, nextMark, previousMark
    case sortNext, sortPrevious, sortReverse
    case commandLine, help, messages, theme, refresh, redraw, suspend
}
