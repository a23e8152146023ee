#include "CPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

// Waking.

int cp_event_create(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void cp_event_ring(int event) {
    int kept = errno;
    uint64_t one = 1;
    // Full means that it is readable already.
    if (write(event, &one, sizeof one) < 0) { }
    errno = kept;
}

void cp_event_drain(int event) {
    uint64_t count;
    if (read(event, &count, sizeof count) < 0) { }
}

// Signals.

static _Atomic uint32_t pending_signals;
static _Atomic int signal_event = -1;

static const struct { int number; uint32_t bit; } followed[] = {
    {SIGWINCH, CP_WINCH}, {SIGTERM, CP_TERM}, {SIGINT, CP_INT},   {SIGHUP, CP_HUP},
    {SIGQUIT, CP_QUIT},   {SIGTSTP, CP_TSTP}, {SIGCONT, CP_CONT},
};
enum { FOLLOWED = sizeof followed / sizeof followed[0] };

static void note_signal(int number) {
    for (int i = 0; i < FOLLOWED; i++) {
        if (followed[i].number != number) continue;
        uint32_t before = atomic_fetch_or(&pending_signals, followed[i].bit);
        if ((before & followed[i].bit) == 0) cp_event_ring(atomic_load(&signal_event));
    }
}

int cp_signals_install(int event) {
    atomic_store(&signal_event, event);
    struct sigaction action = {.sa_flags = SA_RESTART};
    action.sa_handler = note_signal;
    sigfillset(&action.sa_mask);
    for (int i = 0; i < FOLLOWED; i++) {
        if (sigaction(followed[i].number, &action, NULL) != 0) return errno;
    }
    struct sigaction ignore = {.sa_flags = 0};
    ignore.sa_handler = SIG_IGN;
    return sigaction(SIGPIPE, &ignore, NULL) == 0 ? 0 : errno;
}

uint32_t cp_signals_take(void) { return atomic_exchange(&pending_signals, 0); }

void cp_die_by(uint32_t bit) {
    for (int i = 0; i < FOLLOWED; i++) {
        if (followed[i].bit != bit) continue;
        signal(followed[i].number, SIG_DFL);
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, followed[i].number);
        pthread_sigmask(SIG_UNBLOCK, &set, NULL);
        raise(followed[i].number);
    }
}

// Waiting.

int cp_wait(const int *descriptors, uint8_t *results, int count, int timeout) {
    struct pollfd polled[16];
    if (count < 0 || count > 16) {
        errno = EINVAL;
        return -1;
    }
    for (int i = 0; i < count; i++) {
        polled[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
        results[i] = 0;
    }
    int ready = poll(polled, (nfds_t)count, timeout);
    if (ready < 0) return errno == EINTR ? 0 : -1;
    for (int i = 0; i < count; i++) {
        if (polled[i].revents & POLLIN) results[i] |= CP_READABLE;
        if (polled[i].revents & (POLLHUP | POLLERR | POLLNVAL)) results[i] |= CP_GONE;
    }
    return ready;
}

int cp_wait_for(const int *descriptors, const uint8_t *wanted, uint8_t *results, int count, int timeout) {
    struct pollfd polled[64];
    if (count < 0 || count > 64) {
        errno = EINVAL;
        return -1;
    }
    for (int i = 0; i < count; i++) {
        short events = 0;
        if (wanted[i] & CP_READABLE) events |= POLLIN;
        if (wanted[i] & CP_WRITABLE) events |= POLLOUT;
        polled[i] = (struct pollfd){.fd = descriptors[i], .events = events};
        results[i] = 0;
    }
    int ready = poll(polled, (nfds_t)count, timeout);
    if (ready < 0) return errno == EINTR ? 0 : -1;
    for (int i = 0; i < count; i++) {
        if (polled[i].revents & POLLIN) results[i] |= CP_READABLE;
        if (polled[i].revents & POLLOUT) results[i] |= CP_WRITABLE;
        if (polled[i].revents & (POLLHUP | POLLERR | POLLNVAL)) results[i] |= CP_GONE;
    }
    return ready;
}

int64_t cp_monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Files.

int cp_open_read(int directory, const char *path) {
    return openat(directory < 0 ? AT_FDCWD : directory, path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
}

int64_t cp_birth_time(int descriptor) {
    struct statx facts;
    if (statx(descriptor, "", AT_EMPTY_PATH, STATX_BTIME, &facts) != 0) return -1;
    if ((facts.stx_mask & STATX_BTIME) == 0) return -1;
    return (int64_t)facts.stx_btime.tv_sec * 1000 + facts.stx_btime.tv_nsec / 1000000;
}

// Threads.

struct thread_start {
    void (*body)(void *);
    void *argument;
};

static void *run_thread(void *raw) {
    struct thread_start start = *(struct thread_start *)raw;
    free(raw);
    start.body(start.argument);
    return NULL;
}

int cp_thread_start(void (*body)(void *), void *argument) {
    struct thread_start *start = malloc(sizeof *start);
    if (start == NULL) return ENOMEM;
    *start = (struct thread_start){.body = body, .argument = argument};
    sigset_t all, before;
    sigfillset(&all);
    // A crash on this thread must still reach its handler.
    const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) sigdelset(&all, faults[i]);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    int error = pthread_create(&thread, NULL, run_thread, start);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error != 0) {
        free(start);
        return error;
    }
    pthread_detach(thread);
    return 0;
}

