#include "core/model/exit_code.hpp"

#include <algorithm>
#include <array>

namespace tidemark {
namespace {

/// One row per verdict, in the order of VerdictKind.
constexpr std::array<int, 8> exit_codes = {0, 0, 0, 11, 12, 13, 20, 10};

struct Meaning {
  int code;
  std::string_view text;
};
constexpr std::array<Meaning, 14> meanings = {{
    {0, "nothing in the way of a deployment"},
    {10, "behaviour got worse"},
    {11, "something changed that a person must accept"},
    {12, "neither better nor worse could be shown"},
    {13, "a required test did not run"},
    {20, "a vendor, a plugin or the machine failed; trying again may help"},
    {21, "inventory, golden set, baseline or git history is not usable"},
    {22, "the ledger or another state file is not usable"},
    {23, "refused for security"},
    {30, "the contract changed in a way that may break its users"},
    {31, "the contract changed in a way that breaks its users"},
    {64, "the command line is wrong"},
    {70, "a bug of tidemark"},
    {130, "interrupted"},
}};

}  // namespace

VerdictKind join(VerdictKind a, VerdictKind b) { return std::max(a, b); }

VerdictKind join(std::span<const VerdictKind> kinds) {
  if (kinds.empty()) return VerdictKind::not_tested;
  return *std::max_element(kinds.begin(), kinds.end());
}

int exit_code_of(VerdictKind kind) { return exit_codes[static_cast<std::size_t>(kind)]; }

std::string_view meaning_of_exit(int code) {
  for (const Meaning& meaning : meanings) {
    if (meaning.code == code) return meaning.text;
  }
  return "stopped by a signal";
}

}  // namespace tidemark
