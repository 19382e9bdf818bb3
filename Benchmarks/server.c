/* A DynamoDB API that is never the bottleneck: it answers from memory, and stores nothing.
 *
 *   server PORT ITEMS DELAY_MS [USER]
 *
 * Scan returns ITEMS items of some 600 bytes in pages of 1 MB, in any number of segments. BatchWriteItem accepts
 * everything, DescribeTable returns an ACTIVE table of messages, ListTables its name. A Query returns a conversation's 20
 * newest messages (none if ITEMS is 0), or the two rows of a group, or only the row of USER (a uuid) if it is given. Other
 * writes succeed. Each answer is sent DELAY_MS after its request.
 * There is a thread for each connection. 100 pages are built before the port is opened, and a larger table repeats them;
 * otherwise the server would be slower for a larger table.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { ITEMS_PER_PAGE = 1700, PAGES_BUILT = 100, MAXIMUM_REQUEST = 1 << 20 };

static long items, pages, delay_ms;
static char *page_texts[PAGES_BUILT];
static size_t page_lengths[PAGES_BUILT];
static size_t last_page_length;
static const char *user = "";
static char messages[20 * 800], group_row[800];

/* One item, as DynamoDB sends it. */
static int write_item(char *out, long number) {
  return sprintf(out,
      "{\"pk\":{\"S\":\"MSG#5ae290ed-55d1-47a0-bc6d-fe2bc2700399\"},\"sk\":{\"S\":\"2026-03-26T18:00:%02ld.%06ld+00:00\"},"
      "\"message_uuid\":{\"S\":\"5aa75fbb-ed85-57a9-87e9-%012ld\"},\"message\":{\"S\":\"Definitely. I think his character is a "
      "great example of the show's ability to balance humor and heart, and to create memorable and beloved characters that "
      "fans will \\\"cherish\\\" for years to come.\"},\"count\":{\"N\":\"%ld\"},\"user_uuid\":{\"S\":"
      "\"9a75f249-6716-47db-bae5-da5da9fca696\"},\"user_display_name\":{\"S\":\"Sama\"},\"user_handle\":{\"S\":\"Sama\"}}",
      number / 1000000, number % 1000000, number, number);
}

static long items_of(long page) {
  return page >= pages ? 0 : page < pages - 1 ? ITEMS_PER_PAGE : items - page * ITEMS_PER_PAGE;
}

static void build_page(long page, long first) {
  char *text = malloc((size_t)ITEMS_PER_PAGE * 800), *next = text;
  for (long number = 0; number < ITEMS_PER_PAGE; number++) {
    if (number == items_of(pages - 1)) last_page_length = (size_t)(next - text);
    if (number > 0) *next++ = ',';
    next += write_item(next, first + number);
  }
  page_texts[page] = text;
  page_lengths[page] = (size_t)(next - text);
}

/* All numbers have the same number of digits, so that the same number of items has the same length in each page. */
static void build_pages(void) {
  pages = (items + ITEMS_PER_PAGE - 1) / ITEMS_PER_PAGE;
  for (long page = 0; page < PAGES_BUILT; page++) build_page(page, 1000000 + page * ITEMS_PER_PAGE);
  if (items_of(pages - 1) == ITEMS_PER_PAGE) last_page_length = page_lengths[0];
}

static void build_conversation(void) {
  char *next = messages;
  for (long number = 0; number < 20; number++) {
    if (number > 0) *next++ = ',';
    next += write_item(next, 1000019 - number);
  }
  sprintf(group_row,
      "{\"pk\":{\"S\":\"GRP#%s\"},\"sk\":{\"S\":\"2026-03-26T18:01:00.000000+00:00\"},\"message_group_uuid\":{\"S\":"
      "\"5ae290ed-55d1-47a0-bc6d-fe2bc2700399\"},\"message\":{\"S\":\"Definitely.\"},\"user_uuid\":{\"S\":"
      "\"9a75f249-6716-47db-bae5-da5da9fca696\"},\"user_display_name\":{\"S\":\"Sama\"},\"user_handle\":{\"S\":\"Sama\"}}",
      user);
}

static size_t length_of(long page) {
  return page >= pages ? 0 : page < pages - 1 ? page_lengths[page % PAGES_BUILT] : last_page_length;
}

static void send_all(int socket, struct iovec *parts, int count) {
  while (count > 0) {
    ssize_t sent = writev(socket, parts, count);
    if (sent <= 0) return;
    while (count > 0 && (size_t)sent >= parts->iov_len) {
      sent -= (ssize_t)parts->iov_len;
      parts++;
      count--;
    }
    if (count > 0) {
      parts->iov_base = (char *)parts->iov_base + sent;
      parts->iov_len -= (size_t)sent;
    }
  }
}

static void answer(int socket, const char *before, size_t middle_length, const char *middle, const char *after) {
  char head[256];
  size_t length = strlen(before) + middle_length + strlen(after);
  int head_length = sprintf(head,
      "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nx-amzn-RequestId: BENCH\r\nContent-Length: %zu\r\n\r\n",
      length);
  struct iovec parts[] = {
      {head, (size_t)head_length},
      {(char *)before, strlen(before)},
      {(char *)middle, middle_length},
      {(char *)after, strlen(after)},
  };
  send_all(socket, parts, 4);
}

static long number_after(const char *text, const char *name, long otherwise) {
  const char *found = strstr(text, name);
  return found ? strtol(found + strlen(name), NULL, 10) : otherwise;
}

