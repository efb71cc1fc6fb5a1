#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidemark::text {

/// A variable whose value must not be stored or shown.
struct Secret {
  std::string name;
  std::string value;
};

/// Takes secrets out of texts, in every form in which programs repeat them: as they are, and as
/// JSON, URLs and base64 write them. Each becomes `[NAME]`. A value under six bytes is no secret:
/// it would be found in any text.
class Redactor {
 public:
  explicit Redactor(const std::vector<Secret>& secrets);

  bool empty() const { return forms_.empty(); }
  std::string redacted(std::string text) const;

 private:
  std::vector<std::pair<std::string, std::string>> forms_;  ///< form and what stands for it
};

}  // namespace tidemark::text
