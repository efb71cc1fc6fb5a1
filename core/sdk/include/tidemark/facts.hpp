#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidemark::sdk {

/// Why there is no output, more exactly than a status says.
enum class Cause { rate_limited, quota, auth, unavailable, refusal, truncated, filtered };

inline std::string_view name_of(Cause cause) {
  constexpr std::string_view names[] = {"rate_limited", "quota",     "auth",    "unavailable",
                                        "refusal",      "truncated", "filtered"};
  return names[static_cast<std::size_t>(cause)];
}

/// What a plugin knows of a call beside its output; leave out what you do not know.
struct Facts {
  bool retry = false;  ///< the same call may succeed when it is made again
  std::optional<std::int64_t> retry_after_ms{};
  std::optional<double> cost{};  ///< USD
  std::int64_t input_tokens = 0, output_tokens = 0;
  std::string model{};        ///< that answered
  std::string fingerprint{};  ///< of its deployment
  std::optional<Cause> cause{};
};

/// Builds one JSON object.
class Members {
 public:
  template <typename Number>
  void add_number(std::string_view key, Number value) {
    char text[40];
    const auto end = std::to_chars(std::begin(text), std::end(text), value).ptr;
    add(key, {text, static_cast<std::size_t>(end - text)});
  }
  /// Cut after 512 bytes, since all facts share 4096; what is no ASCII becomes '?'.
  void add_text(std::string_view key, std::string_view value) {
    std::string quoted = "\"";
    for (const char c : value.substr(0, 512)) {
      const bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
      quoted += plain ? c : '?';
    }
    add(key, quoted + '"');
  }
  void add(std::string_view key, std::string_view json) {
    text_ += (text_.empty() ? "{\"" : ",\"") + std::string(key) + "\":" + std::string(json);
  }
  std::string take() const { return text_.empty() ? "{}" : text_ + '}'; }

 private:
  std::string text_;
};

/// The text of tidemark_host.report.
inline std::string to_json(const Facts& facts) {
  Members members;
  if (facts.retry) members.add("retry", "true");
  if (facts.retry_after_ms) members.add_number("retry_after_ms", *facts.retry_after_ms);
  if (facts.cost) members.add_number("cost", *facts.cost);
  if (facts.input_tokens != 0) members.add_number("input_tokens", facts.input_tokens);
  if (facts.output_tokens != 0) members.add_number("output_tokens", facts.output_tokens);
  if (!facts.model.empty()) members.add_text("model", facts.model);
  if (!facts.fingerprint.empty()) members.add_text("fingerprint", facts.fingerprint);
  if (facts.cause) members.add("failure", '"' + std::string(name_of(*facts.cause)) + '"');
  return members.take();
}

}  // namespace tidemark::sdk
