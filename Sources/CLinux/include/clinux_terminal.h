#ifndef CLINUX_TERMINAL_H
#define CLINUX_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* The terminal guard: gives the terminal back when the process ends in a way that no Swift code sees. One terminal a
   process. A function belongs to the thread of the screen unless it says otherwise. */

/* Saves what the terminal is like now (termios, before curses) and installs handlers for SIGILL, SIGTRAP, SIGSEGV,
   SIGABRT, SIGBUS and SIGFPE, which restore it and go on to the handler that was there before. Guards the calling
   thread too. -1 and errno on failure. */
int clinux_terminal_guard(int descriptor);

/* What is written to give the terminal back; at most 512 bytes, else -1. */
int clinux_terminal_set_restore(const void *bytes, size_t count);

/* From now on there is something to give back. */
void clinux_terminal_arm(void);

/* The terminal is given back already: nothing is left to do until the next clinux_terminal_arm. */
void clinux_terminal_disarm(void);

/* Gives the terminal back, once after each arming, without blocking: tcsetattr(TCSANOW) and one write. Any thread, and
   signal handlers. Whether it was this call that did. */
bool clinux_terminal_restore(void);

/* Gives the calling thread an alternate signal stack, without which a stack overflow on it ends the process before the
   handlers run. Freed when the thread ends. Any thread. -1 and errno on failure. */
int clinux_guard_thread(void);

/* Sends descriptor 2 into a pipe, so that no library writes on the screen. A crash gives it back and prints what came.
   The pipe's read end (non-blocking), or -1 and errno. */
int clinux_errors_divert(void);

/* Gives descriptor 2 back. Any thread, and signal handlers; the pipe's read end stays open. */
void clinux_errors_restore(void);

/* Gives descriptor 2 back and prints what came meanwhile, without blocking. Any thread, and signal handlers. */
void clinux_errors_show(void);

/* Saves the actions of SIGINT, SIGTERM, SIGTSTP and SIGWINCH, which newterm(3X) replaces where they are the default. */
void clinux_signals_save(void);

/* Puts back what clinux_signals_save saved. */
void clinux_signals_restore(void);

#endif
