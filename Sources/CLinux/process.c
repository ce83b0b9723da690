#include "clinux_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static void close_pipes(int pipes[3][2]) {
  int before = errno;
  for (int stream = 0; stream < 3; stream++)
    for (int end = 0; end < 2; end++)
      if (pipes[stream][end] >= 0) close(pipes[stream][end]);
  errno = before;
}

/* Runs in the child, which still shares our memory. The standard streams are open, so that no pipe is one of them. */
static void become_shell(const char *command, int pipes[3][2]) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (dup2(pipes[0][0], 0) < 0 || dup2(pipes[1][1], 1) < 0 || dup2(pipes[2][1], 2) < 0) _exit(126);
  /* Another descriptor of ours would keep a pipe or a socket open beside us (close_range(2), Linux 5.9). */
  syscall(SYS_close_range, 3u, ~0u, 0u);
  execl("/bin/sh", "sh", "-c", command, (char *)NULL);
  _exit(127);
}

int clinux_start_shell(const char *command, struct clinux_child *child) {
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
  pid_t process = vfork();
  if (process == 0) become_shell(command, pipes);
  int code = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (process < 0) {
    errno = code;
    close_pipes(pipes);
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
