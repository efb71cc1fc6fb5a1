#include "plugins/web/url.hpp"

#include <curl/curl.h>

#include <memory>

#include "plugins/web/lower.hpp"

namespace tidemark::web {
namespace {

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return "";
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
  return text;
}

}  // namespace

std::string origin_of(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), curl_url_cleanup);
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK) {
    return "";
  }
  const std::string scheme = part_of(parsed.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return "";
  const std::string host = lower(part_of(parsed.get(), CURLUPART_HOST));
  return scheme + "://" + host + ':' + part_of(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

}  // namespace tidemark::web
