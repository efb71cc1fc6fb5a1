#include "core/yaml/reader.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>

#include "core/text/code_points.hpp"
#include "core/yaml/anchors.hpp"
#include "core/yaml/builder.hpp"
#include "core/yaml/characters.hpp"

namespace tidemark::yaml {
namespace {

std::uint32_t line_of(const YAML::Mark& mark) {
  return mark.is_null() ? 0 : static_cast<std::uint32_t>(mark.line + 1);
}

std::uint32_t column_of(const YAML::Mark& mark) {
  return mark.is_null() ? 0 : static_cast<std::uint32_t>(mark.column + 1);
}

/// Hands the text out in small pieces and refuses to go on when nothing came of the last ones: the
/// scanner queues a flow collection whole before its first event, at 200 bytes of memory per byte.
class Feed : public std::streambuf {
 public:
  Feed(std::string& text, std::size_t stretch) : text_(text), stretch_(stretch) {}

  struct TooLong {};
  void restart_stretch() { since_ = given_; }

 protected:
  int_type underflow() override {
    if (given_ == text_.size()) return traits_type::eof();
    if (given_ - since_ > stretch_) throw TooLong();
    const std::size_t size = std::min<std::size_t>(2048, text_.size() - given_);
    setg(&text_[given_], &text_[given_], &text_[given_] + size);
    given_ += size;
    return traits_type::to_int_type(*gptr());
  }

 private:
  std::string& text_;
  const std::size_t stretch_;
  std::size_t given_ = 0, since_ = 0;
};

/// Thrown when the document that counts is whole, whatever follows it.
struct Enough {};

/// Translates the parser's events for the Builder.
class Events : public YAML::EventHandler {
 public:
  Events(const FileName& file, const std::string& text, Feed& feed, Builder& builder, bool aliases)
      : text_(text), feed_(feed), builder_(builder), aliases_(aliases), latest_{file, 1, 1} {}

  const Place& latest() const { return latest_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    const Place& place = note(mark);
    if (!seen_document_) {
      seen_document_ = true;
      return;
    }
    if (text_.compare(static_cast<std::size_t>(mark.pos), 3, "---") == 0) {
      builder_.complain(place, "a second document starts here", "one file holds one document");
    } else {
      builder_.complain(place, "this stands after the end of the document",
                        "check the indentation");
    }
    throw Enough();
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    take_anchor(mark, anchor);
    builder_.null(note(mark));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (aliases_) return builder_.alias(note(mark), anchor);
    builder_.complain(note(mark), "aliases are not supported", "write the value out");
    builder_.drop();
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    take_anchor(mark, anchor);
    if (tag != "!") refuse_tag(mark, tag);
    builder_.scalar(note(mark), value, tag == "!");
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Type::sequence);
  }
  void OnSequenceEnd() override { builder_.close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Type::map);
  }
  void OnMapEnd() override { builder_.close(); }

 private:
  /// The place is good until the next event.
  const Place& note(const YAML::Mark& mark) {
    feed_.restart_stretch();
    latest_.line = line_of(mark);
    latest_.column = column_of(mark);
    return latest_;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            Node::Type type) {
    take_anchor(mark, anchor);
    refuse_tag(mark, tag);
    builder_.open(note(mark), type);
  }

  void take_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor == 0) return;
    if (aliases_) return builder_.anchor(anchor);
    builder_.complain(note(mark), "anchors are not supported", "remove the &name");
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag == "?") return;
    builder_.complain(note(mark), "the tag " + text::printable(tag, 60) + " is not supported",
                      "remove it; quote the value if it is text");
  }

  const std::string& text_;
  Feed& feed_;
  Builder& builder_;
  const bool aliases_;
  Place latest_;
  bool seen_document_ = false;
};

/// yaml-cpp takes every %YAML 1.x for its own and any %TAG for harmless.
std::optional<Complaint> directive_fault(std::string_view text, const FileName& file) {
  for (std::uint32_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view content = text.substr(0, end);
    content = content.substr(0, content.find_last_not_of(" \t\r") + 1);
    if (!content.empty() && content.front() != '#' && content.front() != '%') return std::nullopt;
    const bool known = content.empty() || content.front() == '#' || content == "%YAML 1.1" ||
                       content == "%YAML 1.2";
    if (!known) {
      return Complaint{{file, line, 1},
                       "the directive " + text::printable(content, 60) + " is not supported",
                       "remove it; tidemark reads YAML 1.2"};
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::nullopt;
}

std::optional<Complaint> text_fault(std::string_view text, const FileName& file,
                                    const Limits& limits) {
  if (text.size() > limits.bytes) {
    return Complaint{{file, 0, 0},
                     "the file is larger than " + std::to_string(limits.bytes) + " bytes",
                     "divide it into several files"};
  }
  if (auto fault = character_fault(text, file)) return fault;
  return directive_fault(text, file);
}

Complaint syntax_fault(const YAML::Exception& error, const FileName& file, bool aliases) {
  const Place place{file, line_of(error.mark), column_of(error.mark)};
  if (error.msg.rfind(YAML::ErrorMsg::UNKNOWN_ANCHOR, 0) == 0) {
    if (aliases) return {place, "an alias of nothing above it", "name an anchor"};
    return {place, "aliases are not supported", "write the value out"};
  }
  return {place, "not YAML: " + error.msg, "check quotes, brackets and indentation near here"};
}

/// Runs the parser over the text; false when it stopped early, with the reason in `complaints`.
bool parse(std::string& text, const FileName& file, const Limits& limits, Builder& builder,
           std::vector<Complaint>& complaints) {
  Feed feed(text, limits.stretch);
  std::istream stream(&feed);
  Events events(file, text, feed, builder, limits.aliases);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(events)) {
    }
    return true;
  } catch (const Enough&) {
    return true;
  } catch (const Stop&) {
  } catch (const Feed::TooLong&) {
    complaints.push_back(
        {events.latest(),
         "after this, " + std::to_string(limits.stretch) + " bytes of text make no complete value",
         "close a quote or bracket, or divide the value"});
  } catch (const YAML::Exception& error) {
    complaints.push_back(syntax_fault(error, file, limits.aliases));
  }
  return false;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto member = std::find_if(members.begin(), members.end(),
                                   [&](const Member& candidate) { return candidate.key == key; });
  return member == members.end() ? nullptr : &member->value;
}

std::optional<Node> read(std::string_view text, const FileName& file,
                         std::vector<Complaint>& complaints, const Limits& limits) {
  // A byte order mark at the very start is how some editors say UTF-8.
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (auto fault = text_fault(text, file, limits)) {
    complaints.push_back(std::move(*fault));
    return std::nullopt;
  }
  // yaml-cpp takes an unfinished quote or key at the end of the text for finished; a document end
  // makes it look.
  std::string closed(text);
  if (limits.aliases) closed = anchors_at_their_keys(closed);
  if (!closed.empty() && closed.back() != '\n') closed += '\n';
  closed += "...\n";
  Builder builder(limits, complaints);
  if (!parse(closed, file, limits, builder, complaints)) return std::nullopt;
  Node root = builder.take();
  if (root.type == Node::Type::null) {
    complaints.push_back({{file, 0, 0}, "the file is empty", "write at least one key"});
    return std::nullopt;
  }
  return root;
}

}  // namespace tidemark::yaml
