#include "CPosix.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

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

void cp_thread_step_back(int by) {
    // Of a thread, although the call speaks of processes.
    setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), by);
}
