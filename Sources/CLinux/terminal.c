#include "clinux_terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

enum { restore_limit = 512, stack_size = 128 * 1024 };

static const int fatal_signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGBUS, SIGFPE};
enum { fatal_count = sizeof fatal_signals / sizeof fatal_signals[0] };

static struct sigaction earlier[fatal_count];
static struct termios saved;
/* The terminal, reopened so that its non-blocking mode does not affect the shell; if that fails, the descriptor passed
   in. */
static int terminal = -1;
static bool is_own;
static atomic_bool is_armed;

/* Two buffers, so that a handler never sees a partly written one. */
static struct {
  size_t count;
  char bytes[restore_limit];
} restores[2];
static atomic_int current_restore;

static atomic_int errors_kept = -1; /* the original descriptor 2 while it is diverted */
static int errors_pipe = -1;

static bool is_writable(int descriptor) {
  struct pollfd poller = {.fd = descriptor, .events = POLLOUT};
  return poll(&poller, 1, 0) == 1 && (poller.revents & (POLLERR | POLLHUP | POLLNVAL)) == 0;
}

bool clinux_terminal_restore(void) {
  if (!atomic_exchange(&is_armed, false)) return false;
  int error = errno;
  /* In a background process, tcsetattr would stop us (SIGTTOU) unless the signal is blocked. */
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  tcsetattr(terminal, TCSANOW, &saved);
  int index = atomic_load(&current_restore);
  if (is_own || is_writable(terminal)) {
    ssize_t written = write(terminal, restores[index].bytes, restores[index].count);
    (void)written; /* there is nothing to do about a failure */
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = error;
  return true;
}

/* Prints the output of libraries and the Swift runtime while descriptor 2 was diverted. Bytes other than printable
   ASCII become `?`, because a signal handler cannot decode them. */
static void print_errors(void) {
  char buffer[1024];
  ssize_t count;
  while (errors_pipe >= 0 && (count = read(errors_pipe, buffer, sizeof buffer)) > 0) {
    for (ssize_t index = 0; index < count; index++) {
      char byte = buffer[index];
      if (byte != '\n' && byte != '\t' && (byte < 0x20 || byte > 0x7e)) buffer[index] = '?';
    }
    if (!is_writable(2) || write(2, buffer, (size_t)count) < 0) return;
  }
}

static void end_by(int signal_number) {
  /* The signal is blocked while its handler runs, so it takes effect as soon as the handler returns. */
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

static void handle(int signal_number, siginfo_t *info, void *context) {
  clinux_terminal_restore();
  clinux_errors_show();
  int index = 0;
  while (index < fatal_count - 1 && fatal_signals[index] != signal_number) index++;
  const struct sigaction *next = &earlier[index];
  if (next->sa_flags & SA_SIGINFO) {
    next->sa_sigaction(signal_number, info, context);
  } else if (next->sa_handler != SIG_DFL && next->sa_handler != SIG_IGN) {
    next->sa_handler(signal_number);
  } else {
    end_by(signal_number);
    return;
  }
  /* A fault recurs when this returns, under the action that the earlier handler left. A signal sent by a process would
     not recur, and Swift's handler returns. */
  if (info->si_code <= 0) end_by(signal_number);
}

static int install_handlers(void) {
  static bool are_installed;
  if (are_installed) return 0;
  for (int index = 0; index < fatal_count; index++) {
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    if (sigaction(fatal_signals[index], &action, &earlier[index]) != 0) return -1;
  }
  are_installed = true;
  return 0;
}

int clinux_terminal_guard(int descriptor) {
  if (tcgetattr(descriptor, &saved) != 0) return -1;
  if (terminal < 0) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    terminal = open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    is_own = terminal >= 0;
    if (!is_own) terminal = descriptor;
  }
  return clinux_guard_thread() != 0 ? -1 : install_handlers();
}

int clinux_terminal_set_restore(const void *bytes, size_t count) {
  if (count > restore_limit) {
    errno = E2BIG;
    return -1;
  }
  int next = 1 - atomic_load(&current_restore);
  memcpy(restores[next].bytes, bytes, count);
  restores[next].count = count;
  atomic_store(&current_restore, next);
  return 0;
}

void clinux_terminal_arm(void) { atomic_store(&is_armed, true); }

void clinux_terminal_disarm(void) { atomic_store(&is_armed, false); }

static pthread_key_t stack_key;
static bool has_stack_key;
static pthread_once_t stack_once = PTHREAD_ONCE_INIT;

static void free_stack(void *stack) {
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  munmap(stack, stack_size);
}

static void make_stack_key(void) { has_stack_key = pthread_key_create(&stack_key, free_stack) == 0; }

int clinux_guard_thread(void) {
  pthread_once(&stack_once, make_stack_key);
  if (has_stack_key && pthread_getspecific(stack_key) != NULL) return 0;
  void *stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return -1;
  stack_t alternate = {.ss_sp = stack, .ss_size = stack_size};
  if (sigaltstack(&alternate, NULL) != 0) {
    int error = errno;
    munmap(stack, stack_size);
    errno = error;
    return -1;
  }
  if (has_stack_key) pthread_setspecific(stack_key, stack);
  return 0;
}

int clinux_errors_divert(void) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  int kept = fcntl(2, F_DUPFD_CLOEXEC, 3);
  if (kept < 0 || dup2(ends[1], 2) < 0) {
    int error = errno;
    if (kept >= 0) close(kept);
    close(ends[0]);
    close(ends[1]);
    errno = error;
    return -1;
  }
  close(ends[1]);
  errors_pipe = ends[0];
  atomic_store(&errors_kept, kept);
  return ends[0];
}

void clinux_errors_show(void) {
  if (atomic_load(&errors_kept) < 0) return;
  clinux_errors_restore();
  print_errors();
}

void clinux_errors_restore(void) {
  int error = errno;
  int kept = atomic_exchange(&errors_kept, -1);
  if (kept >= 0) {
    dup2(kept, 2);
    close(kept);
  }
  errno = error;
}

static const int curses_signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
static struct sigaction curses_saved[sizeof curses_signals / sizeof curses_signals[0]];

void clinux_signals_save(void) {
  for (size_t index = 0; index < sizeof curses_signals / sizeof curses_signals[0]; index++)
    sigaction(curses_signals[index], NULL, &curses_saved[index]);
}

void clinux_signals_restore(void) {
  for (size_t index = 0; index < sizeof curses_signals / sizeof curses_signals[0]; index++)
    sigaction(curses_signals[index], &curses_saved[index], NULL);
}
