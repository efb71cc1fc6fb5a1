#include "plugins/web/transfer.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "plugins/web/line_failure.hpp"
#include "plugins/web/lower.hpp"
#include "plugins/web/redirect.hpp"
#include "plugins/web/retry_after.hpp"

namespace tidemark::web {
namespace {

using plugin::CallFailure;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() <= ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() <= ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

Transfer::Transfer(const Means& means, std::uint64_t call, Request request,
                   Clock::time_point deadline, Ended ended)
    : means_(means),
      call_(call),
      request_(std::move(request)),
      deadline_(deadline),
      ended_(std::move(ended)),
      handle_(means.handles.take()) {
  prepare();
}

Transfer::~Transfer() { means_.handles.give_back(std::move(handle_)); }

/// Everything in which one call differs from another, since the handle may have served one.
void Transfer::prepare() {
  const auto set = [this](CURLoption option, auto value) {
    curl_easy_setopt(easy(), option, value);
  };
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
  trouble_[0] = '\0';
  set(CURLOPT_PRIVATE, static_cast<void*>(this));
  set(CURLOPT_ERRORBUFFER, trouble_);
  handle_->set_url(request_.url);
  handle_->set_headers(request_.headers);
  // Without TLS libcurl would wait for a whole answer to know whether connections can be shared.
  set(CURLOPT_PIPEWAIT, request_.url.starts_with("https:") ? 1L : 0L);
  set(CURLOPT_TIMEOUT_MS, std::max<long>(1, static_cast<long>(left.count())));
  set(CURLOPT_HEADERFUNCTION, on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(CURLOPT_WRITEFUNCTION, on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_OPENSOCKETFUNCTION, on_socket);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  set(CURLOPT_CLOSESOCKETFUNCTION, on_close);
  set(CURLOPT_CLOSESOCKETDATA, static_cast<const void*>(&means_));
  set(CURLOPT_PREREQFUNCTION, on_connection);
  set(CURLOPT_PREREQDATA, static_cast<void*>(this));
  set(CURLOPT_FRESH_CONNECT, !means_.rules.keep_alive || spoiled_ ? 1L : 0L);
  prepare_method();
}

void Transfer::prepare_method() {
  if (request_.method == "HEAD") {
    curl_easy_setopt(easy(), CURLOPT_NOBODY, 1L);
  } else {
    // Forgets the body of a call before.
    curl_easy_setopt(easy(), CURLOPT_HTTPGET, 1L);
  }
  if (!request_.body.empty() || request_.method == "POST") {
    curl_easy_setopt(easy(), CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(easy(), CURLOPT_POSTFIELDS, request_.body.data());
  }
  curl_easy_setopt(easy(), CURLOPT_CUSTOMREQUEST, request_.method.c_str());
}

curl_socket_t Transfer::on_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto* transfer = static_cast<Transfer*>(self);
  const int opened = transfer->means_.connections.open(*address, transfer->strayed_);
  transfer->crowded_ = opened < 0 && errno == EMFILE;
  if (opened >= 0) transfer->means_.sockets.opened(opened);
  return opened;
}

int Transfer::on_close(void* means, curl_socket_t socket) {
  const auto* its = static_cast<const Means*>(means);
  its->connections.closes(socket);
  its->sockets.closes(socket);
  return ::close(socket);
}

int Transfer::on_connection(void* self, char*, char*, int, int near_port) {
  auto* transfer = static_cast<Transfer*>(self);
  transfer->spoiled_ = transfer->means_.connections.is_spoiled(near_port);
  return transfer->spoiled_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  const std::string_view line(data, size * count);
  return static_cast<Transfer*>(self)->take_header(line) ? line.size() : 0;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  const std::string_view bytes(data, size * count);
  return static_cast<Transfer*>(self)->take_body(bytes) ? bytes.size() : 0;
}

bool Transfer::take_header(std::string_view line) {
  header_bytes_ += line.size();
  if (++header_lines_ > means_.rules.header_lines || header_bytes_ > means_.rules.headers) {
    fail(TIDEMARK_INVALID_OUTPUT, "the server sent more than " +
                                      std::to_string(means_.rules.header_lines) + " headers or " +
                                      std::to_string(means_.rules.headers) + " bytes of them");
    return false;
  }
  if (line == "\r\n" || line == "\n") headers_ended_ = true;
  if (line.starts_with("HTTP/")) {
    headers_ended_ = false;
    reply_ = {};
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return true;
  const std::string name = lower(line.substr(0, colon));
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (name == "retry-after") reply_.retry_after_ms = retry_after_ms(value);
  return true;
}

bool Transfer::take_body(std::string_view bytes) {
  if (bytes.size() > means_.rules.body - reply_.body.size()) {
    fail(TIDEMARK_INVALID_OUTPUT,
         "the answer has more than " + std::to_string(means_.rules.body) + " bytes, uncompressed");
    return false;
  }
  reply_.body += bytes;
  return true;
}

void Transfer::fail(tidemark_status status, const std::string& sentence, sdk::Facts facts) {
  if (!failure_) failure_.emplace(status, sentence, std::move(facts));
}

void Transfer::see_failure(CURLcode code) {
  const std::string why = trouble_[0] != '\0' ? trouble_ : curl_easy_strerror(code);
  if (!failure_) failure_ = failure_of({code, why, header_lines_ == 0, strayed_, crowded_});
}

bool Transfer::follow_redirect() {
  char* location = nullptr;
  curl_easy_getinfo(easy(), CURLINFO_REDIRECT_URL, &location);
  if (location == nullptr) return false;
  failure_ = follow(request_, reply_.status, location, ++redirects_);
  return !failure_;
}

bool Transfer::was_left(CURLcode code) {
  long connects = 0;
  curl_easy_getinfo(easy(), CURLINFO_NUM_CONNECTS, &connects);
  const bool left = code == CURLE_HTTP2 && header_lines_ == 0 && connects == 0;
  return left && !std::exchange(renewed_, true);
}

bool Transfer::goes_on(CURLcode code) {
  if ((code == CURLE_ABORTED_BY_CALLBACK && spoiled_) || was_left(code)) {
    prepare();
    return true;
  }
  if (code != CURLE_OK) {
    see_failure(code);
    return false;
  }
  if (!headers_ended_) {
    fail(TIDEMARK_FAILED, "the connection failed: it ended within the headers", unavailable(false));
    return false;
  }
  long status = 0;
  curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
  reply_.status = static_cast<int>(status);
  if (!is_redirect(reply_.status) || !follow_redirect()) return false;
  prepare();
  return true;
}

void Transfer::tell() { ended_(std::move(reply_), failure_ ? &*failure_ : nullptr); }

void Transfer::tell_cancelled() {
  failure_ = cancelled(header_lines_ == 0);
  tell();
}

}  // namespace tidemark::web
