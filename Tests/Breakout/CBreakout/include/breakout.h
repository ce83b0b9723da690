#ifndef BREAKOUT_H
#define BREAKOUT_H

#include <stddef.h>

/* Attempts to do what a confined process must not, or may. `given` is a folder that it was given, `other` one that it was
   not; both have a file `file`. */

/* Returns the name of an attempt; NULL beyond the last one. */
const char *breakout_name(size_t index);

/* Makes an attempt. Returns 0 if the kernel allowed it, or errno. */
int breakout_try(size_t index, const char *given, const char *other);

#endif
