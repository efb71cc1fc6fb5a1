#include "plugins/web/line_failure.hpp"

#include <algorithm>
#include <iterator>

namespace tidemark::web {
namespace {

using plugin::CallFailure;

/// Failures of the line and of whom it leads to. A call that the server may have seen half of is
/// not made again.
bool is_of_service(CURLcode code) {
  constexpr CURLcode codes[] = {CURLE_COULDNT_RESOLVE_PROXY,
                                CURLE_COULDNT_RESOLVE_HOST,
                                CURLE_COULDNT_CONNECT,
                                CURLE_SEND_ERROR,
                                CURLE_RECV_ERROR,
                                CURLE_GOT_NOTHING,
                                CURLE_PARTIAL_FILE,
                                CURLE_HTTP2,
                                CURLE_HTTP2_STREAM};
  return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
}

bool is_of_tls(CURLcode code) {
  constexpr CURLcode codes[] = {CURLE_SSL_CONNECT_ERROR,    CURLE_PEER_FAILED_VERIFICATION,
                                CURLE_SSL_CACERT_BADFILE,   CURLE_SSL_CIPHER,
                                CURLE_SSL_CERTPROBLEM,      CURLE_SSL_ISSUER_ERROR,
                                CURLE_SSL_INVALIDCERTSTATUS};
  return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
}

CallFailure unanswered(tidemark_status status, bool untouched) {
  return {status,
          untouched ? "no answer came" : "the answer did not come to its end",
          {.retry = untouched}};
}

}  // namespace

sdk::Facts unavailable(bool retry) { return {.retry = retry, .cause = sdk::Cause::unavailable}; }

CallFailure cancelled(bool untouched) { return unanswered(TIDEMARK_CANCELLED, untouched); }

CallFailure failure_of(const BrokenExchange& exchange) {
  if (exchange.code == CURLE_OPERATION_TIMEDOUT) {
    return unanswered(TIDEMARK_TIMEOUT, exchange.untouched);
  }
  if (is_of_tls(exchange.code)) {
    return {TIDEMARK_FAILED, "no trusted connection: " + exchange.why, unavailable(false)};
  }
  if (exchange.code == CURLE_COULDNT_CONNECT && exchange.strayed) {
    return {TIDEMARK_FAILED,
            "the host's name leads into another network than before, which is not followed"};
  }
  if (exchange.code == CURLE_COULDNT_CONNECT && exchange.crowded) {
    return {TIDEMARK_FAILED,
            "the connection failed: no descriptor is left for it (ask for less at once, or raise "
            "the limit of open files)",
            unavailable(true)};
  }
  if (is_of_service(exchange.code)) {
    return {TIDEMARK_FAILED, "the connection failed: " + exchange.why,
            unavailable(exchange.untouched)};
  }
  return {TIDEMARK_INVALID_OUTPUT, "the server sent what is no HTTP: " + exchange.why};
}

}  // namespace tidemark::web
