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

// Crash.c

/// From here on a crash first writes `restore` to `descriptor` and resets the modes of the terminal.
void cn_guard_crashes(int descriptor, const char *restore, size_t length);
void cn_unguard_crashes(void);

#endif
