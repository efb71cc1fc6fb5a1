#include "core/text/pattern.hpp"

#include <re2/re2.h>

#include "core/base/error.hpp"

namespace tidemark::text {

struct Pattern::Impl {
  explicit Impl(std::string_view pattern)
      : regex(re2::StringPiece(pattern.data(), pattern.size()), RE2::Quiet) {}
  RE2 regex;
};

Pattern::Pattern(std::string_view pattern, std::string_view where)
    : impl_(std::make_unique<Impl>(pattern)) {
  if (!impl_->regex.ok()) {
    throw Error(Fault::configuration,
                std::string(where) + ": not an RE2 pattern: " + impl_->regex.error());
  }
}

Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

bool Pattern::matches_part_of(std::string_view text) const {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), impl_->regex);
}

std::string Pattern::replaced(std::string_view text, std::string_view with) const {
  std::string rewrite;
  for (const char c : with) {
    if (c == '\\') rewrite += '\\';
    rewrite += c;
  }
  std::string result(text);
  RE2::GlobalReplace(&result, impl_->regex, rewrite);
  return result;
}

}  // namespace tidemark::text
