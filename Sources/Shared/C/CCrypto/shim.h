/* OpenSSL 3 deprecates SHA256_Init and its like in favour of EVP_MD_fetch, which finds an algorithm in any
 * provider. Fetching one costs a tenth of a small tool's start. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
/* For ES256. */
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
