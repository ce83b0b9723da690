#ifndef UDPEEK_CNCURSES_SHIM_H
#define UDPEEK_CNCURSES_SHIM_H

/* Wide-character declarations; must come before <curses.h>. */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>

#endif
