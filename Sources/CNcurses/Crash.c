#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "internal.h"

// Everything that the handler needs stands here beforehand: in a crash nothing may be allocated or looked up.
static char restore_text[512];
static size_t restore_length;
static struct termios modes_before;
static int output = -1;
static volatile sig_atomic_t is_guarding;
static char stack[64 * 1024];

static const int faults[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { FAULTS = sizeof faults / sizeof faults[0] };
static struct sigaction actions_before[FAULTS];

static void give_terminal_back(int number, siginfo_t *info, void *context) {
    (void)context;
    if (is_guarding) {
        is_guarding = 0;
        if (write(output, restore_text, restore_length) < 0) { }
        tcsetattr(STDIN_FILENO, TCSANOW, &modes_before);
    }
    // Not what was there before: Swift's own handler asks questions on a terminal, and would wait for ever.
    signal(number, SIG_DFL);
    // A fault happens again on return; a signal that somebody sent does not.
    if (info == NULL || info->si_code <= 0) raise(number);
}

void cn_guard_crashes(int descriptor, const char *restore, size_t length) {
    output = descriptor;
    restore_length = length < sizeof restore_text ? length : 0;
    memcpy(restore_text, restore, restore_length);
    if (tcgetattr(STDIN_FILENO, &modes_before) != 0) return;

    // For the thread of the terminal, whose stack may be what overflowed.
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&alternate, NULL);
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
    action.sa_sigaction = give_terminal_back;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < FAULTS; i++) sigaction(faults[i], &action, &actions_before[i]);
    is_guarding = 1;
}

void cn_unguard_crashes(void) {
    if (output < 0) return;
    is_guarding = 0;
    for (int i = 0; i < FAULTS; i++) sigaction(faults[i], &actions_before[i], NULL);
    output = -1;
}
