#include <tidemark/plugin.hpp>

/// The smallest useful plugin: shouts its input back. Copy it and change three lines.
class Uppercase final : public tidemark::sdk::Runner {
 public:
  static constexpr auto id = "uppercase";
  static constexpr auto version = "1.0.0";
  static constexpr auto summary = "Shouts its input string back; the example to copy.";

  explicit Uppercase(std::string_view config) {
    if (config != "{}") throw tidemark::sdk::Failed("uppercase has no configuration keys");
  }

  std::string run(std::string_view input) override {
    if (!input.starts_with('"')) throw tidemark::sdk::Failed("the input is not a JSON string");
    std::string output(input);
    for (std::size_t i = 0; i < output.size(); ++i) {
      if (output[i] == '\\')
        ++i;  // the n of "\n" must stay one
      else if (output[i] >= 'a' && output[i] <= 'z')
        output[i] -= 'a' - 'A';
    }
    return output;
  }
};
TIDEMARK_PLUGIN(Uppercase);
