#include "CPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int cp_notify(const char *socket_name, const char *text) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(socket_name);
    if (length == 0 || length >= sizeof address.sun_path) return EINVAL;
    memcpy(address.sun_path, socket_name, length);
    if (address.sun_path[0] == '@') address.sun_path[0] = 0;
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return errno;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    ssize_t sent = sendto(descriptor, text, strlen(text), MSG_NOSIGNAL, (struct sockaddr *)&address, size);
    int error = sent < 0 ? errno : 0;
    close(descriptor);
    return error;
}

static int socket_in(const char *folder, const char *name, struct sockaddr_un *address, int *place) {
    *place = open(folder, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (*place < 0) return -1;
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s", *place, name);
    int descriptor = -1;
    if (length < 0 || (size_t)length >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
    } else {
        descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    }
    if (descriptor < 0) {
        int kept = errno;
        close(*place);
        errno = kept;
    }
    return descriptor;
}

int cp_socket_listen(const char *folder, const char *name) {
    struct sockaddr_un address;
    int place;
    int descriptor = socket_in(folder, name, &address, &place);
    if (descriptor < 0) return -1;
    unlinkat(place, name, 0);
    mode_t before = umask(0177);
    int failed = bind(descriptor, (struct sockaddr *)&address, sizeof address) != 0 || listen(descriptor, 16) != 0;
    int kept = errno;
    umask(before);
    close(place);
    if (!failed) return descriptor;
    close(descriptor);
    errno = kept;
    return -1;
}

int cp_socket_connect(const char *folder, const char *name) {
    struct sockaddr_un address;
    int place;
    int descriptor = socket_in(folder, name, &address, &place);
    if (descriptor < 0) return -1;
    int failed = connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0;
    int kept = errno;
    close(place);
    if (!failed) return descriptor;
    close(descriptor);
    errno = kept;
    return -1;
}

int cp_socket_accept(int listener, uid_t user) {
    int descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor < 0) return -1;
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == user) return descriptor;
    close(descriptor);
    errno = EPERM;
    return -1;
}

ssize_t cp_socket_send(int descriptor, const void *bytes, size_t count) {
    ssize_t sent = send(descriptor, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent < 0 ? -errno : sent;
}
