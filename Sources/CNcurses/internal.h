#ifndef CNCURSES_INTERNAL_H
#define CNCURSES_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

// Terminfo.c

/// Loads the entry of TERM: CN_OPENED or what is wrong. `name` receives the name to give to newterm. What it changes in
/// the environment, and LINES and COLUMNS, are put back by cn_restore_environment.
int cn_load_terminfo(int descriptor, char *name, size_t capacity);
void cn_restore_environment(void);
/// A string capability without its delays, appended to `buffer` of `capacity` bytes as far as it fits whole.
void cn_append_capability(char *buffer, size_t capacity, const char *capability);
bool cn_has_capability(const char *capability);

// FallbackEntries.c

/// The terminfo entry for hosts that lack it, as the value of TERMINFO; `name` receives its name. NULL when there is none.
const char *cn_fallback_entry(const char *term, const char **name);

// Locale.c

/// Sets the locale for characters. Whether only ASCII may be sent.
bool cn_choose_locale(int ascii, const char *term);

// Output.c

/// Opens the terminal of standard output for sending; cn_output is its descriptor.
void cn_open_output(void);
int cn_output(void);
void cn_close_output(void);
/// Lets bytes wait for cn_send_rest.
void cn_queue(const void *bytes, size_t count);
/// The same for what ncurses has drawn, with `c ESC [ n b` (REP: c, and n times more) written out: ncurses uses it where
/// the entry has it, and many terminals that call themselves xterm do not know it.
void cn_queue_drawn(const char *bytes, size_t count);
/// Sends what waits, giving a slow terminal 200 ms; what it has not taken by then is forgotten.
void cn_send_rest_patiently(void);

// Crash.c

/// From here on a crash first writes `restore` to `descriptor` and resets the modes of the terminal.
void cn_guard_crashes(int descriptor, const char *restore, size_t length);
void cn_unguard_crashes(void);

#endif
