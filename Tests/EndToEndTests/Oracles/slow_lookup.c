/* Replaces getaddrinfo, by LD_PRELOAD, with a look-up that does not end. */
#include <netdb.h>
#include <unistd.h>

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  (void)name, (void)service, (void)hints, (void)found;
  sleep(3600);
  return EAI_AGAIN;
}
