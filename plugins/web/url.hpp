#pragma once

#include <string>
#include <string_view>

namespace tidemark::web {

/// `scheme://host:port` of an http or https URL, the port always there; "" of anything else, and of
/// a URL that holds a user or a password.
std::string origin_of(const std::string& url);

}  // namespace tidemark::web
