#ifndef CLINUX_FILE_H
#define CLINUX_FILE_H

#include <stdint.h>

/* Renames a file without replacing another (renameat2(2), RENAME_NOREPLACE), or with link(2) and unlink(2) if the file
   system does not support that. Returns 0, or -1 and errno: EEXIST if the name is taken. */
int32_t clinux_rename_new(const char *from, const char *to);

/* Raises the soft limit of open descriptors to `wanted`, as far as the hard limit allows (setrlimit(2)). Returns the
   resulting limit. */
int32_t clinux_descriptor_limit(int32_t wanted);

#endif
