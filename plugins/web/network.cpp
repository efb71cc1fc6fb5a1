#include "plugins/web/network.hpp"

#include <netinet/in.h>

#include <cstdint>
#include <cstring>

namespace tidemark::web {
namespace {

bool lies_in(std::uint32_t address, std::uint32_t start, int bits) {
  return ((address ^ start) >> (32 - bits)) == 0;
}

Network network_of_four(std::uint32_t address) {
  if (address == 0 || lies_in(address, 0x7f000000, 8)) return Network::this_machine;
  if (lies_in(address, 0xa9fe0000, 16)) return Network::link;
  const bool is_site = lies_in(address, 0x0a000000, 8) || lies_in(address, 0xac100000, 12) ||
                       lies_in(address, 0xc0a80000, 16) || lies_in(address, 0x64400000, 10);
  return is_site ? Network::site : Network::world;
}

/// ::ffff:a.b.c.d and 64:ff9b::a.b.c.d.
bool holds_four(const std::uint8_t* bytes) {
  constexpr std::uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  constexpr std::uint8_t translated[12] = {0, 0x64, 0xff, 0x9b};
  return std::memcmp(bytes, mapped, 12) == 0 || std::memcmp(bytes, translated, 12) == 0;
}

Network network_of_six(const in6_addr& address) {
  const std::uint8_t* bytes = address.s6_addr;
  if (holds_four(bytes)) {
    std::uint32_t four = 0;
    std::memcpy(&four, bytes + 12, sizeof four);
    return network_of_four(ntohl(four));
  }
  if (IN6_IS_ADDR_LOOPBACK(&address) || IN6_IS_ADDR_UNSPECIFIED(&address)) {
    return Network::this_machine;
  }
  if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80) return Network::link;
  return (bytes[0] & 0xfe) == 0xfc ? Network::site : Network::world;
}

}  // namespace

Network network_of(const sockaddr& address) {
  if (address.sa_family == AF_INET6) {
    return network_of_six(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
  }
  return network_of_four(ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr));
}

}  // namespace tidemark::web
