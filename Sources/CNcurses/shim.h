#ifndef UDPEEK_CNCURSES_SHIM_H
#define UDPEEK_CNCURSES_SHIM_H

/* Wide-character declarations; must come before <curses.h>. */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>

#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

/* Swift sees neither macros with casts nor the globals of curses; these functions wrap them. */

enum { nc_bold = 1, nc_dim = 2, nc_reverse = 4, nc_underline = 8 };

/* setcchar(3X) of a base and some marks, as many as a cell holds; `attributes` are nc_ flags. */
static inline int nc_set_cell(cchar_t *cell, uint32_t base, const uint32_t *marks, int count, unsigned attributes,
                              short pair) {
  wchar_t text[CCHARW_MAX + 1] = {(wchar_t)base};
  for (int mark = 0; mark < count && mark + 1 < CCHARW_MAX; mark++) text[mark + 1] = (wchar_t)marks[mark];
  attr_t curses = A_NORMAL;
  if (attributes & nc_bold) curses |= A_BOLD;
  if (attributes & nc_dim) curses |= A_DIM;
  if (attributes & nc_reverse) curses |= A_REVERSE;
  if (attributes & nc_underline) curses |= A_UNDERLINE;
  return setcchar(cell, text, curses, pair, NULL);
}

/* Cells into a row of stdscr; does not wrap, scroll or move the cursor. */
static inline int nc_put_cells(int row, int column, const cchar_t *cells, int count) {
  return mvwadd_wchnstr(stdscr, row, column, cells, count);
}

static inline int nc_move(int row, int column) { return wmove(stdscr, row, column); }
static inline int nc_stage(void) { return wnoutrefresh(stdscr); }
static inline void nc_repaint_all(void) { clearok(curscr, TRUE); }
static inline int nc_colors(void) { return COLORS; }
static inline int nc_color_pairs(void) { return COLOR_PAIRS; }

/* Forgets the terminal that setupterm(3X) looked up; newterm looks it up again. */
static inline void nc_forget_terminal(void) {
  if (cur_term != NULL) del_curterm(cur_term);
}

/* A string capability by its terminfo name; NULL where the terminal has none. */
static inline const char *nc_string(const char *name) {
  const char *value = tigetstr(name);
  return value == NULL || value == (const char *)-1 ? NULL : value;
}

/* Whether the locale can write a character (wcrtomb). */
static inline bool nc_can_encode(uint32_t scalar) {
  char bytes[MB_LEN_MAX];
  mbstate_t state;
  memset(&state, 0, sizeof state);
  return wcrtomb(bytes, (wchar_t)scalar, &state) != (size_t)-1;
}

/* The first character of bytes in the locale (mbrtowc): its length, 0 where there is none, -1 where more are needed. */
static inline int nc_decode(const char *bytes, size_t count, uint32_t *scalar) {
  mbstate_t state;
  memset(&state, 0, sizeof state);
  wchar_t wide = 0;
  size_t length = mbrtowc(&wide, bytes, count, &state);
  *scalar = (uint32_t)wide;
  if (length == (size_t)-2) return -1;
  if (length == (size_t)-1) return 0;
  return length == 0 ? 1 : (int)length;
}

#endif
