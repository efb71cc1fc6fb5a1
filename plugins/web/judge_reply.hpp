#pragma once

#include <string>

#include "plugins/web/client.hpp"

namespace tidemark::web {

/// Passes a reply of status 2xx. Any other is thrown as a CallFailure with its cause, and whether
/// and when the call may be made again.
void require_success(const Reply& reply);

/// What an error answer says of itself: the `message` of its `error`, else its beginning.
std::string said_in(const std::string& body);

}  // namespace tidemark::web
