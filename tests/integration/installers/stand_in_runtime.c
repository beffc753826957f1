/* Stands in for the AppImage project's runtime, which is not to be had in the tests: it finds the squashfs behind itself
   by its own ELF header, as that one does, and knows its two ways that need no mount. unsquashfs unpacks. */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int count, char **arguments) {
    char path[4096] = {0}, command[9000], folder[4096], program[4200];
    Elf64_Ehdr head;
    FILE *file = fopen("/proc/self/exe", "rb");
    if (!file || fread(&head, sizeof head, 1, file) != 1 || readlink("/proc/self/exe", path, sizeof path - 1) < 0)
        return 127;
    int only_unpack = count > 1 && strcmp(arguments[1], "--appimage-extract") == 0;
    const char *parent = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/appimage_extracted_XXXXXX", parent ? parent : "/tmp");
    const char *target = only_unpack ? "." : mkdtemp(folder);
    snprintf(command, sizeof command, "PATH=/usr/bin:/bin unsquashfs -q -n -f -d '%s/squashfs-root' -o %lu '%s' >/dev/null",
             target, (unsigned long)(head.e_shoff + (unsigned long)head.e_shentsize * head.e_shnum), path);
    if (system(command) != 0)
        return 127;
    if (only_unpack)
        return 0;
    snprintf(program, sizeof program, "%s/squashfs-root", target);
    setenv("APPIMAGE", path, 1);
    setenv("APPDIR", program, 1);
    strcat(program, "/AppRun");
    execv(program, arguments);
    return 127;
}
