#ifndef CLINUX_TERMINAL_H
#define CLINUX_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* The terminal guard: restores the terminal if the process ends without Swift code running. One terminal per process.
   Call these functions on the screen's thread unless they say otherwise. */

/* Saves the terminal's settings (termios, before curses starts) and installs handlers for SIGILL, SIGTRAP, SIGSEGV,
   SIGABRT, SIGBUS and SIGFPE, which restore them and then call the previous handler. Also calls clinux_guard_thread.
   Returns -1 and errno on failure. */
int clinux_terminal_guard(int descriptor);

/* Sets the bytes to write when the terminal is restored. Returns -1 and E2BIG if there are more than 512. */
int clinux_terminal_set_restore(const void *bytes, size_t count);

/* Arms the guard: from now on there is a terminal to restore. */
void clinux_terminal_arm(void);

/* Disarms the guard until the next clinux_terminal_arm, because the terminal is already restored. */
void clinux_terminal_disarm(void);

/* Restores the terminal if the guard is armed, and disarms it, without blocking: tcsetattr(TCSANOW) and one write. May
   be called on any thread and in signal handlers. Returns whether this call restored it. */
bool clinux_terminal_restore(void);

/* Gives the calling thread an alternate signal stack, without which a stack overflow on it would end the process before
   the handlers run. The stack is freed when the thread ends. May be called on any thread. Returns -1 and errno on
   failure. */
int clinux_guard_thread(void);

/* Redirects descriptor 2 to a pipe, so that no library writes on the screen. After a crash the handlers restore it and
   print the pipe's contents. Returns the pipe's read end (non-blocking), or -1 and errno. */
int clinux_errors_divert(void);

/* Restores descriptor 2; the pipe's read end stays open. May be called on any thread and in signal handlers. */
void clinux_errors_restore(void);

/* Restores descriptor 2 and prints the pipe's contents, without blocking. May be called on any thread and in signal
   handlers. */
void clinux_errors_show(void);

/* Saves the actions of SIGINT, SIGTERM, SIGTSTP and SIGWINCH, which newterm(3X) replaces if they are the default. */
void clinux_signals_save(void);

/* Restores the actions that clinux_signals_save saved. */
void clinux_signals_restore(void);

#endif
