#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "launch.hpp"
#include "plugins/kit/extract.hpp"

namespace tidemark::process {

enum class Mode { exec, lines, jsonl };

/// What the inventory says about one automation's process.
struct Config {
  Launch launch;
  Mode mode = Mode::exec;
  std::string input;  ///< JSON pointer into the case's input
  /// 1 to Pace::most; of mode lines. Nothing: one until the process proved quick.
  std::optional<std::size_t> lines_at_once;
  bool in_files = false;     ///< input and output are files, not pipes
  bool json_output = false;  ///< the automation prints JSON, not text
  plugin::Extract extract;   ///< null: the text as it is
};

/// Reads the configuration. Throws sdk::Failed with a sentence on anything unknown or ill-typed.
Config read_config(std::string_view json);

/// What the automation gets on stdin: the selected part of the input, a string as its raw text,
/// anything else as compact JSON. Throws CallFailure.
std::string input_text(const Config& config, std::string_view input);
/// The selected part as compact JSON. Throws CallFailure.
std::string input_json(const Config& config, std::string_view input);
/// The output for the host from what the automation printed. Throws CallFailure.
std::string output_json(const Config& config, std::string_view text);

}  // namespace tidemark::process
