#include "replay/pipeline/redaction_rules.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/json/pointer.hpp"
#include "core/text/code_points.hpp"
#include "core/text/suggest.hpp"
#include "core/yaml/reader.hpp"

namespace tidemark::pipeline {
namespace {

/// One file on its way into the rules.
class Reader {
 public:
  Reader(const std::string& path, harvest::RedactionRules& rules) : path_(path), rules_(rules) {}

  void read(std::string_view text) {
    const auto root = yaml::read(text, path_, complaints_);
    if (root) read_sections(*root);
    if (complaints_.empty()) return;
    std::string all;
    for (const Complaint& one : complaints_) all += (all.empty() ? "" : "\n") + to_string(one);
    throw Error(Fault::configuration, all);
  }

 private:
  void complain(const Place& place, const std::string& fact, const std::string& way_out = "") {
    complaints_.push_back({place, fact, way_out});
  }

  void read_sections(const yaml::Node& root) {
    if (root.type != yaml::Node::Type::map) {
      return complain(root.place, "the file is not a map",
                      "patterns, places and keep are its keys");
    }
    for (const yaml::Member& member : root.members) {
      if (member.key == "patterns") {
        read_map(member, &Reader::read_pattern);
      } else if (member.key == "places") {
        read_map(member, &Reader::read_place);
      } else if (member.key == "keep") {
        read_kept(member);
      } else {
        complain(member.place, "unknown key \"" + text::printable(member.key, 60) + '"',
                 text::did_you_mean(member.key.substr(0, 60), {"patterns", "places", "keep"}));
      }
    }
  }

  void read_map(const yaml::Member& map, void (Reader::*take)(const yaml::Member&)) {
    if (map.value.type != yaml::Node::Type::map) {
      return complain(map.value.place, map.key + " must be a map");
    }
    for (const yaml::Member& member : map.value.members) {
      if (member.value.type == yaml::Node::Type::scalar) {
        (this->*take)(member);
      } else {
        complain(member.value.place, "an entry of " + map.key + " must be text");
      }
    }
  }

  bool is_kind(const std::string& kind, const Place& place) {
    const bool good = kind.size() <= 40 && !kind.empty() &&
                      kind.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos;
    if (!good) complain(place, "a kind is 1 to 40 of a-z and -", "customer makes <customer-1>");
    return good;
  }

  void read_pattern(const yaml::Member& member) {
    if (!is_kind(member.key, member.place)) return;
    const text::PrivatePattern pattern{member.key, member.value.text,
                                       to_string(member.value.place)};
    try {
      const text::PrivateData tried({pattern});
      rules_.patterns.push_back(pattern);
    } catch (const Error& error) {
      const std::string fact = error.what();
      complain(member.value.place, text::printable(fact.substr(pattern.where.size() + 2), 300));
    }
  }

  void read_place(const yaml::Member& member) {
    if (!json::is_pointer(member.key) || member.key.empty()) {
      return complain(member.place, "a place must be a JSON pointer", "write /user/name");
    }
    if (is_kind(member.value.text, member.value.place)) {
      rules_.places.push_back({json::tokens_of(member.key), member.value.text});
    }
  }

  void read_kept(const yaml::Member& member) {
    if (member.value.type != yaml::Node::Type::sequence) {
      return complain(member.value.place, "keep must be a list of kinds");
    }
    const auto& known = text::private_kinds();
    for (const yaml::Node& item : member.value.items) {
      if (std::find(known.begin(), known.end(), item.text) != known.end()) {
        rules_.kept.insert(item.text);
      } else {
        complain(item.place, "keep names no kind that is taken out without a pattern",
                 "card, email, iban, key and phone are those");
      }
    }
  }

  const std::string& path_;
  harvest::RedactionRules& rules_;
  std::vector<Complaint> complaints_;
};

}  // namespace

void read_redaction_rules(std::string_view text, const std::string& path,
                          harvest::RedactionRules& rules) {
  Reader(path, rules).read(text);
}

}  // namespace tidemark::pipeline
