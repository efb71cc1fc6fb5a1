#pragma once

#include <tidemark/plugin.h>

#include "core/base/descriptor.hpp"
#include "core/host/message.hpp"

namespace tidemark::host {

/// Starts the open file, a program in any language that speaks the frames of message.hpp as JSON
/// lines (docs/line-plugins.md), and makes a plugin of it. A program that ends, or writes a line
/// that is none of these frames, ends this process, as a library's crash would. Throws
/// Error(configuration) when it cannot be started or refuses to be. Only a worker may call this,
/// once.
const tidemark_plugin& start_plugin(const Load& load, const Descriptor& file);

}  // namespace tidemark::host
