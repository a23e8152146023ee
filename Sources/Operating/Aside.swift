import Runs
import Viewing

/// A layer that stands aside while the browser shows a log that belongs to it.
struct Aside: Equatable, Sendable {
    var layer: OperatorLayer
    let source: LogSource
    /// Where the browser was, and comes back to with the log closed.
    let place: Place
}

extension OperatorConsole {
    /// Shows a log in place of the layer; the layer comes back when the log is left.
    mutating func read(_ source: LogSource) -> [OperatorEffect] {
        guard let layer else { return [] }
        aside = Aside(layer: layer, source: source, place: browser.place)
        self.layer = nil
        return translated(browser.openLog(source))
    }

    /// Brings the layer back once its log is closed. Whoever has gone elsewhere meanwhile wants to be there.
    mutating func returnFromLog() -> [OperatorEffect] {
        guard let aside, !browser.reads(aside.source) else { return [] }
        self.aside = nil
        guard layer == nil, browser.place == aside.place else {
            if case .prepView = aside.layer { return [.prep(.detach)] }
            return []
        }
        layer = aside.layer
        // The screen may have another size by now.
        if case .prepView(let view) = aside.layer, !view.isOver { return [resizing(view.id)] }
        return []
    }

    /// Changes the view of a prep, wherever it is.
    mutating func changePrepView(_ change: (inout PrepView) -> Void) {
        if case .prepView(var view) = layer {
            change(&view)
            layer = .prepView(view)
        }
        if case .prepView(var view) = aside?.layer {
            change(&view)
            aside?.layer = .prepView(view)
        }
    }
}
