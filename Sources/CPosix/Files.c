#include "CPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int cp_open_read(int directory, const char *path) {
    return openat(directory < 0 ? AT_FDCWD : directory, path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
}

int64_t cp_birth_time(int descriptor) {
    struct statx facts;
    if (statx(descriptor, "", AT_EMPTY_PATH, STATX_BTIME, &facts) != 0) return -1;
    if ((facts.stx_mask & STATX_BTIME) == 0) return -1;
    return (int64_t)facts.stx_btime.tv_sec * 1000 + facts.stx_btime.tv_nsec / 1000000;
}

int cp_open_file(const char *path, int flags, unsigned mode) {
    return open(path, O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | flags, (mode_t)mode);
}

int cp_pipe(int ends[2], bool nonblocking) {
    return pipe2(ends, O_CLOEXEC | (nonblocking ? O_NONBLOCK : 0)) == 0 ? 0 : errno;
}

int cp_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno; }

int64_t cp_data_from(int descriptor, int64_t offset) {
    off_t data = lseek(descriptor, (off_t)offset, SEEK_DATA);
    if (data >= 0) return (int64_t)data;
    return errno == ENXIO ? -1 : offset;
}
