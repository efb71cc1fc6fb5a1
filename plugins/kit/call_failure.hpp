#pragma once

#include <stdexcept>
#include <string>
#include <tidemark/plugin.hpp>
#include <utility>

namespace tidemark::plugin {

/// Why one call has no output: a status for the host, a sentence for the report, and what is known
/// beside.
class CallFailure : public std::runtime_error {
 public:
  CallFailure(tidemark_status status, const std::string& sentence, sdk::Facts facts = {})
      : std::runtime_error(sentence), status_(status), facts_(std::move(facts)) {}
  tidemark_status status() const { return status_; }
  const sdk::Facts& facts() const { return facts_; }

 private:
  tidemark_status status_;
  sdk::Facts facts_;
};

}  // namespace tidemark::plugin
