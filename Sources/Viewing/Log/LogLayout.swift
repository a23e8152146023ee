import Screen

/// How a log's part of the screen is divided: numbers and times before the text, the map behind it.
struct LogLayout: Equatable {
    /// From so many columns up the map is shown.
    static let mapFrom = 100
    static let mapWidth = 4
    static let numberWidth = 9
    static let timeWidth = 9

    let size: Size
    let numbers: Int
    let times: Int

    init(_ place: LogPlace, _ size: Size) {
        self.size = size
        numbers = place.showsNumbers ? Self.numberWidth : 0
        times = place.showsArrivals ? Self.timeWidth : 0
    }

    var hasMap: Bool { size.columns >= Self.mapFrom }
    var gutter: Int { numbers + times }

    var text: Rect {
        Rect(x: gutter, y: 0, width: size.columns - gutter - (hasMap ? Self.mapWidth : 0), height: size.rows)
    }

    var map: Rect { Rect(x: size.columns - Self.mapWidth, y: 0, width: Self.mapWidth, height: size.rows) }
}
