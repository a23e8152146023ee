/// What glibc has and Swift cannot import: variadic functions, macros and GNU extensions, in the shape the project
/// needs them. Nothing here allocates or keeps state beyond the one set of pending signals.
#ifndef CPOSIX_H
#define CPOSIX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// Waking a poll from any thread or signal handler.

/// A new eventfd that neither blocks nor survives exec; -1 and errno otherwise.
int cp_event_create(void);
/// Makes the eventfd readable. Safe in signal handlers; keeps errno.
void cp_event_ring(int event);
/// Makes it unreadable until the next ring.
void cp_event_drain(int event);
/// Gives the eventfd back.
void cp_event_close(int event);

// Signals as bits, taken by the loop.

enum {
    CP_WINCH = 1 << 0,
    CP_TERM = 1 << 1,
    CP_INT = 1 << 2,
    CP_HUP = 1 << 3,
    CP_QUIT = 1 << 4,
    CP_TSTP = 1 << 5,
    CP_CONT = 1 << 6,
};

/// From here on each of these signals only sets its bit and rings `event`; SIGPIPE is ignored. 0, or an errno.
int cp_signals_install(int event);
/// The bits that came in since the last call.
uint32_t cp_signals_take(void);
/// Ends the process as the signal of this bit would have, so that the parent sees why. Returns only for unknown bits.
void cp_die_by(uint32_t bit);

// Waiting.

enum { CP_READABLE = 1, CP_GONE = 2, CP_WRITABLE = 4 };

/// Waits until one of `count` descriptors (at most 16) is readable or gone, for at most `timeout` ms (-1: for ever), and
/// writes CP_READABLE and CP_GONE bits for each. The number of those that have some; 0 also after a signal, -1 on failure.
int cp_wait(const int *descriptors, uint8_t *results, int count, int timeout);
/// The same for up to 64 descriptors, each waited for in its own way: `wanted` holds CP_READABLE and CP_WRITABLE bits. A
/// descriptor of -1 is passed over.
int cp_wait_for(const int *descriptors, const uint8_t *wanted, uint8_t *results, int count, int timeout);
/// Milliseconds on a clock that cannot jump.
int64_t cp_monotonic_ms(void);

// Files.

/// Opens for reading without ever waiting, following no symlink at the end: the descriptor, or -1 and errno.
/// `directory` may be -1 for the working directory.
int cp_open_read(int directory, const char *path);
/// When the file was made, in milliseconds since 1970; -1 where the file system does not say.
int64_t cp_birth_time(int descriptor);
/// Where data goes on from an offset on: there, unless a hole of the file begins or lies there; -1 where none follows. A file
/// system that knows of no holes has none. Moves the descriptor's own position.
int64_t cp_data_from(int descriptor, int64_t offset);

// Threads.

/// The calling thread lets others go first from here on, by so much as `nice` says (0 to 19).
void cp_thread_step_back(int by);
/// Runs `body(argument)` on a new thread that gets no signals. 0, or an errno.
int cp_thread_start(void (*body)(void *), void *argument);

// Memory.

/// The program's code leaves this process's memory, as far as nobody has changed it there; each part that still runs comes
/// back from the system's cache when it is next run, in microseconds. What only the start has used stays away. Memory that
/// was allocated and freed goes with it.
void cp_code_let_go(void);

// Children on a pseudo terminal of their own.

/// A new pseudo terminal of that size: the descriptor of its master, or -1 and errno.
int cp_pty_open(int columns, int rows);
/// Starts argv[0] (found through PATH) with this environment in a new session whose terminal is the other side of
/// `master`. `directory` may be NULL. 0, or an errno.
int cp_pty_start(
    int master, const char *const argv[], const char *const environment[], const char *directory, pid_t *pid);
/// The same with a path for argv[0], and with `handed` as the child's descriptor 3.
int cp_pty_start_handing(
    int master, const char *const argv[], const char *const environment[], const char *directory, int handed, pid_t *pid);
/// Whether what is typed on the terminal is shown by it.
bool cp_pty_echoes(int master);
/// Whether the terminal itself makes lines of what is typed; without that, programs show it themselves.
bool cp_pty_makes_lines(int master);
/// Sends a signal to the processes in the terminal's foreground. 0, or an errno.
int cp_pty_signal(int master, int number);
/// 0, or an errno.
int cp_pty_resize(int master, int columns, int rows);
/// Copies the terminal's modes (as opaque bytes, at most `capacity`) for comparison: their number, or -1.
int cp_pty_modes(int master, uint8_t *bytes, int capacity);

/// Whether the child has ended. `code` is its exit status, or 128 plus the signal that ended it.
bool cp_reap(pid_t pid, int *code);

// Children without a terminal.

/// Starts argv[0] (a path) with this environment and these descriptors as 0, 1 and 2, with default signals, in a session
/// of its own, in `directory` (NULL: where we are). 0, or an errno.
int cp_spawn(
    const char *const argv[], const char *const environment[], const char *directory, int input, int output, int errors,
    pid_t *pid);
/// Starts argv[0] (a path) as no child of ours: in a session of its own, `/dev/null` as 0, `output` as 1 and 2. It
/// outlives us, and nobody here has to wait for it. `process` is a descriptor as of `cp_process_open`, which the caller
/// closes. 0, or an errno.
int cp_spawn_detached(
    const char *const argv[], const char *const environment[], int output, pid_t *pid, int *process);
