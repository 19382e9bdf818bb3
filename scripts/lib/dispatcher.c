#include <stdio.h>
#include <string.h>
#include <unistd.h>

// The end of the program that scripts/lib/release.sh writes. The list `tools` stands before it.

static const struct tool *tool_of(const char *path) {
  const char *slash = strrchr(path, '/');
  const char *name = slash ? slash + 1 : path;
  for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
    if (strcmp(name, tools[i].name) == 0) return &tools[i];
  }
  return NULL;
}

// Runs the tool whose name was typed, or, where that is another name, such as that of a symbolic link, the tool with
// the name of the file itself.
int main(int argc, char **argv) {
  char file[4096];
  const struct tool *tool = argc > 0 ? tool_of(argv[0]) : NULL;
  if (!tool) {
    ssize_t length = readlink("/proc/self/exe", file, sizeof file - 1);
    file[length > 0 ? length : 0] = 0;
    tool = tool_of(file);
  }
  if (tool) return tool->main(argc, argv);
  fprintf(stderr, "Error: this file is several tools, and does what its name says. It is called '%s', and knows:", argv[0]);
  for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) fprintf(stderr, " %s", tools[i].name);
  fputc('\n', stderr);
  return 64;
}
