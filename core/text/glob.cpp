#include "core/text/glob.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace tidemark::text {
namespace {

struct NamedClass {
  std::string_view name;
  int (*holds)(int);
};
constexpr std::array<NamedClass, 12> named_classes = {{{"alnum", std::isalnum},
                                                       {"alpha", std::isalpha},
                                                       {"blank", std::isblank},
                                                       {"cntrl", std::iscntrl},
                                                       {"digit", std::isdigit},
                                                       {"graph", std::isgraph},
                                                       {"lower", std::islower},
                                                       {"print", std::isprint},
                                                       {"punct", std::ispunct},
                                                       {"space", std::isspace},
                                                       {"upper", std::isupper},
                                                       {"xdigit", std::isxdigit}}};

/// Reads one `[...]` and tells whether it holds a character. A class that is not well-formed
/// matches nothing, as in git.
class ClassReader {
 public:
  ClassReader(std::string_view rest, unsigned char c) : rest_(rest), c_(c) {}

  /// The length of the class when it holds the character, else 0.
  std::size_t match();

 private:
  void read_member();
  void read_range();
  bool read_named();
  unsigned char read_literal();

  std::string_view rest_;  // from '[' on
  unsigned char c_;
  std::size_t at_ = 1;
  int previous_ = -1;  // what a range may start with
  bool found_ = false, broken_ = false;
};

std::size_t ClassReader::match() {
  const bool negated = at_ < rest_.size() && (rest_[at_] == '!' || rest_[at_] == '^');
  if (negated) ++at_;
  for (bool first = true; !broken_ && (first || at_ >= rest_.size() || rest_[at_] != ']');
       first = false) {
    read_member();
  }
  return !broken_ && found_ != negated ? at_ + 1 : 0;
}

void ClassReader::read_member() {
  const bool is_last = at_ + 1 >= rest_.size();
  if (is_last) {
    broken_ = true;
  } else if (rest_[at_] == '-' && previous_ >= 0 && rest_[at_ + 1] != ']') {
    read_range();
  } else if (!read_named()) {
    const unsigned char literal = read_literal();
    previous_ = literal;
    if (literal == c_) found_ = true;
  }
}

void ClassReader::read_range() {
  ++at_;
  const unsigned char high = read_literal();
  if (previous_ <= c_ && c_ <= high) found_ = true;
  previous_ = -1;
}

/// Reads `[:name:]`; a name that is none breaks the class.
bool ClassReader::read_named() {
  if (rest_.substr(at_, 2) != "[:") return false;
  const std::size_t end = rest_.find(']', at_ + 2);
  if (end == std::string_view::npos) {
    broken_ = true;
    return true;
  }
  if (end < at_ + 3 || rest_[end - 1] != ':') return false;
  const std::string_view name = rest_.substr(at_ + 2, end - at_ - 3);
  const auto named = std::find_if(named_classes.begin(), named_classes.end(),
                                  [&](const NamedClass& one) { return one.name == name; });
  broken_ = named == named_classes.end();
  if (!broken_ && c_ < 0x80 && named->holds(c_) != 0) found_ = true;
  previous_ = -1;
  at_ = end + 1;
  return true;
}

unsigned char ClassReader::read_literal() {
  if (rest_[at_] == '\\') ++at_;
  if (at_ >= rest_.size()) {
    broken_ = true;
    return 0;
  }
  return static_cast<unsigned char>(rest_[at_++]);
}

/// How much of `pattern` matches the single character `c` (0: none), `*` excluded.
std::size_t matched_atom(std::string_view pattern, char c) {
  switch (pattern.front()) {
    case '?':
      return c == '/' ? 0 : 1;
    case '[':
      return c == '/' ? 0 : ClassReader(pattern, static_cast<unsigned char>(c)).match();
    case '\\':
      return pattern.size() > 1 && pattern[1] == c ? 2 : 0;
    default:
      return pattern.front() == c ? 1 : 0;
  }
}

/// The length of `**/`, or of a last `**`, when it is a whole segment at `at`; else 0.
std::size_t deep_size(std::string_view pattern, std::size_t at) {
  if (at != 0 && pattern[at - 1] != '/') return 0;
  const std::size_t end = std::min(pattern.find_first_not_of('*', at), pattern.size());
  if (end - at < 2) return 0;
  if (end == pattern.size()) return end - at;
  return pattern[end] == '/' ? end + 1 - at : 0;
}

/// One match under way. Two retry points are enough: a later `**` makes an earlier one pointless,
/// and a later `*` an earlier one, since no `*` leaves its segment.
class Match {
 public:
  Match(std::string_view pattern, std::string_view text) : pattern_(pattern), text_(text) {}
  bool run();

 private:
  struct Position {
    std::size_t pattern = 0, text = 0;
  };
  bool take_stars();
  bool take_atom();
  bool retry_star();
  bool retry_deep();

  std::string_view pattern_, text_;
  Position here_;
  std::optional<Position> star_, deep_;
};

bool Match::run() {
  while (true) {
    if (take_stars()) continue;
    if (here_.pattern == pattern_.size()) {
      const bool takes_rest = deep_ && deep_->pattern == pattern_.size() && pattern_.back() == '*';
      if (takes_rest || here_.text == text_.size()) return true;
    }
    if (!take_atom() && !retry_star() && !retry_deep()) return false;
  }
}

bool Match::take_stars() {
  if (here_.pattern == pattern_.size()) return false;
  if (const std::size_t size = deep_size(pattern_, here_.pattern); size != 0) {
    here_.pattern += size;
    deep_ = here_;
    star_.reset();
    return true;
  }
  if (pattern_[here_.pattern] != '*') return false;
  here_.pattern = std::min(pattern_.find_first_not_of('*', here_.pattern), pattern_.size());
  star_ = here_;
  return true;
}

bool Match::take_atom() {
  if (here_.pattern == pattern_.size() || here_.text == text_.size()) return false;
  const std::size_t size = matched_atom(pattern_.substr(here_.pattern), text_[here_.text]);
  here_.pattern += size;
  here_.text += size == 0 ? 0 : 1;
  return size != 0;
}

bool Match::retry_star() {
  if (!star_ || star_->text == text_.size() || text_[star_->text] == '/') return false;
  ++star_->text;
  here_ = *star_;
  return true;
}

/// `**` ends where a segment starts.
bool Match::retry_deep() {
  if (!deep_) return false;
  const std::size_t slash = text_.find('/', deep_->text);
  if (slash == std::string_view::npos) return false;
  deep_->text = slash + 1;
  here_ = *deep_;
  star_.reset();
  return true;
}

}  // namespace

bool glob_match(std::string_view pattern, std::string_view text) {
  return Match(pattern, text).run();
}

}  // namespace tidemark::text
