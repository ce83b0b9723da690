#ifndef CLINUX_FILE_H
#define CLINUX_FILE_H

#include <stdint.h>

/* Gives a file a name that must be free (renameat2(2), RENAME_NOREPLACE); where the file system does not know that,
   link(2) and unlink(2) do. 0, or -1 with `errno`: EEXIST where the name is taken. */
int32_t clinux_rename_new(const char *from, const char *to);

/* Raises the soft limit of open descriptors to what is wanted, as far as the hard limit allows (setrlimit(2)). Returns
 * the limit that holds then. */
int32_t clinux_descriptor_limit(int32_t wanted);

#endif
