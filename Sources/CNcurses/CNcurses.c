#include "CNcurses.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "internal.h"

// What cannot be had in one process twice.
static struct {
    bool is_open, is_paused, is_ascii, has_color;
    SCREEN *screen;
    /// Where ncurses writes.
    FILE *drawn;
    int drawn_fd;
    struct termios modes_before, modes_raw;
    char start_text[512], end_text[512];
    cchar_t *row;
    int row_capacity;
} state = {.drawn_fd = -1};

/// What was written stays where it is until it is overwritten: giving its pages back costs more than a small frame.
static void forget_drawn(void) { lseek(state.drawn_fd, 0, SEEK_SET); }

/// Moves what ncurses has written to what waits for the terminal.
static void collect_drawn(void) {
    off_t length = lseek(state.drawn_fd, 0, SEEK_CUR);
    if (length <= 0) return;
    char *bytes = malloc((size_t)length);
    ssize_t count = bytes == NULL ? 0 : pread(state.drawn_fd, bytes, (size_t)length, 0);
    if (count > 0) cn_queue_drawn(bytes, (size_t)count);
    free(bytes);
    forget_drawn();
}

// Taking the terminal over and giving it back.

static void prepare_modes(void) {
    struct termios raw = state.modes_before;
    raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON | PARMRK);
    raw.c_oflag &= ~(tcflag_t)OPOST;
    raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
    raw.c_cflag = (raw.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    state.modes_raw = raw;
}

/// An entry may be of any length: what does not fit is left out.
static void append_text(char *buffer, const char *text) {
    if (strlen(buffer) + strlen(text) < sizeof state.start_text) strcat(buffer, text);
}

static void prepare_texts(bool wants_mouse) {
    char *start = state.start_text, *end = state.end_text;
    const size_t capacity = sizeof state.start_text;
    *start = *end = 0;
    cn_append_capability(start, capacity, "smcup");
    cn_append_capability(start, capacity, "smkx");
    cn_append_capability(start, capacity, "civis");
    // Terminals that know the mouse also know pastes; others could print these.
    bool is_modern = cn_has_capability("kmous");
    if (is_modern) {
        append_text(start, "\033[?2004h");
        append_text(end, "\033[?2004l");
    }
    if (is_modern && wants_mouse) {
        append_text(start, "\033[?1000h\033[?1006h");
        append_text(end, "\033[?1006l\033[?1000l");
    }
    // Colours and attributes, then the key pad, the cursor and the screen of before. Never `oc`: it resets the palette.
    cn_append_capability(end, capacity, "sgr0");
    if (state.has_color) cn_append_capability(end, capacity, "op");
    cn_append_capability(end, capacity, "rmkx");
    cn_append_capability(end, capacity, "cnorm");
    if (cn_has_capability("rmcup")) {
        cn_append_capability(end, capacity, "rmcup");
    } else {
        // There is no screen of before: at least leave an empty one.
        cn_append_capability(end, capacity, "clear");
    }
}

/// newterm takes signals over that are at their defaults; whose they are is not for ncurses to say.
static SCREEN *open_screen(const char *name) {
    const int numbers[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    struct sigaction before[4];
    for (int i = 0; i < 4; i++) sigaction(numbers[i], NULL, &before[i]);
    // It cannot ask the memory file for a size, and what these said before is the size of some time ago.
    int columns, rows;
    char text[16];
    cn_size(&columns, &rows);
    snprintf(text, sizeof text, "%d", columns);
    setenv("COLUMNS", text, 1);
    snprintf(text, sizeof text, "%d", rows);
    setenv("LINES", text, 1);
    SCREEN *screen = newterm(name, state.drawn, stdin);
    for (int i = 0; i < 4; i++) sigaction(numbers[i], &before[i], NULL);
    return screen;
}

static bool open_drawn(void) {
    state.drawn_fd = memfd_create("frame", MFD_CLOEXEC);
    if (state.drawn_fd < 0) return false;
    state.drawn = fdopen(state.drawn_fd, "w");
    return state.drawn != NULL;
}

static cn_outcome open_all(const cn_options *options) {
    char name[128];
    if (!open_drawn()) return CN_FAILED;
    cn_outcome loaded = (cn_outcome)cn_load_terminfo(state.drawn_fd, name, sizeof name);
    if (loaded == CN_OPENED) {
        state.is_ascii = cn_choose_locale(options->ascii, name);
        state.screen = open_screen(name);
    }
    if (loaded != CN_TERM_IS_UNSET) cn_restore_environment();
    if (loaded != CN_OPENED) return loaded;
    if (state.screen == NULL) return CN_FAILED;

    nonl();
    leaveok(stdscr, TRUE);
    typeahead(-1);
    curs_set(0);
    state.has_color = options->wants_color && has_colors() && start_color() == OK;
    if (state.has_color) use_default_colors();
    // What it has to say at the start is in its own buffer still; this brings it to the file, where cn_resume drops it.
    wnoutrefresh(stdscr);
    doupdate();
    // Until it has come back once, ncurses takes itself for a program that only moves the cursor about, and brings every
    // movement to the file by itself: hundreds of writes for a picture instead of one.
    endwin();
    doupdate();
    prepare_texts(options->wants_mouse);
    cn_open_output();
    return CN_OPENED;
}

static void close_files(void) {
    cn_close_output();
    if (state.drawn != NULL) {
        fclose(state.drawn);
    } else if (state.drawn_fd >= 0) {
        close(state.drawn_fd);
    }
    state.drawn = NULL;
    state.drawn_fd = -1;
}

cn_outcome cn_open(const cn_options *options) {
    if (state.is_open) return CN_FAILED;
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &state.modes_before) != 0) return CN_INPUT_IS_NO_TERMINAL;
    if (!isatty(STDOUT_FILENO)) return CN_OUTPUT_IS_NO_TERMINAL;
    cn_outcome outcome = open_all(options);
    if (outcome != CN_OPENED) {
        close_files();
        return outcome;
    }
    prepare_modes();
    cn_guard_crashes(cn_output(), state.end_text, strlen(state.end_text));
    state.is_open = true;
    state.is_paused = true;
    cn_resume();
    return CN_OPENED;
}

