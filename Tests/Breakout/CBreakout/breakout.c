#include "breakout.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[4096];

static const char *in(const char *folder, const char *name) {
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static int result(long value) { return value < 0 ? errno : 0; }

static int try_open(const char *name, int flags) {
  int descriptor = open(name, flags | O_CLOEXEC, 0600);
  if (descriptor < 0) return errno;
  close(descriptor);
  return 0;
}

static int try_socket(int family, int type, int protocol) {
  int descriptor = socket(family, type | SOCK_CLOEXEC, protocol);
  if (descriptor < 0) return errno;
  close(descriptor);
  return 0;
}

/* Runs what may become another program in a child, which hands errno over as its status. */
static int in_child(int (*body)(void)) {
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) _exit(body());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static int become_true(void) {
  char *arguments[] = {"true", NULL};
  execve("/bin/true", arguments, NULL);
  return errno;
}

static int become_memory(void) {
  char *arguments[] = {"true", NULL};
  int source = open("/bin/true", O_RDONLY | O_CLOEXEC), copy = memfd_create("breakout", MFD_CLOEXEC);
  char buffer[65536];
  ssize_t count;
  while ((count = read(source, buffer, sizeof buffer)) > 0)
    if (write(copy, buffer, (size_t)count) != count) return EIO;
  char *none[] = {NULL};
  syscall(SYS_execveat, copy, "", arguments, none, AT_EMPTY_PATH);
  return errno;
}

static int gain_user_namespace(void) { return result(unshare(CLONE_NEWUSER)); }

static int clone_namespace(void) {
  long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);
  if (child == 0) _exit(0);
  return result(child);
}

static int be_traced(void) { return result(ptrace(PTRACE_TRACEME, 0, NULL, NULL)); }

static int connect_stream(void) {
  int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return errno;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(1)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int code = result(connect(descriptor, (struct sockaddr *)&address, sizeof address));
  close(descriptor);
  return code;
}

static int look_at_parent(void) {
  snprintf(path, sizeof path, "/proc/%d/cwd", (int)getppid());
  return try_open(path, O_RDONLY | O_DIRECTORY);
}

static int read_memory_of_parent(void) {
  char byte;
  struct iovec own = {&byte, 1}, other = {(void *)&breakout_name, 1};
  return result(process_vm_readv(getppid(), &own, 1, &other, 1, 0));
}

static int forge_input(void) {
  char letter = 'x';
  return result(ioctl(STDIN_FILENO, TIOCSTI, &letter));
}

struct attempt {
  const char *name;
  int (*make)(const char *given, const char *other);
};

#define ATTEMPT(function, ...)                                 \
  static int function(const char *given, const char *other) { \
    (void)given;                                               \
    (void)other;                                               \
    return __VA_ARGS__;                                        \
  }

ATTEMPT(read_given, try_open(in(given, "file"), O_RDONLY))
ATTEMPT(write_given, try_open(in(given, "new"), O_WRONLY | O_CREAT))
ATTEMPT(read_system, try_open("/proc/self/status", O_RDONLY))
ATTEMPT(read_other, try_open(in(other, "file"), O_RDONLY))
ATTEMPT(write_other, try_open(in(other, "file"), O_WRONLY))
ATTEMPT(empty_other, try_open(in(other, "file"), O_WRONLY | O_TRUNC))
ATTEMPT(make_other, try_open(in(other, "new"), O_WRONLY | O_CREAT))
ATTEMPT(list_other, try_open(other, O_RDONLY | O_DIRECTORY))
ATTEMPT(remove_other, result(unlink(in(other, "file"))))
ATTEMPT(folder_other, result(mkdir(in(other, "folder"), 0700)))
ATTEMPT(link_other, result(symlink("file", in(other, "link"))))
ATTEMPT(read_root, try_open("/", O_RDONLY | O_DIRECTORY))
ATTEMPT(write_system, try_open("/etc/hosts", O_WRONLY))
ATTEMPT(program, in_child(become_true))
ATTEMPT(program_memory, in_child(become_memory))
ATTEMPT(trace, in_child(be_traced))
ATTEMPT(memory, read_memory_of_parent())
ATTEMPT(other_process, look_at_parent())
ATTEMPT(user_namespace, in_child(gain_user_namespace))
ATTEMPT(cloned_namespace, clone_namespace())
ATTEMPT(joined_namespace, result(setns(-1, 0)))
ATTEMPT(mounts, result(mount("none", "/", "tmpfs", MS_REMOUNT, NULL)))
ATTEMPT(root_folder, result(chroot("/")))
ATTEMPT(by_handle, result(syscall(SYS_open_by_handle_at, -1, NULL, 0)))
ATTEMPT(device, result(mknod(in(other, "device"), S_IFCHR | 0600, 0)))
ATTEMPT(kernel_program, result(syscall(SYS_bpf, 0, NULL, 0)))
ATTEMPT(io_ring, result(syscall(425, 0, NULL)))
ATTEMPT(page_faults, result(syscall(SYS_userfaultfd, 1)))
ATTEMPT(events, result(syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0)))
ATTEMPT(keys, result(syscall(SYS_keyctl, 0, 0, 0, 0, 0)))
ATTEMPT(modules, result(syscall(SYS_delete_module, "", 0)))
ATTEMPT(execution_domain, result(syscall(SYS_personality, 0xffffffffUL)))
ATTEMPT(user, result(syscall(SYS_setuid, getuid())))
ATTEMPT(forged_input, forge_input())
ATTEMPT(signal_parent, result(kill(getppid(), 0)))
ATTEMPT(signal_self, result(kill(getpid(), 0)))
ATTEMPT(packets, try_socket(AF_PACKET, SOCK_RAW, 0))
ATTEMPT(raw, try_socket(AF_INET, SOCK_RAW, IPPROTO_ICMP))
ATTEMPT(datagrams, try_socket(AF_INET, SOCK_DGRAM, 0))
ATTEMPT(routes, try_socket(AF_NETLINK, SOCK_RAW, 0))
ATTEMPT(stream, connect_stream())

static const struct attempt attempts[] = {
    {"read-given", read_given},
    {"write-given", write_given},
    {"read-system", read_system},
    {"read-other", read_other},
    {"write-other", write_other},
    {"empty-other", empty_other},
    {"make-other", make_other},
    {"list-other", list_other},
    {"remove-other", remove_other},
    {"folder-other", folder_other},
    {"link-other", link_other},
    {"read-root", read_root},
    {"write-system", write_system},
    {"program", program},
    {"program-memory", program_memory},
    {"trace", trace},
    {"memory", memory},
    {"other-process", other_process},
    {"user-namespace", user_namespace},
    {"cloned-namespace", cloned_namespace},
    {"joined-namespace", joined_namespace},
    {"mounts", mounts},
    {"root-folder", root_folder},
    {"by-handle", by_handle},
    {"device", device},
    {"kernel-program", kernel_program},
    {"io-ring", io_ring},
    {"page-faults", page_faults},
    {"events", events},
    {"keys", keys},
    {"modules", modules},
    {"execution-domain", execution_domain},
    {"user", user},
    {"forged-input", forged_input},
    {"signal-parent", signal_parent},
    {"signal-self", signal_self},
    {"packets", packets},
    {"raw", raw},
    {"datagrams", datagrams},
    {"routes", routes},
    {"stream", stream},
};

const char *breakout_name(size_t index) {
  return index < sizeof attempts / sizeof *attempts ? attempts[index].name : NULL;
}

int breakout_try(size_t index, const char *given, const char *other) { return attempts[index].make(given, other); }
