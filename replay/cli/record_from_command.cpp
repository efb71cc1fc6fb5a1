#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/text/code_points.hpp"
#include "core/text/counted.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/harvest/choose.hpp"
#include "replay/pipeline/record_from.hpp"

namespace tidemark::cli {
namespace {

using pipeline::Harvested;

void check_pointer(const char* option, const std::string& pointer) {
  if (json::is_pointer(pointer)) return;
  throw Error(Fault::usage,
              fmt::format("{} {}: must be a JSON pointer such as /request/body", option, pointer));
}

std::pair<std::string, std::string> condition_of(const std::string& said) {
  const std::size_t equals = said.find('=');
  if (equals == std::string::npos) {
    throw Error(Fault::usage,
                "--where " + said + ": must be a JSON pointer, = and a value (/status=200)");
  }
  check_pointer("--where", said.substr(0, equals));
  return {said.substr(0, equals), said.substr(equals + 1)};
}

harvest::Mapping mapping_of(const LogArguments& log) {
  harvest::Mapping mapping;
  if (log.input) check_pointer("--input", *log.input);
  if (log.expect) check_pointer("--expect", *log.expect);
  if (log.id) check_pointer("--id", *log.id);
  if (log.tags) check_pointer("--tags", *log.tags);
  mapping.input = log.input;
  mapping.expect = log.expect;
  mapping.id = log.id;
  if (log.tags) mapping.tags = *log.tags;
  for (const std::string& said : log.where) mapping.where.push_back(condition_of(said));
  return mapping;
}

std::filesystem::path below(const std::filesystem::path& folder, const std::string& path) {
  return (folder / path).lexically_normal();
}

pipeline::LogRequest log_request(const Arguments& arguments) {
  const LogArguments& log = arguments.log;
  pipeline::LogRequest request;
  request.automation = arguments.names.front();
  request.log = below(arguments.folder, log.from);
  request.name = log.from;
  request.mapping = mapping_of(log);
  request.take = log.take;
  request.seed = log.seed;
  if (log.redact) request.rules = below(arguments.folder, *log.redact);
  request.skip_malformed = log.skip_malformed;
  request.dry_run = arguments.dry_run;
  return request;
}

std::string place_of(const std::string& pointer) {
  return pointer.empty() ? "the whole record" : pointer;
}

std::string reading_text(const Harvested& made, const std::string& log) {
  const harvest::Tally& tally = made.tally;
  std::string text = log + ": " + text::counted(tally.lines, "line", "lines");
  if (tally.unwanted != 0) text += fmt::format(", {} left out by --where", tally.unwanted);
  if (tally.malformed != 0) {
    text += fmt::format(", {} malformed (the first is line {}: {})", tally.malformed,
                        tally.first_malformed, tally.first_fault);
  }
  text += "\n  input: " + place_of(*made.mapping.input);
  if (made.mapping.expect) text += "; expect: " + place_of(*made.mapping.expect);
  return text + "; tags: " + place_of(made.mapping.tags) +
         "; ids: " + (made.mapping.id ? place_of(*made.mapping.id) : "made of the content") + '\n';
}

std::string taken_text(const harvest::Taken& taken) {
  std::vector<std::string> words;
  for (const auto& [kind, count] : taken) words.push_back(fmt::format("{} {}", kind, count));
  return "taken out: " + joined(words, "nothing") + '\n';
}

std::string copies_text(const Harvested& made) {
  const char* about = made.is_estimate ? "about " : "";
  std::string text = fmt::format("different inputs: {}{}, copies of one of them: {}{}", about,
                                 made.distinct, about, made.copies);
  if (made.present != 0) {
    text += fmt::format("; already in the golden set or under other tags: {}", made.present);
  }
  if (made.near != 0) {
    text += fmt::format("; nearly the same as another one (likeness {:.2f} or more): {}",
                        harvest::nearly_the_same, made.near);
  }
  return text + '\n';
}

std::string shares_text(const Harvested& made, std::uint64_t seed) {
  std::vector<std::vector<std::string>> rows;
  for (const pipeline::TagShare& share : made.shares) {
    rows.push_back(
        {"  " + text::printable(joined(share.tags, "(no tag)"), 60),
         fmt::format("{} of {}{}", share.taken, made.is_estimate ? "about " : "", share.distinct)});
  }
  return fmt::format("chosen with seed {}:\n", seed) + table(rows);
}

std::string text_of(const Harvested& made, const Arguments& arguments) {
  std::string text = reading_text(made, arguments.log.from) + taken_text(made.tally.taken) +
                     copies_text(made) + shares_text(made, arguments.log.seed);
  if (!made.renamed.empty()) {
    text += fmt::format("{} had the id of another case and got a new one\n",
                        text::counted(made.renamed.size(), "case", "cases"));
  }
  const std::string cases = text::counted(made.added, "case", "cases");
  if (made.added == 0) return text + made.golden + ": nothing to add\n";
  if (arguments.dry_run) {
    return text + fmt::format("{}: {} would be added to {}; nothing was written\n", made.golden,
                              cases, made.before);
  }
  return text + fmt::format(
                    "{}: {} added to {}\nNext: read them (names and addresses are not found by "
                    "their form), then `tidemark record {} --append` runs them\n",
                    made.golden, cases, made.before, made.automation.name);
}

json::Value optional(const std::optional<std::string>& text) {
  return text ? json::Value(*text) : json::Value();
}

json::Value json_of(const Harvested& made, const Arguments& arguments) {
  json::Object taken;
  for (const auto& [kind, count] : made.tally.taken) taken.emplace_back(kind, std::uint64_t{count});
  json::Array shares;
  for (const pipeline::TagShare& share : made.shares) {
    shares.emplace_back(json::Object{{"tags", texts(share.tags)},
                                     {"lines", share.lines},
                                     {"distinct", share.distinct},
                                     {"taken", std::uint64_t{share.taken}}});
  }
  return json::Object{{"schema", "tidemark.harvest/1"},
                      {"automation", to_string(made.automation)},
                      {"golden", made.golden},
                      {"dry_run", arguments.dry_run},
                      {"mapping", json::Object{{"input", optional(made.mapping.input)},
                                               {"expect", optional(made.mapping.expect)},
                                               {"id", optional(made.mapping.id)},
                                               {"tags", made.mapping.tags}}},
                      {"seed", arguments.log.seed},
                      {"lines", made.tally.lines},
                      {"malformed", made.tally.malformed},
                      {"unwanted", made.tally.unwanted},
                      {"taken_out", std::move(taken)},
                      {"distinct", made.distinct},
                      {"copies", made.copies},
                      {"estimated", made.is_estimate},
                      {"present", std::uint64_t{made.present}},
                      {"near", std::uint64_t{made.near}},
                      {"near_from", harvest::nearly_the_same},
                      {"shares", std::move(shares)},
                      {"renamed", texts(made.renamed)},
                      {"before", std::uint64_t{made.before}},
                      {"added", std::uint64_t{made.added}}};
}

}  // namespace

int record_from(const Arguments& arguments) {
  if (arguments.names.size() != 1) {
    throw Error(Fault::usage, "--from adds to the golden set of one automation (name it)");
  }
  const auto request = log_request(arguments);
  const Harvested made = pipeline::record_from(pipeline::find_workspace(arguments.folder), request);
  print(arguments, text_of(made, arguments), json_of(made, arguments));
  return 0;
}

}  // namespace tidemark::cli
