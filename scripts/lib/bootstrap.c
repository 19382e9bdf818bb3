// The `bootstrap` of the Lambda function's zip: a static executable that starts the function with the
// loader and the libraries that lie beside it, because those of the image are older than what the
// function was built with.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

enum { longest = 4096 };

static const char *path(char *buffer, int folder_length, const char *folder, const char *name) {
  snprintf(buffer, longest, "%.*s%s", folder_length, folder, name);
  return buffer;
}

int main(int argc, char **argv) {
  // The path from the kernel, because /proc may not be mounted.
  const char *self = (const char *)getauxval(AT_EXECFN);
  const char *slash = self ? strrchr(self, '/') : NULL;
  int length = slash ? (int)(slash - self) + 1 : 0;

  char loader[longest], libraries[longest], program[longest], authorities[longest];
  path(loader, length, self, "lib/loader");
  path(libraries, length, self, "lib");
  path(program, length, self, "lib/cruddur-messaging-stream");
  path(authorities, length, self, "lib/ca-certificates.crt");

  // Of the variables that the function reads for this, SSL_CERT_FILE has the lowest precedence, so that the user's
  // settings take effect.
  setenv("SSL_CERT_FILE", authorities, 0);
  // With --library-path Lambda's LD_LIBRARY_PATH has no effect. A library in LD_PRELOAD, set by Lambda or an
  // extension, was built for the image's libraries.
  unsetenv("LD_PRELOAD");

  char **arguments = calloc((size_t)argc + 6, sizeof *arguments);
  if (!arguments) return 1;
  char *words[] = {loader, "--inhibit-cache", "--library-path", libraries, program};
  memcpy(arguments, words, sizeof words);
  if (argc > 1) memcpy(arguments + 5, argv + 1, (size_t)(argc - 1) * sizeof *argv);
  execv(loader, arguments);
  fprintf(stderr, "bootstrap: cannot start %s: %s\n", loader, strerror(errno));
  return 1;
}
