#include "CPosix.h"
#include "spawning.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

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
    cp_spawn_afresh(&attributes);
    // Opened after the new session began, it becomes that session's terminal.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, 0, 1);
    posix_spawn_file_actions_adddup2(&actions, 0, 2);
    if (handed >= 0) posix_spawn_file_actions_adddup2(&actions, handed, 3);
    if (directory != NULL) posix_spawn_file_actions_addchdir_np(&actions, directory);

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
