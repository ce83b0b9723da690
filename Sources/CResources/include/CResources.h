/* The files of Resources that are built into the program. */
#ifndef CRESOURCES_H
#define CRESOURCES_H

#include <stddef.h>

typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} cresources_file;

/* zh_CN.txt. */
cresources_file cresources_simplified_chinese(void);

/* The files of `formats`, in the order in which their formats are tried: those that are surest of their datagrams come
   first. */
const cresources_file *cresources_formats(size_t *count);

/* The files of `profiles`, in alphabetical order. */
const cresources_file *cresources_profiles(size_t *count);

#endif
