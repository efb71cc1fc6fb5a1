#include <nlohmann/json.hpp>

#include "plugins/kit/call_failure.hpp"
#include "plugins/process/config.hpp"
#include "tests/fuzz/kit.hpp"
#include "tidemark/plugin.hpp"

namespace {

using namespace tidemark;

/// The output is JSON, or the call fails with a sentence.
void extract(const process::Config& config, std::string_view text) {
  try {
    const std::string output = process::output_json(config, text);
    fuzz::require(nlohmann::json::accept(output), "an output is JSON");
  } catch (const plugin::CallFailure& failure) {
    fuzz::require(*failure.what() != '\0', "a failure has a sentence");
  }
}

}  // namespace

/// A pattern and, after the first newline, what an automation printed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto text = fuzz::text_of(data, size);
  const auto pattern = fuzz::first_line(text);
  const nlohmann::json wish = {{"command", {"x"}}, {"extract", pattern}};
  try {
    const auto config =
        process::read_config(wish.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    extract(config, text);
  } catch (const sdk::Failed&) {
  }
  try {
    extract(process::read_config(text), pattern);
  } catch (const sdk::Failed&) {
  }
  return 0;
}
