#include <curl/curl.h>
#ifdef __linux__
#include <malloc.h>
#endif

/* Swift cannot import variadic functions: one setter for each type of argument. */
static inline CURLcode curl_shim_set_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode curl_shim_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode curl_shim_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode curl_shim_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode curl_shim_set_write_callback(
    CURL *handle, CURLoption option, size_t (*callback)(char *, size_t, size_t, void *)) {
  return curl_easy_setopt(handle, option, callback);
}
/* Makes libcurl pass all bytes that it sends and receives to the callback. */
static inline CURLcode curl_shim_watch(
    CURL *handle, int (*callback)(CURL *, curl_infotype, char *, size_t, void *), void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_DEBUGDATA, context);
  if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, callback);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
}
static inline CURLcode curl_shim_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode curl_shim_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
  return curl_easy_getinfo(handle, info, value);
}

/* Makes libcurl call back before each sending of a request; it sends where the callback returns 0. From
 * libcurl 7.80 on. */
static inline CURLcode curl_shim_ask_before_sending(
    CURL *handle, int (*callback)(void *, char *, char *, int, int), void *context) {
#if LIBCURL_VERSION_NUM >= 0x075000
  CURLcode code = curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, callback);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_PREREQDATA, context);
#else
  return CURLE_UNKNOWN_OPTION;
#endif
}

/* Ends a transfer without waiting for the thread that still looks up its host. From libcurl 7.87 on. */
static inline CURLcode curl_shim_leave_lookups(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
  return curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#else
  return CURLE_UNKNOWN_OPTION;
#endif
}

/* The result of a finished transfer is in a union, which Swift reads only as raw memory. */
static inline CURLcode curl_shim_message_result(const CURLMsg *message) {
  return message->data.result;
}

/* Keeps freed memory in the process. Otherwise the memory of each answer of 1 MB goes back to the system, and
 * the next one gets memory that the system must clear: a sixth of a scan's time. Swift's module of the C
 * library does not have mallopt. */
static inline void curl_shim_keep_freed_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}
