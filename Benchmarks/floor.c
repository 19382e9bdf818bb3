/* Fetches the pages of a scan by libcurl and discards them: the least time that a scan can take.
 *
 *   floor URL
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAXIMUM_PAGE = 8 << 20 };

static char page[MAXIMUM_PAGE + 1];
static size_t filled;

static size_t receive(char *bytes, size_t size, size_t count, void *unused) {
  (void)unused;
  if (filled + size * count > MAXIMUM_PAGE) return 0;
  memcpy(page + filled, bytes, size * count);
  filled += size * count;
  return size * count;
}

int main(int count, char **arguments) {
  if (count != 2) return fprintf(stderr, "usage: floor URL\n"), 64;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURL *curl = curl_easy_init();
  struct curl_slist *headers = curl_slist_append(NULL, "X-Amz-Target: DynamoDB_20120810.Scan");
  headers = curl_slist_append(headers, "Content-Type: application/x-amz-json-1.0");
  curl_easy_setopt(curl, CURLOPT_URL, arguments[1]);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
  char body[300] = "{\"TableName\":\"cruddur-messages\"}";
  unsigned long long total = 0;
  for (;;) {
    filled = 0;
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    CURLcode code = curl_easy_perform(curl);
    if (code) return fprintf(stderr, "floor: %s\n", curl_easy_strerror(code)), 1;
    total += filled;
    page[filled] = 0;
    /* The key stands near the end of a page. */
    char *key = strstr(page + (filled > 400 ? filled - 400 : 0), "\"page-");
    if (!key) break;
    snprintf(body, sizeof body,
        "{\"TableName\":\"cruddur-messages\",\"ExclusiveStartKey\":{\"pk\":{\"S\":\"page-%ld\"}}}", atol(key + 6));
  }
  printf("%llu bytes\n", total);
  return 0;
}
