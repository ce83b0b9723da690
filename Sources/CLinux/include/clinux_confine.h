#ifndef CLINUX_CONFINE_H
#define CLINUX_CONFINE_H

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>

/* Landlock (landlock(7)). The values are those of <linux/landlock.h> of Linux 6.18; the header of the system on which
   this is built may be older. */
#define CLINUX_LANDLOCK_EXECUTE (1ULL << 0)
#define CLINUX_LANDLOCK_WRITE_FILE (1ULL << 1)
#define CLINUX_LANDLOCK_READ_FILE (1ULL << 2)
#define CLINUX_LANDLOCK_READ_DIR (1ULL << 3)
#define CLINUX_LANDLOCK_REMOVE_DIR (1ULL << 4)
#define CLINUX_LANDLOCK_REMOVE_FILE (1ULL << 5)
#define CLINUX_LANDLOCK_MAKE_CHAR (1ULL << 6)
#define CLINUX_LANDLOCK_MAKE_DIR (1ULL << 7)
#define CLINUX_LANDLOCK_MAKE_REG (1ULL << 8)
#define CLINUX_LANDLOCK_MAKE_SOCK (1ULL << 9)
#define CLINUX_LANDLOCK_MAKE_FIFO (1ULL << 10)
#define CLINUX_LANDLOCK_MAKE_BLOCK (1ULL << 11)
#define CLINUX_LANDLOCK_MAKE_SYM (1ULL << 12)
#define CLINUX_LANDLOCK_REFER (1ULL << 13)
#define CLINUX_LANDLOCK_TRUNCATE (1ULL << 14)
#define CLINUX_LANDLOCK_IOCTL_DEV (1ULL << 15)
#define CLINUX_LANDLOCK_BIND_TCP (1ULL << 0)
#define CLINUX_LANDLOCK_CONNECT_TCP (1ULL << 1)
#define CLINUX_LANDLOCK_SCOPE_ABSTRACT_UNIX (1ULL << 0)

/* Returns the version of Landlock's interface, from 1; -1 and errno if the kernel has none or it is switched off. */
int32_t clinux_landlock_version(void);

/* Makes a ruleset of what is denied unless a rule allows it. Returns its descriptor, or -1 and errno. */
int32_t clinux_landlock_create(uint64_t files, uint64_t ports, uint64_t scopes);

/* Allows rights at a file, or at a folder and everything below it; rights that only folders have are left out for a file.
   Returns 0, or -1 and errno. */
int32_t clinux_landlock_allow_path(int32_t ruleset, uint64_t rights, const char *path);

/* Allows rights at a TCP port. Returns 0, or -1 and errno. */
int32_t clinux_landlock_allow_port(int32_t ruleset, uint64_t rights, uint16_t port);

/* Gives up new privileges (PR_SET_NO_NEW_PRIVS, prctl(2)) for the calling thread and those that it starts. Returns 0, or
   -1 and errno. */
int32_t clinux_no_new_privileges(void);

/* Enforces a ruleset on the calling thread and those that it starts. Returns 0, or -1 and errno. */
int32_t clinux_landlock_restrict(int32_t ruleset);

/* Makes all threads of the process obey a filter of system calls (seccomp(2), SECCOMP_FILTER_FLAG_TSYNC). Returns 0, or
   -1 and errno: ESRCH if a thread has another filter. */
int32_t clinux_filter_calls(const struct sock_filter *instructions, uint16_t count);

/* The architecture whose system calls this program makes (AUDIT_ARCH_..., <linux/audit.h>); 0 if the numbers of its calls
   are not known here. */
uint32_t clinux_call_architecture(void);

/* The classes of system calls that are denied. */
enum clinux_call_class {
  /* Nothing that udpeek or a program that it runs has any use for. */
  clinux_call_never,
  /* Changes of users and groups. */
  clinux_call_identity,
  /* Execution of programs. */
  clinux_call_program,
};

struct clinux_call {
  uint32_t number;
  enum clinux_call_class class_;
};

/* Returns the table of system calls that are denied whatever their arguments are. */
const struct clinux_call *clinux_denied_calls(size_t *count);

/* Numbers of system calls that are judged by their arguments. */
enum {
  clinux_call_clone = SYS_clone,
  clinux_call_clone3 = 435,
  clinux_call_ioctl = SYS_ioctl,
  clinux_call_kill = SYS_kill,
  clinux_call_tkill = SYS_tkill,
  clinux_call_tgkill = SYS_tgkill,
  clinux_call_rt_sigqueueinfo = SYS_rt_sigqueueinfo,
  clinux_call_rt_tgsigqueueinfo = SYS_rt_tgsigqueueinfo,
  clinux_call_pidfd_send_signal = 424,
  clinux_call_socket = SYS_socket,
  clinux_call_unshare = SYS_unshare,
};

#endif
