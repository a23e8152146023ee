import Screen

/// Where the parts of the build view stand. A function of the size and the number of hosts alone, so that neither news
/// nor keys move anything.
struct BuildLayout: Equatable {
    /// State, elapsed, progress.
    let state: Rect
    /// Why it is in this state.
    let reason: Rect
    let table: Rect
    /// The tabs of the panel below; `nil` where all panels stand side by side.
    let tabs: Rect?
    let panel: Rect
    let flow: Rect?
    let side: Rect?
    /// The end of the run log, on very wide screens.
    let log: Rect?

    /// - Parameter size: of the body: the screen without bar, crumbs, message line and footer.
    init(_ size: Size, hosts: Int) {
        let isVeryWide = size.columns >= 180 && size.rows >= 36
        let width = isVeryWide ? size.columns * 3 / 5 : size.columns
        log =
            isVeryWide
            ? Rect(x: width + 1, y: 2, width: size.columns - width - 2, height: size.rows - 2) : nil
        state = Rect(x: 0, y: 0, width: size.columns, height: 1)
        reason = Rect(x: 0, y: 1, width: size.columns, height: 1)
        let isWide = width >= 100 && size.rows >= 24
        let most = isWide ? max(6, size.rows / 3) : max(4, (size.rows - 3) / 2)
        let tableHeight = min(max(hosts, 1) + 1, most)
        table = Rect(x: 0, y: 2, width: width, height: tableHeight)
        let top = 2 + tableHeight + 1
        let rest = size.rows - top
        guard isWide else {
            tabs = Rect(x: 0, y: top - 1, width: width, height: 1)
            panel = Rect(x: 1, y: top, width: width - 2, height: rest)
            (flow, side) = (nil, nil)
            return
        }
        let below = min(max(6, rest / 3), 12)
        let sideWidth = min(44, max(36, width / 3))
        let above = rest - below - 1
        flow = Rect(x: 1, y: top, width: width - sideWidth - 4, height: above)
        side = Rect(x: width - sideWidth - 1, y: top, width: sideWidth, height: above)
        tabs = Rect(x: 0, y: top + above, width: width, height: 1)
        panel = Rect(x: 1, y: top + above + 1, width: width - 2, height: below)
    }

    /// The panels that the tabs offer: those that do not stand beside already.
    var panels: [BuildPlace.Panel] {
        flow == nil ? [.host, .flow, .timing, .coverage, .failures, .notes] : [.host, .failures, .notes]
    }
}
