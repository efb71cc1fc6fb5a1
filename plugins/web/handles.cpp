#include "plugins/web/handles.hpp"

#include <chrono>
#include <new>
#include <utility>

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

CURL* made() {
  CURL* handle = curl_easy_init();
  if (handle == nullptr) throw std::bad_alloc();
  return handle;
}

/// No waiting for a "100 Continue", no type that nobody asked for.
curl_slist* lines_of(const std::vector<Header>& headers) {
  curl_slist* lines = curl_slist_append(nullptr, "Expect:");
  lines = curl_slist_append(lines, "User-Agent: tidemark");
  for (const Header& header : headers) {
    // An empty value is written with a semicolon, else libcurl takes the header away.
    const std::string line =
        header.value.empty() ? header.name + ';' : header.name + ": " + header.value;
    lines = curl_slist_append(lines, line.c_str());
  }
  return lines;
}

}  // namespace

Handle::Handle(const Rules& rules) : easy_(made()) { set_up(easy_, rules); }

Handle::~Handle() {
  curl_easy_cleanup(easy_);
  curl_slist_free_all(lines_);
}

void Handle::set_url(const std::string& url) {
  if (url == url_) return;
  curl_easy_setopt(easy_, CURLOPT_URL, url.c_str());
  url_ = url;
}

void Handle::set_headers(const std::vector<Header>& headers) {
  if (lines_ != nullptr && headers == headers_) return;
  curl_slist* const lines = lines_of(headers);
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, lines);
  curl_slist_free_all(lines_);
  lines_ = lines;
  headers_ = headers;
}

std::unique_ptr<Handle> Handles::take() {
  if (idle_.empty()) return std::make_unique<Handle>(rules_);
  std::unique_ptr<Handle> handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

void Handles::give_back(std::unique_ptr<Handle> handle) {
  if (idle_.size() != most_idle) idle_.push_back(std::move(handle));
}

}  // namespace tidemark::web
