#pragma once

#include <stdexcept>
#include <string>

namespace tidemark {

/// What kind of thing went wrong, as a caller in CI must tell it apart. The value is the exit code
/// (docs/exit-codes.md); no code below maps a fault to 0.
enum class Fault : int {
  evaluation = 20,     ///< a vendor, a plugin or the machine failed; trying again may help
  configuration = 21,  ///< inventory, golden set, baseline or git history is not usable
  store = 22,          ///< the ledger or another file of ours cannot be read or written
  security = 23,       ///< something was refused because it could harm
  usage = 64,          ///< the command line is wrong
  internal = 70,       ///< a bug of tidemark
};

/// The one exception of tidemark: the world is not as it must be. The text names the place, the
/// fact and the way out. Thrown anywhere, caught once in main().
class Error : public std::runtime_error {
 public:
  Error(Fault fault, const std::string& text) : std::runtime_error(text), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

}  // namespace tidemark