// Pseudo terminals.

int cp_pty_open(int columns, int rows) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0) return -1;
    if (grantpt(master) == 0 && unlockpt(master) == 0 && cp_pty_resize(master, columns, rows) == 0) return master;
    int kept = errno;
    close(master);
    errno = kept;
    return -1;
}

static int start_on_terminal(
    int master, const char *const argv[], const char *const environment[], const char *directory, int handed,
    pid_t *pid) {
    char name[64];
    int unnamed = ptsname_r(master, name, sizeof name);
    if (unnamed != 0) return unnamed;

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    // Opened after the new session began, it becomes that session's terminal.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, 0, 1);
    posix_spawn_file_actions_adddup2(&actions, 0, 2);
    if (handed >= 0) posix_spawn_file_actions_adddup2(&actions, handed, 3);
    if (directory != NULL) posix_spawn_file_actions_addchdir_np(&actions, directory);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    int error = handed >= 0
        ? posix_spawn(pid, argv[0], &actions, &attributes, (char *const *)argv, (char *const *)environment)
        : posix_spawnp(pid, argv[0], &actions, &attributes, (char *const *)argv, (char *const *)environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

int cp_pty_start(
    int master, const char *const argv[], const char *const environment[], const char *directory, pid_t *pid) {
    return start_on_terminal(master, argv, environment, directory, -1, pid);
}

int cp_pty_start_handing(
    int master, const char *const argv[], const char *const environment[], const char *directory, int handed,
    pid_t *pid) {
    return start_on_terminal(master, argv, environment, directory, handed, pid);
}

bool cp_pty_echoes(int master) {
    struct termios modes;
    return tcgetattr(master, &modes) != 0 || (modes.c_lflag & ECHO) != 0;
}

bool cp_pty_makes_lines(int master) {
    struct termios modes;
    return tcgetattr(master, &modes) != 0 || (modes.c_lflag & ICANON) != 0;
}

int cp_pty_signal(int master, int number) {
    pid_t group = tcgetpgrp(master);
    if (group <= 1) return ESRCH;
    return kill(-group, number) == 0 ? 0 : errno;
}

int cp_pty_resize(int master, int columns, int rows) {
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    return ioctl(master, TIOCSWINSZ, &size) == 0 ? 0 : errno;
}

int cp_pty_modes(int master, uint8_t *bytes, int capacity) {
    struct termios modes;
    memset(&modes, 0, sizeof modes);
    if (tcgetattr(master, &modes) != 0 || capacity < (int)sizeof modes) return -1;
    memcpy(bytes, &modes, sizeof modes);
    return (int)sizeof modes;
}

bool cp_reap(pid_t pid, int *code) {
    int status;
    if (waitpid(pid, &status, WNOHANG) != pid) return false;
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
}

// Children without a terminal.

int cp_spawn(
    const char *const argv[], const char *const environment[], const char *directory, int input, int output, int errors,
    pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, input, 0);
    posix_spawn_file_actions_adddup2(&actions, output, 1);
    posix_spawn_file_actions_adddup2(&actions, errors, 2);
    if (directory != NULL) posix_spawn_file_actions_addchdir_np(&actions, directory);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int error = posix_spawn(pid, argv[0], &actions, &attributes, (char *const *)argv, (char *const *)environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

// What a child between fork and exec may do: system calls, nothing that allocates or locks.
static void become(const char *const argv[], const char *const environment[], int output) {
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) return;
    if (null > 2) close(null);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(argv[0], (char *const *)argv, (char *const *)environment);
}

struct detached {
    pid_t pid;
    int error;
};

static int read_whole(int descriptor, void *bytes, size_t count) {
    size_t got = 0;
    while (got < count) {
        ssize_t part = read(descriptor, (char *)bytes + got, count - got);
        if (part < 0 && errno == EINTR) continue;
        if (part <= 0) return 0;
        got += (size_t)part;
    }
    return 1;
}

int cp_spawn_detached(
    const char *const argv[], const char *const environment[], int output, pid_t *pid, int *process) {
    int told[2], held[2];
    if (pipe2(told, O_CLOEXEC) != 0) return errno;
    if (pipe2(held, O_CLOEXEC) != 0) {
        int error = errno;
        close(told[0]);
        close(told[1]);
        return error;
    }
    pid_t between = fork();
    if (between == 0) {
        close(held[1]);
        pid_t child = fork();
        if (child == 0) {
            setsid();
            become(argv, environment, output);
            struct detached failure = {.pid = 0, .error = errno};
            if (write(told[1], &failure, sizeof failure) < 0) { }
            _exit(127);
        }
        struct detached answer = {.pid = child, .error = child < 0 ? errno : 0};
        if (write(told[1], &answer, sizeof answer) < 0) { }
        close(told[1]);
        // While its parent is here its number stays its own.
        char nothing;
        if (read(held[0], &nothing, 1) < 0) { }
        _exit(0);
    }
    int error = between < 0 ? errno : 0;
    close(told[1]);
    close(held[0]);
    struct detached answer;
    *pid = -1;
    *process = -1;
    // The pid, then nothing; or, before or after it, why the program could not be started.
    while (error == 0 && read_whole(told[0], &answer, sizeof answer)) {
        if (answer.error != 0) error = answer.error;
        else if ((*process = cp_process_open(answer.pid)) >= 0) *pid = answer.pid;
        else error = errno;
    }
    if (error == 0 && *pid < 0) error = EAGAIN;
    close(told[0]);
    close(held[1]);
    if (between > 0) {
        int status;
        while (waitpid(between, &status, 0) < 0 && errno == EINTR) { }
    }
    if (error != 0 && *process >= 0) {
        close(*process);
        *process = -1;
    }
    return error;
}

int cp_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 ? 0 : errno; }

pid_t cp_reap_any(bool *by_signal, int *number) {
    int status;
    pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid > 0) {
        *by_signal = WIFSIGNALED(status);
        *number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    }
    return pid;
}