void cn_resume(void) {
    if (!state.is_open) return;
    tcsetattr(STDIN_FILENO, TCSANOW, &state.modes_raw);
    // Whatever ncurses wanted to send before belongs to another picture.
    forget_drawn();
    cn_queue(state.start_text, strlen(state.start_text));
    state.is_paused = false;
    cn_repaint();
}

void cn_pause(void) {
    if (!state.is_open || state.is_paused) return;
    cn_queue(state.end_text, strlen(state.end_text));
    cn_send_rest_patiently();
    // What was typed for us and not read must not become the shell's. TCSAFLUSH would also wait for a stopped terminal.
    tcflush(STDIN_FILENO, TCIFLUSH);
    tcsetattr(STDIN_FILENO, TCSANOW, &state.modes_before);
    state.is_paused = true;
}

void cn_close(void) {
    if (!state.is_open) return;
    cn_pause();
    cn_unguard_crashes();
    delscreen(state.screen);
    state.screen = NULL;
    close_files();
    free(state.row);
    state.row = NULL;
    state.row_capacity = 0;
    state.is_open = false;
}

void cn_stop(void) {
    struct sigaction before, standard = {.sa_flags = 0};
    standard.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &standard, &before);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &before, NULL);
}

// Facts.

int cn_colors(void) {
    if (!state.has_color) return 0;
    return COLORS >= 1 << 24 ? 1 << 24 : COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : 8;
}

bool cn_is_ascii(void) { return state.is_ascii; }

void cn_size(int *columns, int *rows) {
    struct winsize size;
    bool is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
    *columns = is_known ? (size.ws_col > 2000 ? 2000 : size.ws_col) : 80;
    *rows = is_known ? (size.ws_row > 2000 ? 2000 : size.ws_row) : 24;
}

// Drawing.

int cn_pair(int foreground, int background) {
    if (!state.has_color || (foreground < 0 && background < 0)) return 0;
    int pair = alloc_pair(foreground, background);
    return pair < 0 ? 0 : pair;
}

void cn_resize(int columns, int rows) {
    resizeterm(rows, columns);
    cn_repaint();
}

void cn_repaint(void) { clearok(curscr, TRUE); }

static cchar_t curses_cell(const cn_cell *cell) {
    attr_t attributes = 0;
    if (cell->attributes & CN_BOLD) attributes |= A_BOLD;
    if (cell->attributes & CN_DIM) attributes |= A_DIM;
    if (cell->attributes & CN_UNDERLINE) attributes |= A_UNDERLINE;
    if (cell->attributes & CN_REVERSE) attributes |= A_REVERSE;
    // What setcchar does, at two thirds of its price; pairs above 255 stand in ext_color.
    cchar_t result = {.attr = attributes | COLOR_PAIR(cell->pair > 255 ? 255 : cell->pair), .ext_color = cell->pair};
    result.chars[0] = (wchar_t)cell->scalar;
    result.chars[1] = (wchar_t)cell->mark;
    return result;
}

void cn_draw(int x, int y, const cn_cell *cells, int count) {
    if (count > state.row_capacity) {
        cchar_t *larger = realloc(state.row, (size_t)count * sizeof *larger);
        if (larger == NULL) return;
        state.row = larger;
        state.row_capacity = count;
    }
    int used = 0;
    for (int i = 0; i < count; i++) {
        if (cells[i].width == 0) continue;
        cn_cell cell = cells[i];
        // ncurses lays out by this host's tables; where they differ from ours the row must still keep its columns.
        int width = cell.scalar < 0x7F ? 1 : wcwidth((wchar_t)cell.scalar);
        if (cell.mark != 0 && wcwidth((wchar_t)cell.mark) != 0) cell.mark = 0;
        if (width == cell.width) {
            state.row[used++] = curses_cell(&cell);
        } else {
            cell.scalar = '?';
            cell.mark = 0;
            for (int column = 0; column < cell.width; column++) state.row[used++] = curses_cell(&cell);
        }
    }
    mvwadd_wchnstr(stdscr, y, x, state.row, used);
}

bool cn_show(int cursor_x, int cursor_y) {
    bool has_cursor = cursor_x >= 0 && cursor_y >= 0;
    leaveok(stdscr, !has_cursor);
    curs_set(has_cursor ? 1 : 0);
    if (has_cursor) wmove(stdscr, cursor_y, cursor_x);
    wnoutrefresh(stdscr);
    doupdate();
    fflush(state.drawn);
    collect_drawn();
    return cn_send_rest();
}

// Reading.

int cn_read(uint8_t *bytes, int capacity) {
    ssize_t count = read(STDIN_FILENO, bytes, (size_t)capacity);
    if (count > 0) return (int)count;
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    return -1;
}
