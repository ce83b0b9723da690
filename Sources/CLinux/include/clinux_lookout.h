#ifndef CLINUX_LOOKOUT_H
#define CLINUX_LOOKOUT_H

#include <stddef.h>
#include <stdint.h>

/* A process that looks for one that has confined itself: into what proc(5) says of other processes, and at the rules of
   the firewall. It answers four questions and does nothing else; it ends with the socket by which it is asked. */

/* The questions: the text of a file, the names in a folder, the target of a link, the rules that nft lists. */
enum {
  CLINUX_LOOKOUT_FILE = 'r',
  CLINUX_LOOKOUT_FOLDER = 'l',
  CLINUX_LOOKOUT_LINK = 't',
  CLINUX_LOOKOUT_FIREWALL = 'f'
};

/* Whether the lookout answers a question about a path: /proc, or one of a process's fd, stat, comm, ns/net, net/udp,
   net/udp6, net/fib_trie and descriptors. */
int clinux_lookout_knows(const char *path);

/* Starts it. To be called while the process has one thread.
   Returns the socket by which it is asked, or -1 with errno. */
int clinux_lookout_start(void);

/* Asks it: a letter of the above, and a path, which the firewall has none of.
   Returns a buffer of *size bytes to be freed, or NULL where it does not answer. *code is an errno value, or for the
   firewall the exit status of nft, 127 where it is not installed. */
void *clinux_lookout_ask(int socket, char question, const char *path, size_t *size, int32_t *code);

#endif
