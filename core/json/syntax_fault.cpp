#include "core/json/syntax_fault.hpp"

#include <nlohmann/json.hpp>

namespace tidemark::json {
namespace {

/// Hears nothing of the text but where it fails.
class Listener : public nlohmann::json::json_sax_t {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& e) override {
    what_ = e.what();
    return false;
  }
  const std::string& what() const { return what_; }

 private:
  std::string what_;
};

/// Removes `begin`...`end` from the text, both included.
void cut(std::string& text, std::string_view begin, std::string_view end) {
  const std::size_t at = text.find(begin);
  if (at == std::string::npos) return;
  const std::size_t stop = text.rfind(end);
  if (stop == std::string::npos || stop < at) return;
  text.erase(at, stop + end.size() - at);
}

/// From "[id] parse error at line 1, column 9: syntax error while parsing value - unexpected ']';
/// last read: '[1,]'; expected ..." to what helps.
/// Nothing where no place is named.
std::string told(std::string text, bool one_line) {
  const std::size_t place = text.find(one_line ? "column " : "line ");
  if (place == std::string::npos) return "";
  text.erase(0, place);
  cut(text, "; last read: '", "'");
  cut(text, "syntax error while parsing ", " - ");
  return text;
}

}  // namespace

std::string syntax_fault(std::string_view text) {
  Listener listener;
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &listener)) return "";
  return told(listener.what(), text.find('\n') == std::string_view::npos);
}

}  // namespace tidemark::json
