#include "clinux_confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Numbers that headers of older systems lack; from 424 on they are the same on all architectures
   (scripts/syscall.tbl of Linux). */
enum {
  call_landlock_create_ruleset = 444,
  call_landlock_add_rule = 445,
  call_landlock_restrict_self = 446,
};

/* struct landlock_ruleset_attr of interface 6. An older kernel takes it if what it does not know is 0. */
struct ruleset {
  uint64_t files, ports, scopes;
};

/* struct landlock_path_beneath_attr and struct landlock_net_port_attr. */
struct path_rule {
  uint64_t rights;
  int32_t descriptor;
} __attribute__((packed));

struct port_rule {
  uint64_t rights, port;
};

enum { rule_path = 1, rule_port = 2, create_version = 1 };

/* The rights that a rule for a file may have. */
static const uint64_t file_rights = CLINUX_LANDLOCK_EXECUTE | CLINUX_LANDLOCK_WRITE_FILE | CLINUX_LANDLOCK_READ_FILE |
                                    CLINUX_LANDLOCK_TRUNCATE | CLINUX_LANDLOCK_IOCTL_DEV;

int32_t clinux_landlock_version(void) {
  return (int32_t)syscall(call_landlock_create_ruleset, NULL, (size_t)0, create_version);
}

int32_t clinux_landlock_create(uint64_t files, uint64_t ports, uint64_t scopes) {
  struct ruleset rules = {files, ports, scopes};
  return (int32_t)syscall(call_landlock_create_ruleset, &rules, sizeof rules, 0);
}

int32_t clinux_landlock_allow_path(int32_t ruleset, uint64_t rights, const char *path) {
  struct stat status;
  struct path_rule rule = {rights, open(path, O_PATH | O_CLOEXEC)};
  if (rule.descriptor < 0) return -1;
  int32_t result = fstat(rule.descriptor, &status);
  if (result == 0) {
    if (!S_ISDIR(status.st_mode)) rule.rights &= file_rights;
    result = (int32_t)syscall(call_landlock_add_rule, ruleset, rule_path, &rule, 0);
  }
  int before = errno;
  close(rule.descriptor);
  errno = before;
  return result;
}

int32_t clinux_landlock_allow_port(int32_t ruleset, uint64_t rights, uint16_t port) {
  struct port_rule rule = {rights, port};
  return (int32_t)syscall(call_landlock_add_rule, ruleset, rule_port, &rule, 0);
}

int32_t clinux_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

int32_t clinux_landlock_restrict(int32_t ruleset) {
  return (int32_t)syscall(call_landlock_restrict_self, ruleset, 0);
}

int32_t clinux_filter_calls(const struct sock_filter *instructions, uint16_t count) {
  struct sock_fprog program = {count, (struct sock_filter *)instructions};
  /* Without SPEC_ALLOW kernels before 5.16 slow the whole process down for the sake of browsers. */
  unsigned int flags = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW;
  long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
  if (result < 0 && errno == EINVAL)
    result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
  /* The number of a thread that could not be made to obey. */
  if (result > 0) {
    errno = ESRCH;
    return -1;
  }
  return (int32_t)result;
}

uint32_t clinux_call_architecture(void) {
#if defined(__x86_64__)
  return AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
  return AUDIT_ARCH_AARCH64;
#else
  return 0;
#endif
}

static const struct clinux_call denied[] = {
    /* Other processes, and what they have in memory. */
    {SYS_ptrace, clinux_call_never},
    {SYS_process_vm_readv, clinux_call_never},
    {SYS_process_vm_writev, clinux_call_never},
    {SYS_kcmp, clinux_call_never},
    {438 /* pidfd_getfd */, clinux_call_never},
    {440 /* process_madvise */, clinux_call_never},
    {448 /* process_mrelease */, clinux_call_never},
    {SYS_perf_event_open, clinux_call_never},
    /* The tree of files. */
    {SYS_mount, clinux_call_never},
    {SYS_umount2, clinux_call_never},
    {SYS_pivot_root, clinux_call_never},
    {SYS_chroot, clinux_call_never},
    {428 /* open_tree */, clinux_call_never},
    {429 /* move_mount */, clinux_call_never},
    {430 /* fsopen */, clinux_call_never},
    {431 /* fsconfig */, clinux_call_never},
    {432 /* fsmount */, clinux_call_never},
    {433 /* fspick */, clinux_call_never},
    {442 /* mount_setattr */, clinux_call_never},
    {467 /* open_tree_attr */, clinux_call_never},
    {SYS_swapon, clinux_call_never},
    {SYS_swapoff, clinux_call_never},
    {SYS_quotactl, clinux_call_never},
    {443 /* quotactl_fd */, clinux_call_never},
    {SYS_open_by_handle_at, clinux_call_never},
    {SYS_fanotify_init, clinux_call_never},
    {SYS_mknodat, clinux_call_never},
#ifdef SYS_mknod
    {SYS_mknod, clinux_call_never},
#endif
    /* The kernel's own programs and keys, and interfaces in which many of its holes were. */
    {SYS_bpf, clinux_call_never},
    {SYS_userfaultfd, clinux_call_never},
    {425 /* io_uring_setup */, clinux_call_never},
    {426 /* io_uring_enter */, clinux_call_never},
    {427 /* io_uring_register */, clinux_call_never},
    {SYS_init_module, clinux_call_never},
    {SYS_finit_module, clinux_call_never},
    {SYS_delete_module, clinux_call_never},
    {SYS_kexec_load, clinux_call_never},
#ifdef SYS_kexec_file_load
    {SYS_kexec_file_load, clinux_call_never},
#endif
    {SYS_add_key, clinux_call_never},
    {SYS_request_key, clinux_call_never},
    {SYS_keyctl, clinux_call_never},
    {SYS_syslog, clinux_call_never},
    {SYS_acct, clinux_call_never},
    /* The machine as a whole. */
    {SYS_reboot, clinux_call_never},
    {SYS_sethostname, clinux_call_never},
    {SYS_setdomainname, clinux_call_never},
    {SYS_settimeofday, clinux_call_never},
    {SYS_clock_settime, clinux_call_never},
    {SYS_clock_adjtime, clinux_call_never},
    {SYS_adjtimex, clinux_call_never},
    {SYS_vhangup, clinux_call_never},
    {SYS_setns, clinux_call_never},
    {SYS_personality, clinux_call_never},
    {SYS_move_pages, clinux_call_never},
    {SYS_migrate_pages, clinux_call_never},
#ifdef SYS_iopl
    {SYS_iopl, clinux_call_never},
    {SYS_ioperm, clinux_call_never},
    {SYS_modify_ldt, clinux_call_never},
#endif
    /* Users and groups. */
    {SYS_setuid, clinux_call_identity},
    {SYS_setgid, clinux_call_identity},
    {SYS_setreuid, clinux_call_identity},
    {SYS_setregid, clinux_call_identity},
    {SYS_setresuid, clinux_call_identity},
    {SYS_setresgid, clinux_call_identity},
    {SYS_setfsuid, clinux_call_identity},
    {SYS_setfsgid, clinux_call_identity},
    {SYS_setgroups, clinux_call_identity},
    {SYS_capset, clinux_call_identity},
    /* Programs. */
    {SYS_execve, clinux_call_program},
    {SYS_execveat, clinux_call_program},
};

const struct clinux_call *clinux_denied_calls(size_t *count) {
  *count = sizeof denied / sizeof *denied;
  return denied;
}
