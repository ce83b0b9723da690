#ifndef UDPEEK_CZLIB_SHIM_H
#define UDPEEK_CZLIB_SHIM_H

#include <zlib.h>

/* inflateInit2 is a macro that Swift does not see. */
static inline int zlib_inflate_init(z_streamp stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}

#endif
