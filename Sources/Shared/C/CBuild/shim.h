/* The commit that the tools are built from, where the build sets it: scripts/install does, by
 * -Xcc '-DCRUDDUR_COMMIT="…"'. Swift does not see a macro of the command line. */
#ifndef CRUDDUR_COMMIT
#define CRUDDUR_COMMIT ""
#endif
static inline const char *_Nonnull cruddur_commit(void) { return CRUDDUR_COMMIT; }
