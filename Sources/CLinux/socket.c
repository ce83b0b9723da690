#include "clinux_socket.h"

#include <sys/mman.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

_Static_assert(sizeof(struct clinux_mmsghdr) == sizeof(struct mmsghdr), "mmsghdr size");
_Static_assert(offsetof(struct clinux_mmsghdr, length) == offsetof(struct mmsghdr, msg_len), "mmsghdr layout");
_Static_assert(sizeof(struct clinux_in6_pktinfo) == sizeof(struct in6_pktinfo), "in6_pktinfo size");
_Static_assert(offsetof(struct clinux_in6_pktinfo, interface_index) == offsetof(struct in6_pktinfo, ipi6_ifindex),
               "in6_pktinfo layout");

int clinux_recvmmsg(int descriptor, struct clinux_mmsghdr *messages, unsigned int count, int flags) {
  return recvmmsg(descriptor, (struct mmsghdr *)messages, count, flags, NULL);
}

int clinux_wait_readable(int descriptor, int64_t nanoseconds) {
  struct pollfd entry = {.fd = descriptor, .events = POLLIN};
  struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  return ppoll(&entry, 1, &limit, NULL);
}

int clinux_poll(struct pollfd *entries, unsigned int count, int64_t nanoseconds) {
  struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  return ppoll(entries, count, &limit, NULL);
}

void clinux_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

int clinux_memory_file(void) { return memfd_create("udpeek-frame", MFD_CLOEXEC); }

int clinux_replace(int source, int descriptor) { return dup3(source, descriptor, O_CLOEXEC); }
