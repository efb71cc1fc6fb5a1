#pragma once

#include <optional>
#include <string>

#include "plugins/web/client.hpp"

namespace tidemark::web {

/// Whether a server with that status sends whoever asks elsewhere.
bool is_redirect(int status);

/// Makes the request the one that the redirect asks for, which is the call's `number`-th: within
/// its origin only, at most three times, and without what is secret. What it returns is why it may
/// not be followed.
std::optional<plugin::CallFailure> follow(Request& request, int status, const std::string& target,
                                          int number);

}  // namespace tidemark::web
