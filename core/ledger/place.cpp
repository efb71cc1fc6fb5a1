#include <cstdlib>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "core/ledger/ledger.hpp"

namespace tidemark::ledger {

std::filesystem::path default_path(const std::filesystem::path& workspace) {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path root;
  if (state != nullptr && *state == '/') {
    root = state;
  } else if (home != nullptr && *home == '/') {
    root = std::filesystem::path(home) / ".local/state";
  } else {
    throw Error(Fault::store,
                "no place for the ledger: neither XDG_STATE_HOME nor HOME is an "
                "absolute path (set one, or name a file with --ledger)");
  }
  const std::string name = sha256_hex(std::filesystem::weakly_canonical(workspace).string());
  return root / "tidemark" / name.substr(0, 16) / "ledger.sqlite";
}

}  // namespace tidemark::ledger