/// From here on orphans among our descendants become our children, whatever session they have gone to. 0, or an errno.
int cp_adopt_orphans(void);
/// Takes one child that has ended: its pid, 0 when none has, -1 when there are no children. `number` is its exit status, or
/// the signal that ended it.
pid_t cp_reap_any(bool *by_signal, int *number);
/// A descriptor for a process, which its number cannot outlive; readable once it has ended. -1 and errno when it is gone.
int cp_process_open(pid_t pid);
/// Sends a signal through such a descriptor. 0, or an errno.
int cp_process_signal(int process, int number);
/// No core dump of this process and of those that it starts, and no debugger of its own user: it holds a secret. 0, or an
/// errno.
int cp_forbid_dumps(void);

/// Sends one datagram to a Unix socket; a name that begins with @ is an abstract one. 0, or an errno.
int cp_notify(const char *socket_name, const char *text);

// Unix sockets, by a name in a folder: no path is too long for them, and no link in its place is followed.

/// A socket that listens, mode 0600, in place of whatever stood at that name: the descriptor, or -1 and errno.
int cp_socket_listen(const char *folder, const char *name);
/// A connection to it that never waits: the descriptor, or -1 and errno.
int cp_socket_connect(const char *folder, const char *name);
/// Takes a connection of a process with this user: the descriptor, or -1 and errno (EPERM for another user).
int cp_socket_accept(int listener, uid_t user);
/// Sends without waiting and without SIGPIPE: the number of bytes, or minus an errno.
ssize_t cp_socket_send(int descriptor, const void *bytes, size_t count);

// The terminal of an operator.

/// Every key comes as it is, at once, and is not shown. 0, or an errno.
int cp_terminal_take_keys(int descriptor);
/// Sets modes that cp_pty_modes has copied. 0, or an errno.
int cp_terminal_restore(int descriptor, const uint8_t *modes, int count);
/// Forgets what was typed and not yet read.
void cp_terminal_forget_keys(int descriptor);
bool cp_terminal_size(int descriptor, int *columns, int *rows);

/// Removes a variable from the environment, and its value from this process's memory.
void cp_forget_variable(const char *name);
/// Overwrites bytes with zeroes, whatever the compiler thinks of it.
void cp_wipe(void *bytes, size_t count);

// Files that only one process writes.

/// Opens or makes a file for reading and writing, following no symlink at the end and never waiting: the descriptor, or -1
/// and errno. `flags` are further O_ flags.
int cp_open_file(const char *path, int flags, unsigned mode);
/// A pipe that does not survive exec: ends[0] to read, ends[1] to write. 0, or an errno.
int cp_pipe(int ends[2], bool nonblocking);
/// Takes the lock of an open file without waiting. 0, or an errno: EWOULDBLOCK when another has it.
int cp_lock(int descriptor);

// Text.

/// Where `wanted` first stands in `bytes`; -1 when it does not.
ssize_t cp_find(const void *bytes, size_t count, const void *wanted, size_t length);

/// The same at the speed of memory, whatever is searched. With `folds`, ASCII letters match in both cases, and `wanted` is in
/// lower case.
ssize_t cp_find_text(const void *bytes, size_t count, const void *wanted, size_t length, bool folds);
/// Where a byte first stands; -1 when it does not.
ssize_t cp_find_byte(const void *bytes, size_t count, uint8_t wanted);
/// Where a byte last stands; -1 when it does not.
ssize_t cp_find_last_byte(const void *bytes, size_t count, uint8_t wanted);
/// How often a byte stands there.
size_t cp_count_byte(const void *bytes, size_t count, uint8_t wanted);
/// Lines that were passed over.
typedef struct {
    /// Where the first line begins that was not.
    size_t next;
    size_t lines;
    /// Bit n: one of them began at column n.
    uint64_t columns;
} cp_passed;

/// Passes over the lines from the one that begins at `from`, as long as each begins plainly behind at most 63 blanks, holds no
/// carriage return but one before its line break, and has that line break; stops at the first that begins at `limit` or later.
/// `plain` tells of each of the 256 bytes: with bit 1 a line that begins with it is plain; with bit 2 it is where no byte with
/// bit 4 stands behind this one and others with bit 2.
cp_passed cp_pass_lines(const void *bytes, size_t count, size_t from, size_t limit, const uint8_t *plain);
/// Where `length` bytes (at most 3) first stand next to one another of which each is in its own set of ASCII characters: bit
/// n >> 4 of sets[16 * i + (n & 15)] says whether the i-th set holds n; -1 when they do not.
ssize_t cp_find_sets(const void *bytes, size_t count, const uint8_t *sets, size_t length);
/// Copies `bytes` to `plain` without the sequences that only set colours; both may be the same memory. How many are left.
size_t cp_without_colours(const void *bytes, size_t count, void *plain);
/// Takes out the carriage returns that stand before a line feed or at the end. How many bytes are left.
size_t cp_without_returns(void *bytes, size_t count);

/// wcwidth in the current locale.
int cp_wcwidth(uint32_t scalar);
/// setlocale(LC_CTYPE, name).
bool cp_set_locale(const char *name);

#endif
