#include "CPosix.h"
#include "spawning.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

bool cp_reap(pid_t pid, int *code) {
    int status;
    if (waitpid(pid, &status, WNOHANG) != pid) return false;
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
}

int cp_spawn(
    const char *const argv[], const char *const environment[], const char *directory, int input, int output, int errors,
    pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    cp_spawn_afresh(&attributes);
    posix_spawn_file_actions_adddup2(&actions, input, 0);
    posix_spawn_file_actions_adddup2(&actions, output, 1);
    posix_spawn_file_actions_adddup2(&actions, errors, 2);
    if (directory != NULL) posix_spawn_file_actions_addchdir_np(&actions, directory);
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
