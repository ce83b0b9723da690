#include "clinux_process.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void close_pipes(int pipes[3][2]) {
  int before = errno;
  for (int stream = 0; stream < 3; stream++)
    for (int end = 0; end < 2; end++)
      if (pipes[stream][end] >= 0) close(pipes[stream][end]);
  errno = before;
}

/* What becomes of the child. */
struct program {
  char *const *arguments;
  /* Its descriptor 3; -1 for none. */
  int file;
  int is_confined;
  /* Whether it belongs to our process group, so that it may ask on our terminal. */
  int asks;
  /* Its environment; NULL for ours. */
  char *const *environment;
};

/* Limits what the process may take, and takes the network from it where that is allowed: as root at once, otherwise in
   a user namespace of its own (user_namespaces(7)), which some systems forbid. */
static void confine(void) {
  const rlim_t memory = (rlim_t)2 << 30, seconds = 60, files = 64;
  setrlimit(RLIMIT_AS, &(struct rlimit){memory, memory});
  setrlimit(RLIMIT_CPU, &(struct rlimit){seconds, seconds});
  setrlimit(RLIMIT_NOFILE, &(struct rlimit){files, files});
  /* No byte goes into any file. */
  setrlimit(RLIMIT_FSIZE, &(struct rlimit){0, 0});
  setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (unshare(CLONE_NEWNET) != 0) unshare(CLONE_NEWUSER | CLONE_NEWNET);
}

/* Runs in the child, which still shares our memory, until the program has started. The standard streams are open, so
   that no pipe is one of them. Returns errno. */
static int become(const struct program *program, int pipes[3][2]) {
  if (!program->asks) setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, program->is_confined ? SIGKILL : SIGTERM);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  int file = program->file < 0 ? -1 : fcntl(program->file, F_DUPFD, 10);
  if (dup2(pipes[0][0], 0) < 0 || dup2(pipes[1][1], 1) < 0 || dup2(pipes[2][1], 2) < 0) return errno;
  if (file >= 0 && dup2(file, 3) < 0) return errno;
  /* Another descriptor of ours would keep a pipe or a socket open beside us (close_range(2), Linux 5.9). */
  syscall(SYS_close_range, file < 0 ? 3u : 4u, ~0u, 0u);
  if (program->is_confined) confine();
  if (program->environment != NULL)
    execve(program->arguments[0], program->arguments, program->environment);
  else
    execvp(program->arguments[0], program->arguments);
  return errno;
}

static int start(const struct program *program, struct clinux_child *child) {
  int pipes[3][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
  for (int stream = 0; stream < 3; stream++) {
    if (pipe2(pipes[stream], O_CLOEXEC) != 0) {
      close_pipes(pipes);
      return -1;
    }
  }
  sigset_t all, before;
  sigfillset(&all);
  /* A handler that ran in the child would change our memory. */
  pthread_sigmask(SIG_SETMASK, &all, &before);
  /* Set by the child, whose memory is ours. */
  volatile int failure = 0;
  pid_t process = vfork();
  if (process == 0) {
    failure = become(program, pipes);
    _exit(127);
  }
  int code = process < 0 ? errno : failure;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (code != 0) {
    if (process > 0) waitpid(process, NULL, 0);
    close_pipes(pipes);
    errno = code;
    return -1;
  }
  close(pipes[0][0]);
  close(pipes[1][1]);
  close(pipes[2][1]);
  child->process = process;
  child->input = pipes[0][1];
  child->output = pipes[1][0];
  child->errors = pipes[2][0];
  int ours[3] = {child->input, child->output, child->errors};
  for (int stream = 0; stream < 3; stream++) fcntl(ours[stream], F_SETFL, fcntl(ours[stream], F_GETFL) | O_NONBLOCK);
  child->descriptor = (int)syscall(SYS_pidfd_open, process, 0);
  return 0;
}

int clinux_start_shell(const char *command, struct clinux_child *child) {
  char *const arguments[] = {"/bin/sh", "-c", (char *)command, NULL};
  return start(&(struct program){arguments, -1, 0, 0, NULL}, child);
}

int clinux_start_shell_asking(const char *command, struct clinux_child *child) {
  char *const arguments[] = {"/bin/sh", "-c", (char *)command, NULL};
  return start(&(struct program){arguments, -1, 0, 1, NULL}, child);
}

/* Whether an entry of the environment has the name of one of `variables`. */
static int is_replaced(const char *entry, const char *const *variables) {
  size_t length = strcspn(entry, "=");
  for (; *variables != NULL; variables++)
    if (strcspn(*variables, "=") == length && strncmp(*variables, entry, length) == 0) return 1;
  return 0;
}

int clinux_start_shell_with(const char *command, const char *const *variables, struct clinux_child *child) {
  size_t size = 1;
  for (size_t place = 0; environ[place] != NULL; place++) size++;
  for (size_t place = 0; variables[place] != NULL; place++) size++;
  char **environment = calloc(size, sizeof *environment);
  if (environment == NULL) return -1;
  size_t count = 0;
  for (size_t place = 0; variables[place] != NULL; place++) environment[count++] = (char *)variables[place];
  for (size_t place = 0; environ[place] != NULL && count + 1 < size; place++)
    if (!is_replaced(environ[place], variables)) environment[count++] = environ[place];
  char *const arguments[] = {"/bin/sh", "-c", (char *)command, NULL};
  int result = start(&(struct program){arguments, -1, 0, 0, environment}, child);
  int before = errno;
  free(environment);
  errno = before;
  return result;
}

int clinux_start_confined(const char *name, const char *argument, int file, struct clinux_child *child) {
  char *const arguments[] = {(char *)name, (char *)argument, NULL};
  return start(&(struct program){arguments, file, 1, 0, NULL}, child);
}
