#pragma once

#include <sys/socket.h>

namespace tidemark::web {

/// Where an address lies, seen from here.
enum class Network {
  this_machine,  ///< 127.0.0.0/8, ::1, and the unspecified address, which leads here
  link,          ///< 169.254.0.0/16, fe80::/10: neighbours and clouds' metadata
  site,          ///< 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, fc00::/7
  world,
};

/// An IPv4 address within an IPv6 one counts as itself.
Network network_of(const sockaddr& address);

}  // namespace tidemark::web
