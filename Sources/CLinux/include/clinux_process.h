#ifndef CLINUX_PROCESS_H
#define CLINUX_PROCESS_H

#include <sys/types.h>

/* A process with pipes to its standard streams. All descriptors are closed on exec; ours of the pipes do not block. */
struct clinux_child {
  pid_t process;
  /* Our ends: of its standard input, output and error. */
  int input, output, errors;
  /* Becomes readable when the process ends (pidfd_open(2)); -1 if the kernel is older than 5.3. */
  int descriptor;
};

/* Starts `/bin/sh -c command` in a process group of its own, with the default action for every signal and none blocked.
   It gets SIGTERM when the calling thread ends, however that happens. Memory is not copied meanwhile (vfork(2)). Returns
   0, or -1 and errno. */
int clinux_start_shell(const char *command, struct clinux_child *child);

/* Starts a command like `clinux_start_shell`, but in our process group, so that it may ask on our terminal
   (tcsetpgrp(3)). Returns 0, or -1 and errno. */
int clinux_start_shell_asking(const char *command, struct clinux_child *child);

/* Starts a command like `clinux_start_shell`, with our environment and `variables` (`NAME=value`, ended by NULL) in place
   of those of the same names. Returns 0, or -1 and errno. */
int clinux_start_shell_with(const char *command, const char *const *variables, struct clinux_child *child);

/* Starts a program that is not trusted, looked up in PATH, with one argument, and with `file` as its descriptor 3: like
   `clinux_start_shell`, but with limits (2 GiB of memory, 60 s of CPU time, 64 descriptors), without the right to write
   into files, and without a network where the system allows that. It is killed when the calling thread ends. Returns 0,
   or -1 and errno: ENOENT if there is no such program. */
int clinux_start_confined(const char *name, const char *argument, int file, struct clinux_child *child);

#endif
