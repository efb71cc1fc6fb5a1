#pragma once

#include <tidemark/plugin.h>

#include <stdexcept>
#include <string>

namespace tidemark::process {

/// Why one call has no output: a status for the host and a sentence for the report.
class CallFailure : public std::runtime_error {
 public:
  CallFailure(tidemark_status status, const std::string& sentence)
      : std::runtime_error(sentence), status_(status) {}
  tidemark_status status() const { return status_; }

 private:
  tidemark_status status_;
};

}  // namespace tidemark::process
