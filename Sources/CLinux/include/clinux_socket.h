#ifndef CLINUX_SOCKET_H
#define CLINUX_SOCKET_H

#include <time.h> /* before errqueue.h, which uses struct timespec */

#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

/* struct mmsghdr of recvmmsg(2) and sendmmsg(2), which Swift's Glibc module lacks. socket.c asserts the layout. */
struct clinux_mmsghdr {
  struct msghdr header;
  unsigned int length;
};

/* Calls recvmmsg(2) without its timeout, which does not work (man page, BUGS). Returns -1 and errno on failure. */
int clinux_recvmmsg(int descriptor, struct clinux_mmsghdr *messages, unsigned int count, int flags);

/* Calls sendmmsg(2). Returns the number of messages sent, which may be less than `count`, or -1 and errno if the first one
   failed. */
int clinux_sendmmsg(int descriptor, struct clinux_mmsghdr *messages, unsigned int count, int flags);

/* Makes `descriptor` a duplicate of `source`, closed on exec (dup3(2), which needs _GNU_SOURCE). */
int clinux_replace(int source, int descriptor);

/* Takes the next connection of a listening socket: non-blocking, closed on exec (accept4(2), which needs _GNU_SOURCE).
   Returns -1 and errno on failure. */
int clinux_accept(int descriptor);

/* Waits at most `nanoseconds` for `descriptor` to become readable (ppoll(2)). Returns 1 if it is, 0 if not, or -1 and
   errno. */
int clinux_wait_readable(int descriptor, int64_t nanoseconds);

/* Creates a file in memory, closed on exec (memfd_create(2), which needs _GNU_SOURCE). Returns -1 and errno on failure.
 */
int clinux_memory_file(void);

/* Calls poll(2) with a time-out in nanoseconds (ppoll(2), which needs _GNU_SOURCE). */
int clinux_poll(struct pollfd *entries, unsigned int count, int64_t nanoseconds);

/* struct in6_pktinfo of RFC 3542, which needs _GNU_SOURCE. socket.c asserts the layout. */
struct clinux_in6_pktinfo {
  struct in6_addr address;
  unsigned int interface_index;
};

/* Returns the index of the interface that routes to an address (rtnetlink(7), RTM_GETROUTE); 0 if there is none.
   `address` is `length` bytes in network order. */
uint32_t clinux_route_interface(int family, const void *address, size_t length);

/* Names the calling thread; at most 15 bytes (pthread_setname_np(3)). */
void clinux_name_thread(const char *name);

static inline size_t clinux_cmsg_space(size_t length) { return CMSG_SPACE(length); }
static inline size_t clinux_cmsg_length(size_t length) { return CMSG_LEN(length); }
static inline size_t clinux_cmsg_align(size_t length) { return CMSG_ALIGN(length); }

#endif
