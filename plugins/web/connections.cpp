#include "plugins/web/connections.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

namespace tidemark::web {

int Connections::open(const curl_sockaddr& address, bool& strayed) {
  const Network network = network_of(address.addr);
  if (network_.value_or(network) != network) {
    strayed = true;
    errno = EACCES;
    return -1;
  }
  network_ = network;
  return ::socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
}

void Connections::rests(CURL* easy) {
  long version = 0, port = 0;
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
  curl_easy_getinfo(easy, CURLINFO_LOCAL_PORT, &port);
  curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket);
  // HTTP/2 names the request that an answer is for, and says things between them.
  if (version <= CURL_HTTP_VERSION_1_1 && socket != CURL_SOCKET_BAD) {
    resting_[static_cast<int>(port)] = socket;
  } else {
    resting_.erase(static_cast<int>(port));
  }
}

bool Connections::is_spoiled(int local_port) const {
  const auto found = resting_.find(local_port);
  if (found == resting_.end()) return false;
  pollfd one{found->second, POLLIN, 0};
  return ::poll(&one, 1, 0) == 1;
}

/// The number may be another connection's next.
void Connections::closes(curl_socket_t socket) {
  std::erase_if(resting_, [&](const auto& one) { return one.second == socket; });
}

}  // namespace tidemark::web
