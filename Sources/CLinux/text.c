#include "clinux_text.h"

#include <wchar.h>

int32_t clinux_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }
