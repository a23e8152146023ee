import Runs
import Screen

/// How much a panel of the build view holds, and how much of it is to be seen.
struct PanelExtent: Equatable {
    /// Rows that scroll.
    let rows: Int
    /// Rows of the screen for them.
    let visible: Int
    /// The first row shown as long as nobody has scrolled: what matters stands in view.
    var natural = 0

    /// The last offset that shows something new.
    var last: Int { max(0, rows - visible) }
    var isScrolled: Bool { rows > visible }

    /// The first row to show.
    /// - Parameter wanted: as the operator has scrolled.
    func offset(_ wanted: Int?) -> Int { min(max(0, wanted ?? natural), last) }

    init(rows: Int, visible: Int, natural: Int = 0) {
        (self.rows, self.visible, self.natural) = (rows, max(0, visible), natural)
    }

    init(
        of panel: BuildPlace.Panel, _ host: HostSnapshot?, _ build: BuildSnapshot, _ context: ViewContext, in size: Size
    ) {
        switch panel {
        case .host: self = HostPanel.extent(host, in: size)
        case .flow: self = FlowPanel.extent(build, height: size.rows)
        case .timing: self.init(rows: TimingPanel.rowCount, visible: size.rows)
        case .coverage: self.init(rows: CoveragePanel.rowCount(build), visible: size.rows)
        case .failures: self.init(rows: FailuresPanel.lines(build, width: size.columns - 1).count, visible: size.rows)
        case .notes: self.init(rows: NotesPanel.lines(build, width: size.columns, context).count, visible: size.rows)
        }
    }
}