/* A key names its page; a segment holds every TotalSegments-th page. */
static void answer_scan(int socket, const char *body) {
  long segment = number_after(body, "\"Segment\":", 0), total = number_after(body, "\"TotalSegments\":", 1);
  long page = number_after(body, "\"page-", segment);
  long count = items_of(page);
  char after[200], key[100] = "";
  if (page + total < pages) sprintf(key, "\"LastEvaluatedKey\":{\"pk\":{\"S\":\"page-%ld\"}},", page + total);
  sprintf(after, "],%s\"ScannedCount\":%ld,\"Count\":%ld}", key, count, count);
  answer(socket, "{\"Items\":[", length_of(page), page_texts[page % PAGES_BUILT], after);
}

/* The two rows of a group, with an older message than any that the benchmark sends. */
#define GROUP_ROW(owner, partner) \
  "{\"pk\":{\"S\":\"GRP#" owner "\"},\"sk\":{\"S\":\"2023-01-01T00:00:00.000000+00:00\"},\"message\":{\"S\":\"first\"}," \
  "\"message_group_uuid\":{\"S\":\"g0\"},\"user_uuid\":{\"S\":\"" partner "\"}," \
  "\"user_display_name\":{\"S\":\"" partner "\"},\"user_handle\":{\"S\":\"" partner "\"}}"

static const char *group_rows =
    "{\"Items\":[" GROUP_ROW("a", "b") "," GROUP_ROW("b", "a") "],\"Count\":2,\"ScannedCount\":2}";

static const char *table =
    "{\"Table\":{\"TableName\":\"cruddur-messages\",\"TableStatus\":\"ACTIVE\","
    "\"KeySchema\":[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"sk\",\"KeyType\":\"RANGE\"}],"
    "\"AttributeDefinitions\":[{\"AttributeName\":\"message_group_uuid\",\"AttributeType\":\"S\"},"
    "{\"AttributeName\":\"pk\",\"AttributeType\":\"S\"},{\"AttributeName\":\"sk\",\"AttributeType\":\"S\"}],"
    "\"GlobalSecondaryIndexes\":[{\"IndexName\":\"message-group-sk-index\",\"IndexStatus\":\"ACTIVE\","
    "\"KeySchema\":[{\"AttributeName\":\"message_group_uuid\",\"KeyType\":\"HASH\"},"
    "{\"AttributeName\":\"sk\",\"KeyType\":\"RANGE\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}]}}";

static int writes(const char *head) {
  return strstr(head, ".PutItem\r") || strstr(head, ".DeleteItem\r") || strstr(head, ".TransactWriteItems\r");
}

static void answer_query(int socket, const char *body) {
  if (strstr(body, "MSG#") && items == 0) answer(socket, "{\"Items\":[],\"Count\":0,\"ScannedCount\":0}", 0, "", "");
  else if (strstr(body, "MSG#")) answer(socket, "{\"Items\":[", strlen(messages), messages, "],\"Count\":20}");
  else if (*user) answer(socket, "{\"Items\":[", strlen(group_row), group_row, "],\"Count\":1}");
  else answer(socket, group_rows, 0, "", "");
}

static void answer_request(int socket, const char *head, const char *body) {
  if (delay_ms > 0) nanosleep(&(struct timespec){delay_ms / 1000, delay_ms % 1000 * 1000000}, NULL);
  if (strstr(head, ".Scan\r")) answer_scan(socket, body);
  else if (strstr(head, ".Query\r")) answer_query(socket, body);
  else if (strstr(head, ".BatchWriteItem\r")) answer(socket, "{\"UnprocessedItems\":{}}", 0, "", "");
  else if (strstr(head, ".DescribeTable\r")) answer(socket, table, 0, "", "");
  else if (writes(head)) answer(socket, "{}", 0, "", "");
  else answer(socket, "{\"TableNames\":[\"cruddur-messages\"]}", 0, "", "");
}

static void *serve(void *argument) {
  int socket = (int)(long)argument;
  char *request = malloc(MAXIMUM_REQUEST + 1);
  size_t filled = 0;
  for (;;) {
    ssize_t received = read(socket, request + filled, MAXIMUM_REQUEST - filled);
    if (received <= 0) break;
    filled += (size_t)received;
    request[filled] = 0;
    char *body = strstr(request, "\r\n\r\n");
    if (!body) continue;
    body += 4;
    size_t length = (size_t)number_after(request, "Content-Length: ", 0);
    if (filled < (size_t)(body - request) + length) continue;
    body[-2] = 0;
    answer_request(socket, request, body);
    filled = 0;
  }
  close(socket);
  free(request);
  return NULL;
}

int main(int count, char **arguments) {
  if (count < 4 || count > 5) return fprintf(stderr, "usage: server PORT ITEMS DELAY_MS [USER]\n"), 64;
  items = atol(arguments[2]);
  delay_ms = atol(arguments[3]);
  build_pages();
  if (count == 5) user = arguments[4];
  build_conversation();
  signal(SIGPIPE, SIG_IGN);
  int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons((unsigned short)atoi(arguments[1])),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 128)) return perror("server"), 1;
  for (;;) {
    int socket = accept(listener, NULL, NULL);
    if (socket < 0) continue;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    pthread_t thread;
    pthread_create(&thread, NULL, serve, (void *)(long)socket);
    pthread_detach(thread);
  }
}
