#include "plugins/web/settings.hpp"

#include <unistd.h>

#include <algorithm>

#include "plugins/kit/settings.hpp"
#include "plugins/web/url.hpp"

namespace tidemark::web {
namespace {

bool is_token(const std::string& name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

std::string readable_file(const std::string& key, const std::string& path) {
  if (::access(path.c_str(), R_OK) != 0) {
    plugin::refuse(key, "a file that can be read, not '" + path + "'");
  }
  return path;
}

}  // namespace

bool read_rule(Rules& rules, const std::string& key, const Json& value) {
  if (key == "ca_file") {
    rules.ca_file = readable_file(key, plugin::text_of(key, value));
  } else if (key == "stall") {
    rules.stall = std::chrono::seconds(plugin::count_of(key, value, 1, 3600));
  } else if (key == "max_bytes") {
    rules.body = static_cast<std::size_t>(plugin::count_of(key, value, 1, 16 << 20));
  } else if (key == "keep_alive") {
    rules.keep_alive = plugin::flag_of(key, value);
  } else {
    return false;
  }
  return true;
}

HeaderTemplates headers_of(const std::string& key, const Json& value) {
  if (!value.is_object()) plugin::refuse(key, "a map of names and texts");
  HeaderTemplates headers;
  for (const auto& [name, text] : value.items()) {
    if (!is_token(name)) plugin::refuse(key, "a map of header names, not '" + name + "'");
    const std::string place = key + '/' + name;
    const std::string written = plugin::text_of(place, text);
    if (std::any_of(written.begin(), written.end(), [](char c) { return c >= 0 && c < ' '; })) {
      plugin::refuse(place, "free of control characters");
    }
    headers.emplace_back(name, Template(place, written, true));
  }
  return headers;
}

std::vector<Header> filled(const HeaderTemplates& headers, const Json& input) {
  std::vector<Header> result;
  for (const auto& [name, value] : headers) {
    result.push_back({name, value.filled(input, Escape::header), value.holds_variable()});
  }
  return result;
}

void check_url(const std::string& key, const Template& url) {
  const std::string start = url.start(), plain = url.plain();
  if (!std::all_of(plain.begin(), plain.end(),
                   [](char c) { return c > ' ' && c < 127 && c != '"'; })) {
    plugin::refuse(key, "free of spaces, quotes and what is no ASCII (percent-encode them)");
  }
  const std::size_t host = start.find("://");
  const bool is_written_out =
      host != std::string::npos && start.find_first_of("/?", host + 3) != std::string::npos;
  if (!is_written_out || origin_of(start).empty()) {
    plugin::refuse(key,
                   "http://HOST/... or https://HOST/..., the host written out, without a user");
  }
}

}  // namespace tidemark::web
