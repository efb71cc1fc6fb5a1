#pragma once

#include <curl/curl.h>

#include <string>

#include "plugins/kit/call_failure.hpp"

namespace tidemark::web {

/// How an exchange failed.
struct BrokenExchange {
  CURLcode code = CURLE_OK;
  std::string why;        ///< libcurl's own words
  bool untouched = true;  ///< nothing had been answered yet
  bool strayed = false;   ///< the address lay in another network
  bool crowded = false;   ///< this process had no descriptor left
};

/// A failure of the service, or of the line to it; it has a cause by which it may be told.
sdk::Facts unavailable(bool retry);
/// The end of a call whose exchange failed that way.
plugin::CallFailure failure_of(const BrokenExchange& exchange);
/// The end of a call that the host had enough of.
plugin::CallFailure cancelled(bool untouched);

}  // namespace tidemark::web
