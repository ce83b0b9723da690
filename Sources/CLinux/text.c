#include "clinux_text.h"

#include <limits.h>
#include <string.h>
#include <wchar.h>

_Static_assert(MB_LEN_MAX <= CLINUX_CHARACTER_BYTES, "a character needs more room");

int32_t clinux_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

int32_t clinux_wcrtomb(char *bytes, uint32_t scalar) {
  mbstate_t state;
  memset(&state, 0, sizeof state);
  size_t count = wcrtomb(bytes, (wchar_t)scalar, &state);
  return count == (size_t)-1 ? -1 : (int32_t)count;
}
