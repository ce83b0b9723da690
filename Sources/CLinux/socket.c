#include "clinux_socket.h"

#include <sys/mman.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
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

int clinux_sendmmsg(int descriptor, struct clinux_mmsghdr *messages, unsigned int count, int flags) {
  return sendmmsg(descriptor, (struct mmsghdr *)messages, count, flags);
}

int clinux_accept(int descriptor) { return accept4(descriptor, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC); }

int clinux_wait_readable(int descriptor, int64_t nanoseconds) {
  struct pollfd entry = {.fd = descriptor, .events = POLLIN};
  struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  return ppoll(&entry, 1, &limit, NULL);
}

int clinux_poll(struct pollfd *entries, unsigned int count, int64_t nanoseconds) {
  struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  return ppoll(entries, count, nanoseconds < 0 ? NULL : &limit, NULL);
}

void clinux_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

int clinux_memory_file(void) { return memfd_create("udpeek-frame", MFD_CLOEXEC); }

int clinux_replace(int source, int descriptor) { return dup3(source, descriptor, O_CLOEXEC); }

uint32_t clinux_route_interface(int family, const void *address, size_t length) {
  struct {
    struct nlmsghdr header;
    struct rtmsg route;
    char attributes[64];
  } request;
  if (RTA_LENGTH(length) > sizeof request.attributes) return 0;
  memset(&request, 0, sizeof request);
  request.header.nlmsg_len = NLMSG_LENGTH(sizeof request.route) + RTA_LENGTH(length);
  request.header.nlmsg_type = RTM_GETROUTE;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  request.route.rtm_family = family;
  request.route.rtm_dst_len = length * 8;
  struct rtattr *destination = (struct rtattr *)request.attributes;
  destination->rta_type = RTA_DST;
  destination->rta_len = RTA_LENGTH(length);
  memcpy(RTA_DATA(destination), address, length);

  int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (descriptor < 0) return 0;
  uint32_t index = 0;
  _Alignas(struct nlmsghdr) char answer[4096];
  ssize_t count = -1;
  /* The kernel answers before send(2) returns. */
  if (send(descriptor, &request, request.header.nlmsg_len, 0) >= 0)
    count = recv(descriptor, answer, sizeof answer, MSG_DONTWAIT);
  close(descriptor);
  if (count < 0) return 0;
  struct nlmsghdr *header = (struct nlmsghdr *)answer;
  int left = (int)count;
  if (!NLMSG_OK(header, left) || header->nlmsg_type != RTM_NEWROUTE) return 0;
  int size = RTM_PAYLOAD(header);
  for (struct rtattr *one = RTM_RTA(NLMSG_DATA(header)); RTA_OK(one, size); one = RTA_NEXT(one, size))
    if (one->rta_type == RTA_OIF && RTA_PAYLOAD(one) >= sizeof index) memcpy(&index, RTA_DATA(one), sizeof index);
  return index;
}
