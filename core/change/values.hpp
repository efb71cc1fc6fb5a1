#pragma once

// The inventory's values as people read them in a change; private to core/change.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/model/inventory.hpp"

namespace tidemark::change {

/// The value as the inventory writes it, the same text for equal values; "" means not set, or a
/// list without items.
std::string text_of(const std::string& value);
std::string text_of(bool value);
std::string text_of(int value);
std::string text_of(double value);
std::string text_of(std::chrono::milliseconds value);
std::string text_of(Tier value);
std::string text_of(Approval value);
std::string text_of(Unclassified value);
std::string text_of(const std::optional<WithinMargin>& value);
std::string text_of(const std::vector<std::string>& values);
std::string text_of(const std::vector<ComparatorSpec>& values);
std::string text_of(const std::vector<ScrubSpec>& values);
std::string text_of(const PluginPin& pin);
std::string text_of(Criticality value);
std::string text_of(const std::optional<ProbeSpec>& probe);
std::string text_of(const Rule& rule);

/// The value in a sentence: "nothing" when its text is empty.
std::string in_words(const std::string& text);

}  // namespace tidemark::change
