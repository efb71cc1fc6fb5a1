#pragma once

#include <tidemark/plugin.h>

#include <memory>

#include "core/host/message.hpp"

namespace tidemark::host {

/// Opens the file without following a link, checks the bytes it opened against the hash, and loads
/// those very bytes into this process, or starts them when they are a program's. Throws
/// Error(security) on other bytes, Error(configuration) when it is no plugin of this ABI. Only a
/// worker may call this, once. A library is never unloaded.
const tidemark_plugin& load_plugin(const Load& load);

/// What the plugin says of itself. Throws Error(configuration) when that is not usable.
Hello introduce(const tidemark_plugin& plugin, const Load& load);

}  // namespace tidemark::host