int cp_process_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int cp_process_signal(int process, int number) {
    return syscall(SYS_pidfd_send_signal, process, number, NULL, 0) == 0 ? 0 : errno;
}

int cp_forbid_dumps(void) {
    // To a program that core_pattern names (`|/usr/lib/systemd/systemd-coredump`) a limit of 0 means nothing, and children
    // do not inherit the other flag. A limit of 1 byte forbids both kinds, and no dump is that small.
    struct rlimit none = {1, 1};
    // Where the toolchain is installed, a crash would print its memory.
    const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGQUIT};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct sigaction was;
        // A handler that the program has set itself for SIGQUIT stays: it prints nothing.
        if (faults[i] == SIGQUIT && sigaction(SIGQUIT, NULL, &was) == 0 && was.sa_handler == note_signal) continue;
        signal(faults[i], SIG_DFL);
    }
    int error = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno;
    // A hard limit of 0 cannot be raised again; then 0 is what there is.
    if (setrlimit(RLIMIT_CORE, &none) != 0) {
        none.rlim_cur = none.rlim_max = 0;
        if (setrlimit(RLIMIT_CORE, &none) != 0 && error == 0) error = errno;
    }
    return error;
}

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

// Unix sockets.

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

// The terminal of an operator.

int cp_terminal_take_keys(int descriptor) {
    struct termios modes;
    if (tcgetattr(descriptor, &modes) != 0) return errno;
    // Output and flow control stay as they are.
    modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
    modes.c_iflag &= ~(tcflag_t)(ISTRIP | INLCR | IGNCR);
    modes.c_iflag |= ICRNL;
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    return tcsetattr(descriptor, TCSANOW, &modes) == 0 ? 0 : errno;
}

