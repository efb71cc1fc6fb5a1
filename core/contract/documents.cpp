#include "core/contract/documents.hpp"

#include <filesystem>

#include "core/json/pointer.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::contract {
namespace {

std::string printed(const std::string& text) { return text::printable(text, 80); }

void collect_names(const Element& element, std::map<std::string, Element>& names) {
  if (const json::Object* members = element.value->object()) {
    for (const auto& [key, value] : *members) {
      const std::string* name = value.string();
      if (name != nullptr && key == "$id") names.emplace(*name, element);
      if (name != nullptr && (key == "$anchor" || key == "$dynamicAnchor")) {
        names.emplace('#' + *name, element);
      }
      collect_names(element.child(key, value), names);
    }
  } else if (const json::Array* items = element.value->array()) {
    for (std::size_t i = 0; i < items->size(); ++i) collect_names(element.child(i), names);
  }
}

}  // namespace

Documents::Documents(Document main, FileReader reader) : reader_(std::move(reader)) {
  const std::string path = std::filesystem::path(main.file).lexically_normal().generic_string();
  main_ =
      files_.emplace(path, std::make_unique<const Document>(std::move(main))).first->second.get();
}

Element Documents::followed(Element element) {
  for (int steps = 0; element && element["$ref"]; ++steps) {
    if (steps == 100) refuse(element, "this reference leads in a circle");
    element = resolve(element["$ref"]);
  }
  return element;
}

Element Documents::resolve(const Element& reference) {
  const std::string text = reference.text();
  const auto key = std::make_pair(reference.document, text);
  if (const auto found = found_.find(key); found != found_.end()) return found->second;
  const Element target = find(reference, text);
  found_.emplace(key, target);
  return target;
}

Element Documents::find(const Element& reference, const std::string& text) {
  const auto [path, fragment] = reference_text(text);
  if (!path.empty()) {
    const auto& names = names_of(*reference.document);
    const auto named = names.find(path);
    if (named != names.end() && fragment.empty()) return named->second;
  }
  const Document& document = path.empty() ? *reference.document : file_of(reference, path);
  if (!fragment.empty() && fragment.front() != '/') {
    const auto& names = names_of(document);
    if (const auto named = names.find('#' + fragment); named != names.end()) return named->second;
  } else if (json::is_pointer(fragment)) {
    if (const json::Value* value = at(document, fragment)) {
      return {&document, value, fragment};
    }
  }
  refuse(reference, "the reference " + printed(text) + " leads to nothing", "mend it");
}

const json::Value* Documents::at(const Document& document, const std::string& pointer) {
  const std::size_t slash = pointer.rfind('/');
  if (slash == std::string::npos) return &document.root;
  const json::Value* holder = json::at(document.root, pointer.substr(0, slash));
  const json::Object* members = holder == nullptr ? nullptr : holder->object();
  if (members == nullptr || members->size() < 32) return json::at(document.root, pointer);
  const auto [index, is_new] = members_.try_emplace(holder);
  if (is_new) {
    for (const auto& [name, value] : *members)
      index->second.emplace(json::pointer_step(name), &value);
  }
  const auto found = index->second.find(pointer.substr(slash));
  return found == index->second.end() ? nullptr : found->second;
}

const Document& Documents::file_of(const Element& reference, const std::string& path) {
  if (is_remote(path)) {
    refuse(reference, "the reference " + printed(path) + " is not followed: no network is used",
           "keep the file beside this one and refer to it by its path");
  }
  const std::string target = path_referred_to(reference.document->file, path);
  if (leads_outside(target)) {
    refuse(reference, "the reference " + printed(path) + " leads outside of the contract's folder",
           "move the file inside", Fault::security);
  }
  return load(reference, target);
}

const Document& Documents::load(const Element& reference, const std::string& path) {
  if (const auto found = files_.find(path); found != files_.end()) return *found->second;
  const auto text = reader_(path);
  if (!text) {
    refuse(reference, "the reference leads to " + printed(path) + ", which is not there", "add it");
  }
  auto document = std::make_unique<const Document>(read_document(*text, path));
  return *files_.emplace(path, std::move(document)).first->second;
}

const std::map<std::string, Element>& Documents::names_of(const Document& document) {
  const auto [found, is_new] = names_.try_emplace(&document);
  if (is_new) collect_names({&document, &document.root, ""}, found->second);
  return found->second;
}

}  // namespace tidemark::contract
