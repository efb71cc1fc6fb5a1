#include "private_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "child.hpp"
#include "plugins/kit/call_failure.hpp"

namespace tidemark::process {
namespace {

using plugin::CallFailure;

[[noreturn]] void fail(const std::string& fact) {
  throw CallFailure(TIDEMARK_FAILED, fact + ": " + std::strerror(errno));
}

}  // namespace

PrivateFolder::PrivateFolder() {
  std::error_code failure;
  path_ = std::filesystem::temp_directory_path(failure) / "tidemark-XXXXXX";
  if (failure) {
    throw CallFailure(TIDEMARK_FAILED, "there is no temporary folder: " + failure.message());
  }
  if (::mkdtemp(path_.data()) == nullptr) fail("cannot make a temporary folder " + path_);
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;  // what a program made unremovable is left to the system's own tidying
  std::filesystem::remove_all(path_, ignored);
}

void PrivateFolder::write(std::string_view name, std::string_view text) const {
  const std::string path = file(name);
  const Descriptor target(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (target.get() < 0) fail("cannot make " + path);
  if (!write_some(target.get(), text) || !text.empty()) fail("cannot write " + path);
}

std::string PrivateFolder::read(std::string_view name, std::size_t largest) const {
  const std::string path = file(name);
  const Descriptor source(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (source.get() < 0) fail("wrote no output file");
  struct stat status {};
  if (::fstat(source.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    throw CallFailure(TIDEMARK_INVALID_OUTPUT, "the output is not a regular file");
  }
  std::string text;
  while (text.size() <= largest && read_some(source.get(), text)) {
  }
  if (text.size() <= largest) return text;
  throw CallFailure(TIDEMARK_INVALID_OUTPUT,
                    "the output file has more than " + std::to_string(largest) + " bytes");
}

}  // namespace tidemark::process
