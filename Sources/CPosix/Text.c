#include "CPosix.h"

#include <locale.h>
#include <string.h>
#include <wchar.h>

int cp_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

bool cp_set_locale(const char *name) { return setlocale(LC_CTYPE, name) != NULL; }

ssize_t cp_find(const void *bytes, size_t count, const void *wanted, size_t length) {
    const char *hit = memmem(bytes, count, wanted, length);
    return hit ? hit - (const char *)bytes : -1;
}
