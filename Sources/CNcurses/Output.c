#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CNcurses.h"
#include "internal.h"

/// The terminal, opened anew: whether writing waits is a property of the opening, and that of the descriptors that we
/// were given belongs to the shell too.
static int terminal = -1;
static bool owns_terminal;

/// What the terminal has not taken yet: one frame at most, as the next is not drawn before.
static struct {
    char *bytes;
    size_t length, capacity;
} waiting;

void cn_open_output(void) {
    const char *path = ttyname(STDOUT_FILENO);
    int opened = path == NULL ? -1 : open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    owns_terminal = opened >= 0;
    // It may belong to somebody else after su: then a slow terminal makes us wait.
    terminal = opened >= 0 ? opened : STDOUT_FILENO;
}

int cn_output(void) { return terminal; }

void cn_close_output(void) {
    if (owns_terminal) close(terminal);
    terminal = -1;
    owns_terminal = false;
    free(waiting.bytes);
    memset(&waiting, 0, sizeof waiting);
}

void cn_queue(const void *bytes, size_t count) {
    size_t needed = waiting.length + count;
    if (needed > waiting.capacity) {
        size_t capacity = needed * 2 < 65536 ? 65536 : needed * 2;
        char *larger = realloc(waiting.bytes, capacity);
        // Without memory a part of the picture is missing until the next repaint.
        if (larger == NULL) return;
        waiting.bytes = larger;
        waiting.capacity = capacity;
    }
    memcpy(waiting.bytes + waiting.length, bytes, count);
    waiting.length = needed;
}

void cn_queue_drawn(const char *bytes, size_t count) {
    size_t done = 0, at = 0;
    const char *escape;
    while ((escape = memchr(bytes + at, 033, count - at)) != NULL) {
        size_t start = (size_t)(escape - bytes), end = start + 2, repeats = 0;
        at = start + 1;
        while (end < count && bytes[end] >= '0' && bytes[end] <= '9') repeats = repeats * 10 + (size_t)(bytes[end++] - '0');
        bool is_repeat = start > 0 && end > start + 2 && end < count && bytes[end] == 'b' && repeats <= 2000;
        if (!is_repeat) continue;
        char text[2000];
        memset(text, bytes[start - 1], repeats);
        cn_queue(bytes + done, start - done);
        cn_queue(text, repeats);
        done = at = end + 1;
    }
    cn_queue(bytes + done, count - done);
}

bool cn_send_rest(void) {
    size_t sent = 0;
    while (sent < waiting.length) {
        ssize_t count = write(terminal, waiting.bytes + sent, waiting.length - sent);
        if (count > 0) {
            sent += (size_t)count;
        } else if (count < 0 && errno == EAGAIN) {
            break;
        } else if (count == 0 || errno != EINTR) {
            // The terminal is gone; reading will tell.
            sent = waiting.length;
        }
    }
    waiting.length -= sent;
    if (sent > 0 && waiting.length > 0) memmove(waiting.bytes, waiting.bytes + sent, waiting.length);
    return waiting.length == 0;
}

void cn_send_rest_patiently(void) {
    for (int i = 0; i < 4 && !cn_send_rest(); i++) {
        struct pollfd polled = {.fd = terminal, .events = POLLOUT};
        poll(&polled, 1, 50);
    }
    waiting.length = 0;
}

bool cn_send(const uint8_t *bytes, int count) {
    cn_queue(bytes, (size_t)count);
    return cn_send_rest();
}
