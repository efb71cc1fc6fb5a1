#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/contract/document.hpp"
#include "core/contract/references.hpp"

namespace tidemark::contract {

/// The files of one state of a contract and what its references lead to. Never the network, and
/// no file outside of what the reader gives.
class Documents {
 public:
  Documents(Document main, FileReader reader);

  Element root() const { return {main_, &main_->root, ""}; }
  const Document& main() const { return *main_; }
  using Files = std::map<std::string, std::unique_ptr<const Document>>;
  /// Those that were read until now, by their path.
  const Files& files() const { return files_; }
  /// What the `$ref` (or `$dynamicRef`, `$recursiveRef`) at `reference` stands for. Throws
  /// Error(configuration) when there is nothing, Error(security) for a path that leads outside.
  Element resolve(const Element& reference);
  /// `element`, or what it stands for when it is a map with `$ref`.
  Element followed(Element element);

 private:
  Element find(const Element& reference, const std::string& text);
  /// As json::at(), without a search through every member of a large map for each reference.
  const json::Value* at(const Document& document, const std::string& pointer);
  const Document& file_of(const Element& reference, const std::string& path);
  const Document& load(const Element& reference, const std::string& path);
  /// Everything that an `$id` or `$anchor` of the document names.
  const std::map<std::string, Element>& names_of(const Document& document);

  FileReader reader_;
  const Document* main_;
  Files files_;
  std::map<std::pair<const Document*, std::string>, Element> found_;
  std::map<const Document*, std::map<std::string, Element>> names_;
  std::map<const json::Value*, std::unordered_map<std::string, const json::Value*>> members_;
};

}  // namespace tidemark::contract
