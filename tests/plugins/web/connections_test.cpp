#include "plugins/web/connections.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <unistd.h>

#include <cstring>

namespace tidemark::web {
namespace {

curl_sockaddr address_of(const char* text) {
  curl_sockaddr address{};
  address.family = AF_INET;
  address.socktype = SOCK_STREAM;
  address.addrlen = sizeof(sockaddr_in);
  sockaddr_in four{};
  four.sin_family = AF_INET;
  REQUIRE(::inet_pton(AF_INET, text, &four.sin_addr) == 1);
  std::memcpy(&address.addr, &four, sizeof four);
  return address;
}

/// Whether a connection to that address may begin.
bool opens(Connections& connections, const char* text) {
  bool strayed = false;
  const int socket = connections.open(address_of(text), strayed);
  CHECK(strayed == (socket < 0));
  if (socket >= 0) ::close(socket);
  return socket >= 0;
}

}  // namespace

TEST_CASE("web: a name that led into the world may change its address, not its network") {
  Connections connections;
  CHECK(opens(connections, "203.0.113.7"));
  CHECK(opens(connections, "198.51.100.9"));
  CHECK_FALSE(opens(connections, "127.0.0.1"));
  CHECK_FALSE(opens(connections, "10.0.0.1"));
  CHECK_FALSE(opens(connections, "169.254.169.254"));
  CHECK(opens(connections, "203.0.113.8"));
}

TEST_CASE("web: a name that led to this machine does not lead away from it") {
  Connections connections;
  CHECK(opens(connections, "127.0.0.1"));
  CHECK(opens(connections, "127.0.0.2"));
  CHECK_FALSE(opens(connections, "203.0.113.7"));
}

TEST_CASE("web: of a connection that never rested nothing is known") {
  const Connections connections;
  CHECK_FALSE(connections.is_spoiled(12345));
}

}  // namespace tidemark::web
