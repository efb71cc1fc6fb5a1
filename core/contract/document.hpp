#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/contract/writing.hpp"
#include "core/json/json.hpp"
#include "core/yaml/reader.hpp"

namespace tidemark::contract {

/// How large a file of a contract may be.
inline constexpr std::size_t largest_document = std::size_t{16} << 20U;

/// One file of a contract, whatever it was written in.
struct Document {
  std::string file;
  json::Value root;
  std::optional<yaml::Node> lines;  ///< unset when it was JSON, which keeps no places
  /// Unquoted words of YAML, a line each, that other readers may take for something else: `no`,
  /// `012`, `2026-01-01`.
  std::string ambiguous = {};
  Writing writing = {};
};

/// JSON when the text begins like it, else YAML 1.2; anchors and aliases are taken. Throws
/// Error(configuration) with the first fault's place.
Document read_document(const std::string& text, const std::string& file);

/// A value of a document and where it stands; empty when there is none. Lives as long as the
/// document.
struct Element {
  const Document* document = nullptr;
  const json::Value* value = nullptr;
  std::string pointer;  ///< from the document's root

  explicit operator bool() const { return value != nullptr; }
  /// The member `key`; empty when absent.
  Element operator[](std::string_view key) const;
  /// The members of an object or an empty list. Throws Error(configuration) when it is no object.
  const json::Object& members() const;
  const json::Array& items() const;
  /// The text of a string, "" when empty. Throws Error(configuration) when it is something else.
  std::string text() const;
  /// `true`; false when empty or anything else.
  bool is_true() const;
  Element child(std::string_view key, const json::Value& child_value) const;
  Element child(std::size_t index) const;
  /// `FILE#/pointer`.
  std::string place() const;
};

/// Throws Error with the element's place: `FILE:line:column` where it is known, else
/// `FILE#/pointer`.
[[noreturn]] void refuse(const Element& element, const std::string& fact,
                         const std::string& way_out = "", Fault fault = Fault::configuration);

}  // namespace tidemark::contract
