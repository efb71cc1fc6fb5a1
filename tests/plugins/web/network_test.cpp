#include "plugins/web/network.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>

#include <string>

namespace tidemark::web {
namespace {

Network network_of_text(const std::string& text) {
  if (text.find(':') == std::string::npos) {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    REQUIRE(::inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1);
    return network_of(reinterpret_cast<const sockaddr&>(four));
  }
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  REQUIRE(::inet_pton(AF_INET6, text.c_str(), &six.sin6_addr) == 1);
  return network_of(reinterpret_cast<const sockaddr&>(six));
}

}  // namespace

TEST_CASE("web: whatever leads to this machine is this machine") {
  for (const char* text : {"127.0.0.1", "127.255.255.254", "0.0.0.0", "::1",
                           "::", "::ffff:127.0.0.1", "::ffff:0.0.0.0", "64:ff9b::127.0.0.1"}) {
    CAPTURE(text);
    CHECK(network_of_text(text) == Network::this_machine);
  }
}

TEST_CASE("web: a link's and a site's own addresses are not the world's") {
  for (const char* text : {"169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "febf::1"}) {
    CAPTURE(text);
    CHECK(network_of_text(text) == Network::link);
  }
  for (const char* text : {"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
                           "100.127.255.255", "fd00::1", "fc00::1", "::ffff:10.0.0.1"}) {
    CAPTURE(text);
    CHECK(network_of_text(text) == Network::site);
  }
  for (const char* text :
       {"9.255.255.255", "11.0.0.0", "126.0.0.1", "128.0.0.1", "172.15.0.1", "172.32.0.1",
        "192.167.0.1", "192.169.0.1", "100.63.0.1", "100.128.0.1", "169.253.0.1", "169.255.0.1",
        "203.0.113.7", "2001:db8::1", "fec0::1", "fe00::1", "ff02::1", "::2", "::ffff:8.8.8.8"}) {
    CAPTURE(text);
    CHECK(network_of_text(text) == Network::world);
  }
}

}  // namespace tidemark::web
