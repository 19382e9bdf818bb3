/* SHA256_Init and its like are not for new programs: fetched algorithms can come from other providers. Fetching one costs a
 * tenth of a small tool's start. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
/* For ES256. */
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
