#include "core/contract/state.hpp"

#include <algorithm>
#include <array>

#include "core/contract/sample.hpp"

namespace tidemark::contract {
namespace {

constexpr std::array<const char*, 3> kind_names = {"openapi", "json-schema", "sample"};

std::string version_of(const Element& root) {
  const Element version = root["openapi"];
  return version.value->is_number() ? json::dump(*version.value) : version.text();
}

bool is_read_here(const std::string& version) {
  return version.starts_with("3.0") || version.starts_with("3.1");
}

bool looks_like_schema(const Element& root) {
  static constexpr std::array<const char*, 17> keywords = {
      "$schema",    "$id",      "$ref",  "$defs", "definitions", "type",
      "properties", "required", "allOf", "anyOf", "oneOf",       "enum",
      "const",      "items",    "not",   "if",    "prefixItems"};
  return root.value->boolean() != nullptr ||
         std::any_of(keywords.begin(), keywords.end(),
                     [&](const char* key) { return bool(root[key]); });
}

Kind kind_of(const Document& document) {
  const Element root{&document, &document.root, ""};
  if (root["swagger"]) {
    refuse(root["swagger"], "Swagger 2.0 is not supported", "convert the file to OpenAPI 3");
  }
  if (root["openapi"]) {
    if (is_read_here(version_of(root))) return Kind::openapi;
    refuse(root["openapi"], "OpenAPI " + version_of(root) + " is not supported", "3.0 and 3.1 are");
  }
  if (looks_like_schema(root)) return Kind::schema;
  refuse(root, "this is neither OpenAPI nor JSON Schema",
         "a sample ends in .csv, .tsv, .jsonl or .ndjson");
}

bool ref_stands_alone(const Element& root) {
  if (root["openapi"]) return version_of(root).starts_with("3.0");
  const Element schema = root["$schema"];
  const std::string dialect = schema ? schema.text() : "";
  return dialect.find("/draft-0") != std::string::npos;
}

Document document_of(const Source& source) {
  return is_sample(source.file) ? schema_of_sample(source.text, source.file)
                                : read_document(source.text, source.file);
}

bool may_be_contract(const std::string& file) {
  return is_sample(file) || file.ends_with(".json") || file.ends_with(".yaml") ||
         file.ends_with(".yml");
}

}  // namespace

std::string name_of(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

State state_of(const Source& source, Budget& budget) {
  Document document = document_of(source);
  State state{is_sample(source.file) ? Kind::sample : kind_of(document), nullptr, nullptr};
  state.documents = std::make_unique<Documents>(std::move(document), source.reader);
  state.schemas = std::make_unique<Schemas>(*state.documents,
                                            ref_stands_alone(state.documents->root()), budget);
  return state;
}

std::string kind_named(const Source& source) {
  if (!may_be_contract(source.file)) return "";
  const Document document = document_of(source);
  if (is_sample(source.file)) return name_of(Kind::sample);
  const Element root{&document, &document.root, ""};
  if (document.root.object() == nullptr || root["swagger"]) return "";
  if (root["openapi"]) return is_read_here(version_of(root)) ? name_of(Kind::openapi) : "";
  return looks_like_schema(root) ? name_of(Kind::schema) : "";
}

}  // namespace tidemark::contract
