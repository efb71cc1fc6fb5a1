#pragma once

#include "core/json/json.hpp"

namespace tidemark::json {

/// Lets the module's own sources see which number type a value holds; for no other module.
struct Access {
  static const auto& data(const Value& value) { return value.data_; }
};

}  // namespace tidemark::json
