#include "CPosix.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

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

void cp_event_close(int event) { if (event >= 0) close(event); }
