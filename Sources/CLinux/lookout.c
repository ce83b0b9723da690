#include "clinux_lookout.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { longest_path = 64, most_bytes = 16 << 20, listing_bytes = 8 << 20, listing_ms = 2000 };

int clinux_lookout_knows(const char *path) {
  static const char *const files[] = {"fd", "stat", "comm", "ns/net", "net/udp", "net/udp6", "net/fib_trie"};
  if (strncmp(path, "/proc", 5) != 0) return 0;
  path += 5;
  if (*path == '\0') return 1;
  if (*path++ != '/' || !isdigit((unsigned char)*path)) return 0;
  while (isdigit((unsigned char)*path)) path++;
  if (*path++ != '/') return 0;
  for (size_t place = 0; place < sizeof files / sizeof *files; place++)
    if (strcmp(path, files[place]) == 0) return 1;
  if (strncmp(path, "fd/", 3) != 0) return 0;
  path += 3;
  if (*path == '\0') return 0;
  while (isdigit((unsigned char)*path)) path++;
  return *path == '\0';
}

/* Reads or writes all of a buffer; returns whether that succeeded. */
static int read_all(int file, void *buffer, size_t size) {
  char *place = buffer;
  while (size > 0) {
    ssize_t count = recv(file, place, size, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return 0;
    place += count;
    size -= (size_t)count;
  }
  return 1;
}

static int write_all(int file, const void *buffer, size_t size) {
  const char *place = buffer;
  while (size > 0) {
    ssize_t count = send(file, place, size, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return 0;
    place += count;
    size -= (size_t)count;
  }
  return 1;
}

struct answer {
  char *bytes;
  size_t size, room;
  int32_t code;
};

static int add(struct answer *answer, const void *bytes, size_t size) {
  if (answer->size + size > answer->room) {
    size_t room = 2 * (answer->size + size) + 4096;
    char *larger = realloc(answer->bytes, room);
    if (larger == NULL) return 0;
    answer->bytes = larger;
    answer->room = room;
  }
  memcpy(answer->bytes + answer->size, bytes, size);
  answer->size += size;
  return 1;
}

static void look_at_file(const char *path, struct answer *answer) {
  char buffer[65536];
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    answer->code = errno;
    return;
  }
  while (answer->size < most_bytes) {
    ssize_t count = read(file, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) answer->code = errno;
    if (count <= 0 || !add(answer, buffer, (size_t)count)) break;
  }
  close(file);
}

static void look_at_folder(const char *path, struct answer *answer) {
  DIR *folder = opendir(path);
  if (folder == NULL) {
    answer->code = errno;
    return;
  }
  struct dirent *entry;
  while ((entry = readdir(folder)) != NULL)
    if (!add(answer, entry->d_name, strlen(entry->d_name) + 1)) break;
  closedir(folder);
}

static void look_at_link(const char *path, struct answer *answer) {
  char target[64];
  ssize_t length = readlink(path, target, sizeof target);
  if (length < 0) answer->code = errno;
  else add(answer, target, (size_t)length);
}

static int64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Runs nft, whose folder an ordinary user's path may lack. */
static void look_at_firewall(struct answer *answer) {
  char *const arguments[] = {
      "/bin/sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; command -v nft >/dev/null || exit 127; exec nft list ruleset", NULL};
  int ends[2];
  answer->code = EACCES;
  if (pipe2(ends, O_CLOEXEC) != 0) return;
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], 1);
    execv(arguments[0], arguments);
    _exit(126);
  }
  close(ends[1]);
  int64_t end = milliseconds() + listing_ms;
  int is_whole = 0;
  char buffer[65536];
  while (child > 0 && answer->size < listing_bytes) {
    struct pollfd wait = {ends[0], POLLIN, 0};
    int64_t left = end - milliseconds();
    if (left <= 0 || poll(&wait, 1, (int)left) == 0) break;
    ssize_t count = read(ends[0], buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    is_whole = count == 0;
    if (count <= 0 || !add(answer, buffer, (size_t)count)) break;
  }
  close(ends[0]);
  if (child < 0) return;
  if (!is_whole) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  if (is_whole && WIFEXITED(status)) answer->code = WEXITSTATUS(status);
}

static void serve(int socket) {
  for (;;) {
    unsigned char head[2];
    char path[longest_path + 1] = {0};
    if (!read_all(socket, head, sizeof head) || head[1] > longest_path || !read_all(socket, path, head[1])) return;
    struct answer answer = {NULL, 0, 0, 0};
    if (head[0] == CLINUX_LOOKOUT_FIREWALL) look_at_firewall(&answer);
    else if (!clinux_lookout_knows(path)) answer.code = EPERM;
    else if (head[0] == CLINUX_LOOKOUT_FILE) look_at_file(path, &answer);
    else if (head[0] == CLINUX_LOOKOUT_FOLDER) look_at_folder(path, &answer);
    else if (head[0] == CLINUX_LOOKOUT_LINK) look_at_link(path, &answer);
    else answer.code = EPERM;
    uint32_t reply[2] = {(uint32_t)answer.code, (uint32_t)answer.size};
    int is_sent = write_all(socket, reply, sizeof reply) && write_all(socket, answer.bytes, answer.size);
    free(answer.bytes);
    if (!is_sent) return;
  }
}

int clinux_lookout_start(void) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
  pid_t parent = getpid();
  pid_t child = fork();
  if (child < 0) {
    int code = errno;
    close(ends[0]);
    close(ends[1]);
    errno = code;
    return -1;
  }
  if (child > 0) {
    close(ends[1]);
    return ends[0];
  }
  /* The terminal, its signals and all sockets stay with the one that asks. */
  setsid();
  for (int signal_number = 1; signal_number < NSIG; signal_number++) signal(signal_number, SIG_DFL);
  signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_NAME, "udpeek-lookout");
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  int socket = 3, nothing = open("/dev/null", O_RDWR);
  if (ends[1] != socket && dup2(ends[1], socket) < 0) _exit(1);
  for (int file = 0; file < 3; file++)
    if (nothing != file) dup2(nothing, file);
  fcntl(socket, F_SETFD, FD_CLOEXEC);
  if (syscall(SYS_close_range, 4u, ~0u, 0u) != 0)
    for (int file = 4; file < 65536; file++) close(file);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (getppid() == parent) serve(socket);
  _exit(0);
}

void *clinux_lookout_ask(int socket, char question, const char *path, size_t *size, int32_t *code) {
  size_t length = strlen(path);
  unsigned char head[2] = {(unsigned char)question, (unsigned char)length};
  uint32_t reply[2];
  if (length > longest_path || !write_all(socket, head, sizeof head) || !write_all(socket, path, length) ||
      !read_all(socket, reply, sizeof reply) || reply[1] > most_bytes + 65536)
    return NULL;
  char *bytes = malloc(reply[1] + 1);
  if (bytes == NULL || !read_all(socket, bytes, reply[1])) {
    free(bytes);
    return NULL;
  }
  *code = (int32_t)reply[0];
  *size = reply[1];
  return bytes;
}