int cp_terminal_restore(int descriptor, const uint8_t *modes, int count) {
    struct termios saved;
    if (count != (int)sizeof saved) return EINVAL;
    memcpy(&saved, modes, sizeof saved);
    return tcsetattr(descriptor, TCSANOW, &saved) == 0 ? 0 : errno;
}

void cp_terminal_forget_keys(int descriptor) { tcflush(descriptor, TCIFLUSH); }

bool cp_terminal_size(int descriptor, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return true;
}

void cp_wipe(void *bytes, size_t count) { explicit_bzero(bytes, count); }

void cp_forget_variable(const char *name) {
    char *value = getenv(name);
    if (value != NULL) explicit_bzero(value, strlen(value));
    unsetenv(name);
}

// Files that only one process writes.

int cp_open_file(const char *path, int flags, unsigned mode) {
    return open(path, O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | flags, (mode_t)mode);
}

int cp_pipe(int ends[2], bool nonblocking) {
    return pipe2(ends, O_CLOEXEC | (nonblocking ? O_NONBLOCK : 0)) == 0 ? 0 : errno;
}

int cp_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno; }

// Text.

int cp_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

bool cp_set_locale(const char *name) { return setlocale(LC_CTYPE, name) != NULL; }

void cp_event_close(int event) { if (event >= 0) close(event); }

ssize_t cp_find(const void *bytes, size_t count, const void *wanted, size_t length) {
    const char *hit = memmem(bytes, count, wanted, length);
    return hit ? hit - (const char *)bytes : -1;
}

int64_t cp_data_from(int descriptor, int64_t offset) {
    off_t data = lseek(descriptor, (off_t)offset, SEEK_DATA);
    if (data >= 0) return (int64_t)data;
    return errno == ENXIO ? -1 : offset;
}

void cp_thread_step_back(int by) {
    // Of a thread, although the call speaks of processes.
    setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), by);
}

// The program itself is the first object that is told of.
static int let_go_of_code(struct dl_phdr_info *program, size_t size, void *argument) {
    (void)size, (void)argument;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
    for (int i = 0; i < program->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &program->dlpi_phdr[i];
        // What can be written may differ from the file, and would be lost.
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X) || (part->p_flags & PF_W)) continue;
        uintptr_t start = ((uintptr_t)program->dlpi_addr + part->p_vaddr + page) & ~page;
        uintptr_t end = ((uintptr_t)program->dlpi_addr + part->p_vaddr + part->p_filesz) & ~page;
        if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 1;
}

void cp_code_let_go(void) {
    dl_iterate_phdr(let_go_of_code, NULL);
    malloc_trim(0);
}
