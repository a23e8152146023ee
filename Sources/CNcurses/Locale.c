#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "internal.h"

static bool is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

/// What the environment asks for, whether or not this host has it.
static bool asks_for_utf8(void) {
    const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (int i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value == NULL || *value == 0) continue;
        return strcasestr(value, "utf-8") != NULL || strcasestr(value, "utf8") != NULL;
    }
    return false;
}

static bool set_any_utf8(void) {
    const char *names[] = {"C.UTF-8", "en_US.UTF-8"};
    for (int i = 0; i < 2; i++) {
        if (setlocale(LC_CTYPE, names[i]) != NULL && is_utf8()) return true;
    }
    return false;
}

bool cn_choose_locale(int ascii, const char *term) {
    bool is_set = setlocale(LC_CTYPE, "") != NULL;
    bool utf8 = is_set && is_utf8();
    if (!utf8 && (asks_for_utf8() || ascii == 0)) utf8 = set_any_utf8();
    if (!utf8) setlocale(LC_CTYPE, "C");
    if (ascii == 1) return true;
    // The Linux console has glyphs for next to none of our characters.
    if (ascii < 0 && strcmp(term, "linux") == 0) return true;
    return !utf8;
}
