#ifndef UDPEEK_CPCRE2_SHIM_H
#define UDPEEK_CPCRE2_SHIM_H

/* UTF-8 subjects; must come before <pcre2.h>. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#endif
