#include <microhttpd.h>

/* Swift cannot import variadic functions: one call for each way in which they are used. */
typedef struct {
  MHD_socket listener;
  /* Bytes for the head of a request, and for sending the answer, of each connection. */
  size_t memory;
  unsigned int connections;
  unsigned int connections_per_address;
  /* Passed to each of the callbacks. */
  void *context;
  MHD_NotifyConnectionCallback on_connection;
  void *(*on_target)(void *context, const char *target, struct MHD_Connection *connection);
  MHD_AccessHandlerCallback on_request;
  MHD_RequestCompletedCallback on_end;
  size_t (*unescape)(void *context, struct MHD_Connection *connection, char *text);
} mhd_shim_settings;

static inline struct MHD_Daemon *mhd_shim_start(const mhd_shim_settings *settings) {
  return MHD_start_daemon(
      MHD_USE_AUTO_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, settings->on_request, settings->context,
      MHD_OPTION_LISTEN_SOCKET, settings->listener,
      MHD_OPTION_STRICT_FOR_CLIENT, 1,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->memory,
      MHD_OPTION_CONNECTION_LIMIT, settings->connections,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, settings->connections_per_address,
      MHD_OPTION_CONNECTION_TIMEOUT, 0u,
      MHD_OPTION_NOTIFY_CONNECTION, settings->on_connection, settings->context,
      MHD_OPTION_URI_LOG_CALLBACK, settings->on_target, settings->context,
      MHD_OPTION_NOTIFY_COMPLETED, settings->on_end, settings->context,
      MHD_OPTION_UNESCAPE_CALLBACK, settings->unescape, settings->context,
      MHD_OPTION_END);
}

/* -1 where the connection has none. */
static inline MHD_socket mhd_shim_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}

/* What on_connection has stored for the connection. */
static inline void *mhd_shim_kept(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}
