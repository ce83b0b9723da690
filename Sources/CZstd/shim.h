#ifndef UDPEEK_CZSTD_SHIM_H
#define UDPEEK_CZSTD_SHIM_H

#include <zstd.h>

#endif
