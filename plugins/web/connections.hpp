#pragma once

#include <curl/curl.h>

#include <map>
#include <optional>

#include "plugins/web/network.hpp"

namespace tidemark::web {

/// What a client knows of its connections, all of which lead to one origin. Only for its thread.
class Connections {
 public:
  /// Opens a socket to the address, unless that lies in another network than the first one did:
  /// then -1, and `strayed` says so. -1 and errno when there is none. A name may change its
  /// address, but not lead elsewhere.
  int open(const curl_sockaddr& address, bool& strayed);
  /// The exchange on this handle's connection is over, which may serve another one.
  void rests(CURL* easy);
  /// Whether something came on the connection of that local port while it rested: it would be
  /// taken for the answer to the next request.
  bool is_spoiled(int local_port) const;
  void closes(curl_socket_t socket);

 private:
  std::optional<Network> network_;
  std::map<int, curl_socket_t> resting_;  ///< by local port; of HTTP/1 only
};

}  // namespace tidemark::web
