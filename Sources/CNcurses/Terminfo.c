#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CNcurses.h"
#include "internal.h"

// term.h defines words such as `lines` as macros, so this stands here instead of it.
extern int setupterm(const char *term, int descriptor, int *error);

/// Variables that lead ncurses to entries or tell it a size, and what they were.
static const char *const leading[] = {"TERMINFO", "TERMINFO_DIRS", "TERMCAP", "TERMPATH", "HOME", "LINES", "COLUMNS"};
enum { LEADING = sizeof leading / sizeof leading[0] };
static char *kept[LEADING];

static void keep_environment(void) {
    for (int i = 0; i < LEADING; i++) {
        const char *value = getenv(leading[i]);
        kept[i] = value == NULL ? NULL : strdup(value);
    }
}

void cn_restore_environment(void) {
    for (int i = 0; i < LEADING; i++) {
        if (kept[i] == NULL) {
            unsetenv(leading[i]);
        } else {
            setenv(leading[i], kept[i], 1);
            free(kept[i]);
            kept[i] = NULL;
        }
    }
}

int cn_load_terminfo(int descriptor, char *name, size_t capacity) {
    const char *term = getenv("TERM");
    if (term == NULL || *term == 0) return CN_TERM_IS_UNSET;
    keep_environment();
    // An entry is a program for the terminal: root must not run one that sudo's caller wrote.
    if (geteuid() == 0 || geteuid() != getuid()) {
        for (int i = 0; i < LEADING; i++) unsetenv(leading[i]);
        setenv("HOME", "/nonexistent", 1);
    }
    int error = 0;
    const char *found = term;
    if (setupterm(term, descriptor, &error) != OK) {
        const char *entry = cn_fallback_entry(term, &found);
        if (entry == NULL) return CN_TERM_IS_UNKNOWN;
        setenv("TERMINFO", entry, 1);
        if (setupterm(found, descriptor, &error) != OK) return CN_TERM_IS_UNKNOWN;
    }
    if (strlen(found) >= capacity) return CN_TERM_IS_UNKNOWN;
    strcpy(name, found);
    return cn_has_capability("cup") ? CN_OPENED : CN_TERM_CANNOT_MOVE_THE_CURSOR;
}

static const char *capability_text(const char *capability) {
    const char *text = tigetstr(capability);
    return text == (char *)-1 ? NULL : text;
}

bool cn_has_capability(const char *capability) { return capability_text(capability) != NULL; }

void cn_append_capability(char *buffer, size_t capacity, const char *capability) {
    const char *text = capability_text(capability);
    size_t used = strlen(buffer);
    if (text == NULL || used + strlen(text) >= capacity) return;
    while (*text != 0) {
        const char *end = strncmp(text, "$<", 2) == 0 ? strchr(text, '>') : NULL;
        if (end != NULL) {
            text = end + 1;
        } else {
            buffer[used++] = *text++;
        }
    }
    buffer[used] = 0;
}
