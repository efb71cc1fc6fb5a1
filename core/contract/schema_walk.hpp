#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/contract/rules.hpp"
#include "core/contract/schema.hpp"

namespace tidemark::contract {

/// Where in the contract, and in the data, two schemas are compared.
struct Spot {
  Direction direction = Direction::response;
  Subject subject = Subject::body;
  std::string operation;
  std::string part;                    ///< of the data; see Finding
  std::string whole = "the data";      ///< what to call it where `part` is ""
  std::string piece = "the property";  ///< and before a `part`
  std::string after;                   ///< behind both: ` (200)`
  /// It never travels this way (read-only in a request, write-only in a response).
  bool exempt = false;

  /// The spot one step deeper; `step` is `/name` or `/*`.
  Spot below(const std::string& step) const;
  /// The noun for sentences: "the response property `/items/*/price` (200)".
  std::string name() const;
};

/// Collects findings.
class Findings {
 public:
  /// A finding of a rule with one id.
  void add(std::string_view id, const Spot& spot, const Element& place, const std::string& text);
  /// A finding of a keyword's rule; the id follows from the spot.
  void add_keyword(std::string_view rule, const Spot& spot, const Element& place,
                   const std::string& text);
  std::vector<Finding>& list() { return list_; }

 private:
  std::vector<Finding> list_;
};

class SchemaWalk;

/// Two schemas at one spot, read and about to be compared.
struct Pair {
  const Schema &before, &after;
  const Spot& spot;
  SchemaWalk& walk;

  /// Reports at where the new schema says it.
  void report(std::string_view rule, const std::string& text) const;
};

/// Walks two schemas side by side and reports every difference by its rule. Each pair of schemas
/// that was found equal is not looked at again, and no pair inside of itself.
class SchemaWalk {
 public:
  /// `today`: `YYYY-MM-DD`.
  SchemaWalk(Schemas& was, Schemas& is, Budget& budget, Findings& collected, std::string day)
      : before(was), after(is), findings(collected), today(std::move(day)), budget_(budget) {}

  void compare(const Joint& one, const Joint& other, const Spot& spot);
  /// What compare() would find, without reporting it. Nothing within another trial.
  std::optional<std::vector<Finding>> trial(const Joint& one, const Joint& other, const Spot& spot);
  /// To be called between operations: what was walked is then walked again.
  void next_operation() { walked_.clear(); }
  void spend(std::uint64_t steps) { budget_.spend(steps); }

  Schemas &before, &after;
  Findings& findings;
  const std::string today;

 private:
  using Key = std::pair<const Schema*, const Schema*>;
  struct Open {
    std::size_t depth;
    bool recursive = false;
  };
  void compare_keywords(const Pair& pair);
  bool may_skip(const Key& key, const Spot& spot);
  void close(const Key& key, const Spot& spot, std::size_t first_finding);

  Budget& budget_;
  std::map<Key, Open> open_;
  std::set<Key> equal_, walked_;
  std::size_t lowest_ = SIZE_MAX;  ///< the outermost open pair that the last one led back to
  bool trying_ = false;
};

void compare_types(const Pair& pair);
/// Whether any type is left that both allow.
bool have_common_type(const Pair& pair);
void compare_values(const Pair& pair);
void compare_bounds(const Pair& pair);
void compare_objects(const Pair& pair);
void compare_arrays(const Pair& pair);
void compare_inner(const Pair& pair);
/// How much of two schemas their alternatives said.
enum class Choice {
  none,   ///< neither has any
  types,  ///< the types; what stands beside the alternatives is still to be compared
  all,    ///< everything: a single shape was compared with alternatives
};
/// Compares `anyOf` and `oneOf`.
Choice compare_alternatives(const Pair& pair);
void compare_discriminators(const Pair& pair);

/// Whether a schema of further items or properties allows none.
bool is_closed(Schemas& schemas, const Joint& further);

/// `a` as code in a sentence; long text is cut.
std::string as_code(std::string_view text);

}  // namespace tidemark::contract
