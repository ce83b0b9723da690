#ifndef CLINUX_TEXT_H
#define CLINUX_TEXT_H

#include <stdint.h>

/* Returns wcwidth(3) of a scalar in the current locale: 0, 1, 2, or -1 if it is not printable. */
int32_t clinux_wcwidth(uint32_t scalar);

/* Sets the columns of characters of ambiguous width, 1 or 2, also for curses. Call it before starting a second
   thread. */
void clinux_set_ambiguous_width(int32_t columns);

/* The maximum number of bytes that clinux_wcrtomb writes (MB_LEN_MAX). */
#define CLINUX_CHARACTER_BYTES 16

/* Encodes a scalar in the current locale's character set, from the initial state (wcrtomb(3)). `bytes` must have room
   for CLINUX_CHARACTER_BYTES. Returns the number of bytes written, or -1 if the set lacks the scalar. */
int32_t clinux_wcrtomb(char *bytes, uint32_t scalar);

#endif
