#include "CPosix.h"

#include <link.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void cp_wipe(void *bytes, size_t count) { explicit_bzero(bytes, count); }

void cp_forget_variable(const char *name) {
    char *value = getenv(name);
    if (value != NULL) explicit_bzero(value, strlen(value));
    unsetenv(name);
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
