#include "core/json/pointer.hpp"

#include <charconv>

#include "core/json/json.hpp"

namespace tidemark::json {
namespace {

std::string unescaped(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size()) {
      text += token[++i] == '1' ? '/' : '~';
    } else {
      text += token[i];
    }
  }
  return text;
}

const Value* item(const Array& items, std::string_view token) {
  std::size_t index = 0;
  const char* end = token.data() + token.size();
  const auto [stop, failure] = std::from_chars(token.data(), end, index);
  const bool padded = token.size() > 1 && token.front() == '0';
  if (failure != std::errc() || stop != end || padded || index >= items.size()) return nullptr;
  return &items[index];
}

}  // namespace

std::string pointer_step(std::string_view token) {
  std::string text = "/";
  for (const char c : token) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

bool is_pointer(std::string_view pointer) {
  if (!pointer.empty() && pointer.front() != '/') return false;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] != '~') continue;
    if (i + 1 == pointer.size() || (pointer[i + 1] != '0' && pointer[i + 1] != '1')) return false;
  }
  return true;
}

std::vector<std::string> tokens_of(std::string_view pointer) {
  std::vector<std::string> tokens;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    tokens.push_back(unescaped(token));
    pointer.remove_prefix(token.size());
  }
  return tokens;
}

const Value* at(const Value& value, std::string_view pointer) {
  const Value* here = &value;
  while (here != nullptr && !pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    const Array* items = here->array();
    here = items != nullptr ? item(*items, token) : here->find(unescaped(token));
  }
  return here;
}

Value* at(Value& value, std::string_view pointer) {
  return const_cast<Value*>(at(std::as_const(value), pointer));
}

}  // namespace tidemark::json
