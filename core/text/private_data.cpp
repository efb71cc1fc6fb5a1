#include "core/text/private_data.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <optional>

#include "core/base/error.hpp"
#include "core/text/ascii.hpp"
#include "core/text/check_digits.hpp"
#include "core/text/private_rules.hpp"

namespace tidemark::text {
namespace {

/// Parts that were found by now. What was found first stands.
class Parts {
 public:
  void add(Span span, const std::string& kind) {
    const auto next = parts_.lower_bound(span.second);
    if (span.first >= span.second) return;
    if (next != parts_.begin() && std::prev(next)->second.end > span.first) return;
    parts_[span.first] = {span.first, span.second, kind};
  }
  std::vector<PrivatePart> without(const std::set<std::string>& kept) const {
    std::vector<PrivatePart> list;
    for (const auto& [begin, part] : parts_) {
      if (!kept.contains(part.kind)) list.push_back(part);
    }
    return list;
  }

 private:
  std::map<std::size_t, PrivatePart> parts_;  ///< by begin
};

struct Compiled {
  Compiled(const PrivateRule& its_rule)
      : rule(its_rule), kind(its_rule.kind), regex(its_rule.pattern) {}
  PrivateRule rule;
  std::string kind;
  RE2 regex;
};

/// Where to look on after a candidate that was none: behind its first word, since another one may
/// begin within it. A long one is left behind as a whole, or a text of them would cost its square.
std::size_t next_start(std::string_view text, Span candidate) {
  if (candidate.second - candidate.first > 128) return candidate.second;
  std::size_t at = candidate.first + 1;
  while (at < candidate.second && is_alphanumeric(text[at])) ++at;
  return at;
}

void find(std::string_view text, const Compiled& one, Parts& parts) {
  const re2::StringPiece piece(text.data(), text.size());
  const auto group = one.regex.NumberOfCapturingGroups() > 0 ? 1 : 0;
  re2::StringPiece matched[2];
  for (std::size_t at = 0; at < text.size();) {
    if (!one.regex.Match(piece, at, text.size(), RE2::UNANCHORED, matched, group + 1)) return;
    const auto begin = static_cast<std::size_t>(matched[group].data() - text.data());
    const Span candidate{begin, begin + matched[group].size()};
    Span span = candidate;
    if (one.rule.holds == nullptr || one.rule.holds(text, span)) {
      parts.add(span, one.kind);
      at = std::max(span.second, at + 1);
    } else {
      at = std::max(at + 1, next_start(text, candidate));
    }
  }
}

void find_cards(std::string_view text, Parts& parts) {
  for (const Span& span : card_numbers_in(text)) parts.add(span, "card");
}

}  // namespace

struct PrivateData::Impl {
  std::vector<std::unique_ptr<const RE2>> own;
  std::vector<std::string> own_kinds;
  std::vector<std::unique_ptr<const Compiled>> rules;
  std::set<std::string> kept;

  void add(const PrivatePattern& pattern) {
    auto regex = std::make_unique<const RE2>(pattern.pattern, RE2::Quiet);
    if (!regex->ok()) {
      throw Error(Fault::configuration, pattern.where + ": not an RE2 pattern: " + regex->error());
    }
    if (RE2::FullMatch("", *regex)) {
      throw Error(
          Fault::configuration,
          pattern.where + ": the pattern matches an empty text (make it ask for something)");
    }
    own.push_back(std::move(regex));
    own_kinds.push_back(pattern.kind);
  }

  void find_own(std::string_view text, Parts& parts) const {
    const re2::StringPiece piece(text.data(), text.size());
    for (std::size_t i = 0; i < own.size(); ++i) {
      re2::StringPiece matched;
      for (std::size_t at = 0;
           own[i]->Match(piece, at, text.size(), RE2::UNANCHORED, &matched, 1);) {
        const auto begin = static_cast<std::size_t>(matched.data() - text.data());
        parts.add({begin, begin + matched.size()}, own_kinds[i]);
        at = std::max(begin + matched.size(), at + 1);
      }
    }
  }
};

const std::vector<std::string>& private_kinds() {
  static const std::vector<std::string> kinds = {"card", "email", "iban", "key", "phone"};
  return kinds;
}

PrivateData::PrivateData(const std::vector<PrivatePattern>& patterns, std::set<std::string> kept) {
  auto made = std::make_unique<Impl>();
  for (const PrivatePattern& pattern : patterns) made->add(pattern);
  for (const PrivateRule& rule : private_rules()) {
    made->rules.push_back(std::make_unique<const Compiled>(rule));
  }
  made->kept = std::move(kept);
  impl_ = std::move(made);
}

PrivateData::~PrivateData() = default;

std::vector<PrivatePart> PrivateData::parts_of(std::string_view text) const {
  Parts parts;
  impl_->find_own(text, parts);
  const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
  bool cards = false;
  for (const auto& one : impl_->rules) {
    // Numbers without check digits come last: a card's are not taken for a phone's.
    if (one->kind == "phone" && !cards) {
      find_cards(text, parts);
      cards = true;
    }
    if (digits < one->rule.least_digits) continue;
    if (!one->rule.needs.empty() && text.find(one->rule.needs) == std::string_view::npos) continue;
    find(text, *one, parts);
  }
  return parts.without(impl_->kept);
}

}  // namespace tidemark::text
