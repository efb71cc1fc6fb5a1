#include "plugins/web/handles.hpp"

#include <chrono>
#include <new>

namespace tidemark::web {
namespace {

constexpr std::size_t most_idle = 256;
constexpr std::chrono::milliseconds connect_patience{10'000};

/// What holds for every call of a client.
void set_up(CURL* handle, const Rules& rules) {
  const auto set = [handle](CURLoption option, auto value) {
    curl_easy_setopt(handle, option, value);
  };
  set(CURLOPT_NOSIGNAL, 1L);
  // A name server that says nothing must not hold up the end of a call, nor the other calls.
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_HTTP09_ALLOWED, 0L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(CURLOPT_ACCEPT_ENCODING, "");
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!rules.ca_file.empty()) set(CURLOPT_CAINFO, rules.ca_file.c_str());
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_patience.count()));
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(rules.stall.count()));
  if (!rules.keep_alive) set(CURLOPT_FORBID_REUSE, 1L);
}

}  // namespace

Handles::~Handles() {
  for (CURL* handle : idle_) curl_easy_cleanup(handle);
}

CURL* Handles::take() {
  if (!idle_.empty()) {
    CURL* handle = idle_.back();
    idle_.pop_back();
    return handle;
  }
  CURL* handle = curl_easy_init();
  if (handle == nullptr) throw std::bad_alloc();
  set_up(handle, rules_);
  return handle;
}

void Handles::give_back(CURL* handle) {
  if (idle_.size() == most_idle) return curl_easy_cleanup(handle);
  idle_.push_back(handle);
}

}  // namespace tidemark::web
