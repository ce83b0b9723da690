#ifndef CLINUX_TEXT_H
#define CLINUX_TEXT_H

#include <stdint.h>

/* wcwidth(3) of one scalar in the current locale: 0, 1, 2, or -1 where it is not printable. */
int32_t clinux_wcwidth(uint32_t scalar);

#endif
