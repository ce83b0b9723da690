#ifndef CLINUX_TEXT_H
#define CLINUX_TEXT_H

#include <stdint.h>

/* wcwidth(3) of one scalar in the current locale: 0, 1, 2, or -1 where it is not printable. */
int32_t clinux_wcwidth(uint32_t scalar);

/* How many columns characters of ambiguous width take from now on, 1 or 2, for curses too. To be called before the
   second thread starts. */
void clinux_set_ambiguous_width(int32_t columns);

/* The most bytes that clinux_wcrtomb writes (MB_LEN_MAX). */
#define CLINUX_CHARACTER_BYTES 16

/* wcrtomb(3) from the initial state: one scalar in the current locale's character set. The number of bytes written to
   `bytes`, which has room for CLINUX_CHARACTER_BYTES; -1 where the set lacks the scalar. */
int32_t clinux_wcrtomb(char *bytes, uint32_t scalar);

#endif
