#include "core/contract/contract.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "core/base/hash.hpp"
#include "core/contract/large_stack.hpp"
#include "core/contract/openapi.hpp"
#include "core/contract/sample.hpp"

namespace tidemark::contract {
namespace {

constexpr std::uint64_t most_steps = 40'000'000;

enum class Kind { openapi, schema, sample };
constexpr std::array<const char*, 3> kind_names = {"openapi", "json-schema", "sample"};

std::string version_of(const Element& root) {
  const Element version = root["openapi"];
  return version.value->is_number() ? json::dump(*version.value) : version.text();
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
    const std::string version = version_of(root);
    if (version.starts_with("3.0") || version.starts_with("3.1")) return Kind::openapi;
    refuse(root["openapi"], "OpenAPI " + version + " is not supported", "3.0 and 3.1 are");
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

/// One state, read.
struct State {
  Kind kind;
  std::unique_ptr<Documents> documents;
  std::unique_ptr<Schemas> schemas;
};

State state_of(const Source& source, Budget& budget) {
  const bool sample = is_sample(source.file);
  Document document =
      sample ? schema_of_sample(source.text, source.file) : read_document(source.text, source.file);
  State state{sample ? Kind::sample : kind_of(document), nullptr, nullptr};
  state.documents = std::make_unique<Documents>(std::move(document), source.reader);
  state.schemas = std::make_unique<Schemas>(*state.documents,
                                            ref_stands_alone(state.documents->root()), budget);
  return state;
}

Spot root_spot(Kind kind, Stance stance) {
  Spot spot;
  spot.direction = stance == Stance::provide ? Direction::request : Direction::response;
  if (kind == Kind::sample) spot.piece = "the column";
  return spot;
}

void finish(Difference& difference) {
  const auto key = [](const Finding& finding) {
    return std::tie(finding.level, finding.operation, finding.direction, finding.part, finding.rule,
                    finding.text, finding.place);
  };
  auto& findings = difference.findings;
  for (Finding& finding : findings) {
    const std::size_t space = finding.operation.find(' ');
    const std::string method = finding.operation.substr(0, space);
    const std::string path = space == std::string::npos ? "" : finding.operation.substr(space + 1);
    finding.fingerprint =
        sha256_hex(finding.rule + ':' + method + ':' + path + ':' + finding.text).substr(0, 12);
    if (difference.kind == "sample") finding.place.resize(finding.place.find('#'));
  }
  std::sort(findings.begin(), findings.end(),
            [&](const Finding& one, const Finding& other) { return key(one) < key(other); });
  findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
}

void compare_schemas(State& before, State& after, SchemaWalk& walk, const Spot& spot) {
  const Joint was = joint_of(before.documents->root()), is = joint_of(after.documents->root());
  before.schemas->read_all(was);
  after.schemas->read_all(is);
  walk.compare(was, is, spot);
}

}  // namespace

Difference difference(const Source& before, const Source& after, std::optional<Stance> stance,
                      const std::string& today) {
  Budget budget(most_steps);
  State was = state_of(before, budget), is = state_of(after, budget);
  if (was.kind != is.kind) {
    throw Error(Fault::configuration,
                before.file + " and " + after.file +
                    " are of different kinds: " + kind_names[static_cast<std::size_t>(was.kind)] +
                    " and " + kind_names[static_cast<std::size_t>(is.kind)]);
  }
  if (is.kind == Kind::openapi && stance) {
    throw Error(Fault::usage, after.file +
                                  " is an API, which says itself what is sent and what is received "
                                  "(leave --direction out)");
  }
  Findings findings;
  SchemaWalk walk(*was.schemas, *is.schemas, budget, findings, today);
  on_large_stack([&] {
    if (is.kind == Kind::openapi) {
      compare_apis({*was.documents, *is.documents, walk});
    } else {
      compare_schemas(was, is, walk, root_spot(is.kind, stance.value_or(Stance::consume)));
    }
  });
  Difference result{kind_names[static_cast<std::size_t>(is.kind)], std::move(findings.list()),
                    budget.spent()};
  finish(result);
  return result;
}

}  // namespace tidemark::contract
