#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/contract/state.hpp"

namespace tidemark::contract {

/// Gathers, word for word, what parts lead to in one state of a contract. Made for one list of
/// parts.
class View {
 public:
  View(Documents& documents, Budget& budget) : documents_(documents), budget_(budget) {}

  /// Nothing when a part leads nowhere. Throws Error(configuration) when there is more than the
  /// budget allows.
  std::optional<std::string> of_schema(const std::vector<std::string>& pointers);
  std::optional<std::string> of_api(const std::vector<std::string>& operations,
                                    const std::vector<std::string>& pointers);

 private:
  using Segments = std::vector<std::string_view>;

  void add(const std::string& text);
  /// All of an element, and what it refers to.
  void whole(const Element& element);
  void gather(const Element& element);
  void member(const Element& holder, const char* key);
  /// What a pointer leads to in the data of a schema, and what stands around it there.
  void along(const Element& schema, const Segments& segments, std::size_t at);
  void keyword(const std::string& key, const Element& value, const Segments& segments,
               std::size_t at);
  void properties(const Element& properties, const Segments& segments, std::size_t at);
  void items(const Element& items, const Segments& segments, std::size_t at);
  /// Every pointer through one schema; those that lead somewhere are in found_ then.
  void along_all(const Element& schema, const std::vector<std::string>& pointers);
  void operation(const Element& operation, const std::vector<std::string>& pointers);
  void response(const Element& response, const std::vector<std::string>& pointers);
  void path(const std::string& name, const Element& item,
            const std::vector<std::string>& operations, const std::vector<std::string>& pointers);
  std::string text_with_referred();

  Documents& documents_;
  Budget& budget_;
  std::string text_;
  std::map<std::string, std::string> referred_;  // by place
  std::vector<Element> pending_;
  std::set<const Document*> documents_seen_;
  std::set<std::pair<const json::Value*, std::size_t>> passed_;
  std::set<std::string> found_;
  std::string pointer_;     // the one that is followed
  bool needs_all_ = false;  // what is referred to is said in no `$ref`
};

/// What the parts lead to in a sample: the values of their columns, row by row.
std::optional<std::string> columns_of(const std::string& text, const std::string& file,
                                      const std::vector<std::string>& pointers);

}  // namespace tidemark::contract
