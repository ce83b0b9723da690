/* The plain loop beside `udpeek expect`: steps echo PORT, or steps ask PORT COUNT, which prints the nanoseconds of COUNT
   requests that each wait for their answer and compare it. */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct sockaddr_in place(int port) {
  struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(port)};
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return place;
}

static int echo(int s, int port) {
  static char bytes[65536];
  struct sockaddr_in own = place(port), peer;
  if (bind(s, (struct sockaddr *)&own, sizeof own)) return 1;
  puts("ready");
  fflush(stdout);
  for (;;) {
    socklen_t length = sizeof peer;
    ssize_t size = recvfrom(s, bytes, sizeof bytes, 0, (struct sockaddr *)&peer, &length);
    if (size >= 0) sendto(s, bytes, size, 0, (struct sockaddr *)&peer, length);
  }
}

static int ask(int s, int port, int count) {
  struct sockaddr_in peer = place(port);
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int n = 1; n <= count; n++) {
    char wanted[64], answer[65536];
    int size = sprintf(wanted, "ping %d", n);
    sendto(s, wanted, size, 0, (struct sockaddr *)&peer, sizeof peer);
    struct pollfd waiting = {.fd = s, .events = POLLIN};
    if (poll(&waiting, 1, 1000) != 1) return 1;
    ssize_t got = recv(s, answer, sizeof answer, 0);
    if (got != size || memcmp(answer, wanted, size)) return 1;
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%lld\n", (end.tv_sec - start.tv_sec) * 1000000000LL + end.tv_nsec - start.tv_nsec);
  return 0;
}

int main(int count, char **words) {
  if (count < 3) return 2;
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  return words[1][0] == 'e' ? echo(s, atoi(words[2])) : ask(s, atoi(words[2]), atoi(words[3]));
}
