import Screen

/// Where form and preview stand: side by side where there is room, else one below the other. Bar and message line of the
/// browser stay free.
struct FormLayout {
    let form: Rect
    let preview: Rect
    /// The row with the hint of the field that has the focus.
    let hintRow: Int
    let footerRow: Int

    init(_ size: Size, isPreviewWhole: Bool) {
        let body = Rect(x: 0, y: 2, width: size.columns, height: max(2, size.rows - 4))
        (hintRow, footerRow) = (size.rows - 2, size.rows - 1)
        if size.columns >= 116 {
            let width = size.columns * 11 / 20
            form = Rect(x: 0, y: body.y, width: width, height: body.height)
            preview =
                isPreviewWhole
                ? body : Rect(x: width + 1, y: body.y, width: size.columns - width - 1, height: body.height)
        } else {
            // A plan has a dozen lines and more: it scrolls, and the fields keep most of the screen.
            let height = max(4, body.height * 2 / 5)
            form = Rect(x: 0, y: body.y, width: body.width, height: body.height - height)
            preview =
                isPreviewWhole
                ? body : Rect(x: 0, y: body.y + body.height - height, width: body.width, height: height)
        }
    }

    /// The rows of the preview below its heading.
    var previewRows: Int { max(1, preview.height - 1) }
    var page: Int { max(1, previewRows - 1) }
}

extension Rect {
    var size: Size { Size(columns: width, rows: height) }
}
