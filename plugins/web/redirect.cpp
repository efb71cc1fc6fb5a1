#include "plugins/web/redirect.hpp"

#include "plugins/web/lower.hpp"
#include "plugins/web/url.hpp"

namespace tidemark::web {
namespace {

using plugin::CallFailure;

constexpr int most_redirects = 3;

}  // namespace

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::optional<CallFailure> follow(Request& request, int status, const std::string& target,
                                  int number) {
  const std::string origin = origin_of(target);
  if (origin.empty() || origin != origin_of(request.url)) {
    return CallFailure(TIDEMARK_FAILED,
                       "the server redirects to another origin, which is not followed");
  }
  if (number > most_redirects) {
    return CallFailure(TIDEMARK_FAILED, "the server redirects more than " +
                                            std::to_string(most_redirects) + " times");
  }
  request.url = target;
  if (status == 303 || (status < 303 && request.method == "POST")) {
    request.method = "GET";
    request.body.clear();
  }
  std::erase_if(request.headers, [](const Header& header) {
    return header.secret || lower(header.name) == "authorization";
  });
  return std::nullopt;
}

}  // namespace tidemark::web
