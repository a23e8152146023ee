/// The terminal through ncurses, without naming a type of it: Swift cannot import its macros and globals, and its names
/// clash with everything. There is one terminal per process, and one thread uses it.
///
/// ncurses only works out what to send: it writes into a memory file, from which we send it on ourselves. So a terminal
/// that does not read never blocks the program, a frame goes out in one piece, and what is sent at the start and at the
/// end is ours, to the byte.
#ifndef CNCURSES_H
#define CNCURSES_H

#include <stdbool.h>
#include <stdint.h>

enum { CN_BOLD = 1, CN_DIM = 2, CN_UNDERLINE = 4, CN_REVERSE = 8 };
/// The terminal's own colour.
enum { CN_TERMINAL_COLOR = -1 };

typedef struct {
    /// Which characters to use: -1 as the locale says, 0 all, 1 ASCII only.
    int ascii;
    bool wants_mouse;
    bool wants_color;
} cn_options;

typedef enum {
    CN_OPENED,
    CN_INPUT_IS_NO_TERMINAL,
    CN_OUTPUT_IS_NO_TERMINAL,
    CN_TERM_IS_UNSET,
    CN_TERM_IS_UNKNOWN,
    CN_TERM_CANNOT_MOVE_THE_CURSOR,
    CN_FAILED,
} cn_outcome;

/// Takes over the terminal.
cn_outcome cn_open(const cn_options *options);
/// Gives it back as it was. Harmless when it was not taken.
void cn_close(void);

/// How many colours it has: 0, 8, 16, 256 or 16,777,216.
int cn_colors(void);
/// Whether only ASCII may be sent.
bool cn_is_ascii(void);
/// Its present size; 80×24 where it does not tell.
void cn_size(int *columns, int *rows);

/// The pair of two colours: numbers, 0xRRGGBB where there are 16,777,216 of them, or CN_TERMINAL_COLOR.
int cn_pair(int foreground, int background);

typedef struct {
    uint32_t scalar;
    /// A combining character over it, or 0.
    uint32_t mark;
    int32_t pair;
    uint8_t attributes;
    /// Columns; 0 for the second half of a wide character.
    uint8_t width;
} cn_cell;

/// From the next frame on the screen has this size. Everything must be drawn again.
void cn_resize(int columns, int rows);
/// Puts cells into row `y`, from column `x` on. Neither end cuts a wide character in two, of these or of what stood there.
void cn_draw(int x, int y, const cn_cell *cells, int count);
/// Sends what has changed and puts the cursor there; negative numbers hide it. Whether the terminal took all of it.
bool cn_show(int cursor_x, int cursor_y);
/// The next frame is sent whole, for a screen that others have written on.
void cn_repaint(void);
/// Sends what the terminal has not taken yet. Whether nothing is left.
bool cn_send_rest(void);
/// Sends bytes as they are, after what waits before them. Whether the terminal took all of them.
bool cn_send(const uint8_t *bytes, int count);

/// Gives the terminal back for a while.
void cn_pause(void);
/// Takes it again, also when others took it without asking.
void cn_resume(void);
/// Stops the process group as Ctrl-Z does elsewhere, and returns when it goes on. Between cn_pause and cn_resume.
void cn_stop(void);

/// Reads what has been typed: the number of bytes, 0 when there is nothing now, -1 when the terminal is gone.
int cn_read(uint8_t *bytes, int capacity);

#endif
