#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/contract/documents.hpp"

namespace tidemark::contract {

/// A schema as it was written. `or_null`: what surrounds it allows null as well.
struct Written {
  Element element;
  bool or_null = false;
};

/// Whether null is allowed from outside of what is written, which is also how OpenAPI 3.0 files
/// mean `nullable` beside `$ref`, `allOf` or `anyOf`.
bool says_or_null(const Written& written);

/// Schemas that must all hold at once; none means that anything goes.
using Joint = std::vector<Written>;

/// The types of JSON as bits. A number that is not limited to integers has both bits.
enum TypeBit : unsigned {
  null_type = 1U << 0U,
  boolean_type = 1U << 1U,
  integer_type = 1U << 2U,
  number_type = 1U << 3U,
  string_type = 1U << 4U,
  array_type = 1U << 5U,
  object_type = 1U << 6U,
  any_type = (1U << 7U) - 1U,
};

/// Limits that are one number.
enum class Bound {
  max,
  exclusive_max,
  max_length,
  max_items,
  max_properties,
  max_contains,
  min,
  exclusive_min,
  min_length,
  min_items,
  min_properties,
  min_contains,
};
inline constexpr std::size_t bound_count = 12;

/// Keywords that hold one schema which is not a part of the data by a name of its own.
enum class Inner {
  contains,
  property_names,
  unevaluated_items,
  unevaluated_properties,
  if_,
  then,
  else_,
  not_,
  content_schema,
};
inline constexpr std::size_t inner_count = 9;

/// One shape of several that `anyOf` or `oneOf` allow.
struct Alternative {
  Joint joint;
  std::string name;  ///< of what it refers to, or its title; may be ""
};

/// How an object tells which alternative it is.
struct Discriminator {
  std::string property;
  std::map<std::string, std::string> mapping;
};

/// What a Joint demands, whatever draft or version it was written in and however it was divided
/// over `$ref` and `allOf`.
struct Schema {
  Joint joint;         ///< what it was read from
  Element source;      ///< the first of these
  bool never = false;  ///< nothing is valid
  unsigned types = any_type;
  std::array<std::optional<double>, bound_count> bounds;
  std::optional<double> multiple_of;
  bool unique_items = false;
  std::string format, content_encoding, content_media_type;
  std::set<std::string> patterns;
  std::optional<std::set<std::string>> values;    ///< `enum` as canonical JSON
  std::optional<std::string> constant, fallback;  ///< `const` and `default` likewise
  std::map<std::string, Joint> properties, pattern_properties, dependent_schemas;
  std::map<std::string, std::set<std::string>> dependent_required;
  std::set<std::string> required;
  Joint additional_properties, items;
  std::vector<Joint> prefix_items;
  std::array<std::optional<Joint>, inner_count> inner;
  std::vector<Alternative> any_of, one_of;
  bool read_only = false, write_only = false, deprecated = false;
  std::optional<Element> sunset;
  std::optional<Discriminator> discriminator;

  bool says_type() const { return types != any_type; }
};

/// Counts work, so that no input can take longer than its size allows.
class Budget {
 public:
  explicit Budget(std::uint64_t steps) : steps_(steps) {}
  /// Throws Error(configuration) when all is spent.
  void spend(std::uint64_t steps = 1);
  std::uint64_t spent() const { return spent_; }

 private:
  std::uint64_t steps_, spent_ = 0;
};

/// Reads joints of one state of a contract, each once; cycles are fine. References stay valid as
/// long as this lives.
class Schemas {
 public:
  /// `ref_stands_alone`: what is written beside `$ref` does not count (up to draft-07,
  /// OpenAPI 3.0).
  Schemas(Documents& documents, bool ref_stands_alone, Budget& budget)
      : documents_(documents), ref_stands_alone_(ref_stands_alone), budget_(budget) {}

  /// Throws Error(configuration) at what is no schema.
  const Schema& read(const Joint& joint);
  /// Reads the joint and everything below it, so that nothing malformed goes unseen.
  void read_all(const Joint& joint);
  /// Every type that the schema allows once its alternatives are taken into account.
  unsigned types_of(const Schema& schema, int depth = 0);

 private:
  /// The joint with whatever is only a reference replaced by what it leads to, so that each schema
  /// is one, from wherever one comes to it.
  Joint settled(Joint joint);
  /// All written schemas of a joint: references followed, `allOf` and single alternatives taken in.
  Joint closure(const Joint& joint);
  void expand(const Written& written, Joint& pending);
  bool stands_alone(const Element& element) const;

  Documents& documents_;
  const bool ref_stands_alone_;
  Budget& budget_;
  std::map<std::vector<std::pair<const json::Value*, bool>>, std::unique_ptr<Schema>> read_;
};

/// Adds what one written schema demands. Throws Error(configuration) at what is malformed.
void take_keywords(const Written& written, Schema& schema);
/// Whether a keyword says something that take_keywords() takes.
bool is_keyword(std::string_view name);
/// The joint of one written schema. Throws Error(configuration) when it can be none.
Joint one_schema(const Element& element);
/// Whether a schema has a `$ref` and demands nothing beside it.
bool is_only_reference(const Element& element);
/// The alternatives under `anyOf` or `oneOf` but null, and whether null was one.
std::pair<std::vector<Alternative>, bool> alternatives_of(const Element& list);

}  // namespace tidemark::contract
