"""What a terminal shows: pyte, with what it lacks of xterm (scrolling by lines, repeating) and lines that move whole."""
import pyte


class Screen(pyte.Screen):
    last = " "

    def draw(self, data):
        super().draw(data)
        self.last = data[-1:] or self.last

    def repeat(self, count=1):
        self.draw(self.last * (count or 1))

    def move(self, top, by):
        """Moves the rows from `top` to the margin, down or (below 0) up."""
        bottom = self.margins.bottom if self.margins else self.lines - 1
        rows = {y: self.buffer.pop(y) for y in range(top, bottom + 1) if y in self.buffer}
        for y, row in rows.items():
            if top <= y + by <= bottom:
                self.buffer[y + by] = row

    def scroll_up(self, count=1):
        self.move(self.margins.top if self.margins else 0, -(count or 1))

    def scroll_down(self, count=1):
        self.move(self.margins.top if self.margins else 0, count or 1)

    def insert_lines(self, count=1):
        self.move(self.cursor.y, count or 1)
        self.carriage_return()

    def delete_lines(self, count=1):
        self.move(self.cursor.y, -(count or 1))
        self.carriage_return()


class ByteStream(pyte.ByteStream):
    csi = {**pyte.ByteStream.csi, "S": "scroll_up", "T": "scroll_down", "b": "repeat"}
    events = pyte.ByteStream.events | {"scroll_up", "scroll_down", "repeat"}
