#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidemark::contract {

/// Whether a part leads into data, and is no operation.
bool is_pointer(std::string_view part);
/// What stands between the slashes of a pointer, still escaped; views into it.
std::vector<std::string_view> segments_of(std::string_view pointer);
/// Whether a segment is the position of an item.
bool is_index(std::string_view segment);
/// Whether a part is an operation, whatever the path's parameters are called.
bool names_operation(const std::string& part, const std::string& operation);

}  // namespace tidemark::contract
