import Screen
import TestKit
import Testing

private struct Host: Sendable {
    let name: String
    let state: String
    let minutes: Int
}

private let table = Table<Host>([
    Column("HOST", .flexible(minimum: 8), cut: .middle, by: { $0.name }, cell: { [Span($0.name, .strong)] }),
    Column("STATUS", .fixed(6), cell: { [Span($0.state, .good)] }),
    Column(
        "MIN", .fixed(5), alignment: .trailing, dropPriority: 1, by: { $0.minutes }, cell: { [Span("\($0.minutes)")] }),
    Column("DETAIL", .flexible(minimum: 10, weight: 2), dropPriority: 2, cell: { [Span("all of \($0.name)", .faint)] }),
])

private let hosts = [
    Host(name: "redhat9.6", state: "PASS", minutes: 41),
    Host(name: "ubuntu24.04-with-a-long-name", state: "FAIL", minutes: 12),
    Host(name: "w2k25", state: "RUN", minutes: 118), Host(name: "日本語ホスト名前", state: "WAIT", minutes: 0),
]

private func frame(_ size: Size, offset: Int = 0, selected: Int? = 1, _ glyphs: GlyphSet = .unicode) -> Frame {
    let canvas = Canvas(size: size)
    table.draw(
        hosts, on: canvas, selected: selected, offset: offset, sort: TableSort(column: 2, isDescending: true),
        glyphs: glyphs)
    return canvas.frame
}

@Test(arguments: [20, 24, 30, 40, 60, 100])
func tableLooksAs(_ width: Int) {
    expectGolden(frame(Size(columns: width, rows: 6)).plainText, "table-\(width)")
}

@Test func tableInASCII() {
    let frame = frame(Size(columns: 40, rows: 6), .ascii)
    expectGolden(frame.inASCII.plainText, "table-40-ascii")
}

@Test(arguments: 0...120)
func slotsNeverOverlapOrLeaveTheScreen(_ width: Int) {
    let slots = table.slots(width: width)
    for (slot, next) in zip(slots, slots.dropFirst()) { #expect(slot.x + slot.width + table.spacing == next.x) }
    #expect(slots.allSatisfy { $0.width == 0 || $0.x + $0.width <= width })
    // What must stay stays.
    #expect(slots.map(\.column).starts(with: [0, 1]))
    if width >= 25 + 8 { #expect(slots.last.map { $0.x + $0.width } == width) }
}

@Test func theSelectedRowIsMarkedAndStyled() {
    let frame = frame(Size(columns: 40, rows: 6))
    #expect(frame.row(2).first?.scalar == "▌")
    #expect(frame.row(2).allSatisfy { $0.emphasis.contains(.onSelected) })
    #expect(frame.row(1).allSatisfy { !$0.emphasis.contains(.onSelected) })
}

@Test func rowsAreFoundUnderAPoint() {
    #expect(table.row(at: Point(x: 5, y: 0), offset: 0, count: 4) == nil)
    #expect(table.row(at: Point(x: 5, y: 1), offset: 2, count: 4) == 2)
    #expect(table.row(at: Point(x: 5, y: 3), offset: 2, count: 4) == nil)
    #expect(table.column(atX: 2, width: 60) == 0)
    #expect(table.column(atX: 0, width: 60) == nil)
}

@Test func sortsAndKeepsEqualRowsInPlace() {
    let rows = [
        Host(name: "b", state: "1", minutes: 5), Host(name: "a", state: "2", minutes: 5),
        Host(name: "c", state: "3", minutes: 1),
    ]
    #expect(table.sorted(rows, by: nil).map(\.name) == ["b", "a", "c"])
    #expect(table.sorted(rows, by: TableSort(column: 0)).map(\.name) == ["a", "b", "c"])
    #expect(table.sorted(rows, by: TableSort(column: 2)).map(\.name) == ["c", "b", "a"])
    #expect(table.sorted(rows, by: TableSort(column: 2, isDescending: true)).map(\.name) == ["b", "a", "c"])
    #expect(table.sorted(rows, by: TableSort(column: 1)).map(\.name) == ["b", "a", "c"])
    #expect(table.sort(after: nil) == TableSort(column: 0))
    #expect(table.sort(after: TableSort(column: 0)) == TableSort(column: 2))
    #expect(table.sort(after: TableSort(column: 2)) == nil)
    #expect(table.sort(after: TableSort(column: 0), forward: false) == nil)
}

@Test(
    arguments: [
        // selected, offset before, count, height, offset after
        (0, 0, 10, 4, 0), (3, 0, 10, 4, 0), (4, 0, 10, 4, 1), (9, 0, 10, 4, 6), (5, 6, 10, 4, 5), (6, 6, 10, 4, 6),
        (2, 5, 3, 4, 0), (nil, 9, 10, 4, 6), (nil, -3, 10, 4, 0), (5, 0, 10, 0, 0), (nil, 0, 0, 4, 0),
    ] as [(Int?, Int, Int, Int, Int)])
func scrolls(_ selected: Int?, _ before: Int, _ count: Int, _ height: Int, _ after: Int) {
    #expect(Scrolling.offset(keeping: selected, from: before, count: count, height: height) == after)
}

@Test func scrollsWithAMargin() {
    #expect(Scrolling.offset(keeping: 3, from: 0, count: 20, height: 5, margin: 1) == 0)
    #expect(Scrolling.offset(keeping: 4, from: 0, count: 20, height: 5, margin: 1) == 1)
    #expect(Scrolling.offset(keeping: 19, from: 0, count: 20, height: 5, margin: 1) == 15)
    #expect(Scrolling.offset(keeping: 7, from: 0, count: 20, height: 1, margin: 3) == 7)
}

/// Of a name with a mark behind or before it the name is cut, in the middle, and the mark stays.
@Test(arguments: [14, 20, 34])
func marksBesideANameStay(_ width: Int) {
    let table = Table<String>([
        Column("HOST", .fixed(width - 6), cut: .middle, cell: { [Span($0, .strong), Span(" +", .key)] }),
        Column("X", .fixed(2), cell: { _ in [Span("in")] }),
    ])
    let canvas = Canvas(size: Size(columns: width, rows: 2))
    table.draw(["ubuntu24.04-with-a-long-name"], on: canvas, selected: nil)
    let line = canvas.frame.plainText.split(separator: "\n").last.map(String.init) ?? ""
    #expect(line.contains(" +  in") && line.contains("…") && !line.contains("long-namein"), "\(line)")
}
