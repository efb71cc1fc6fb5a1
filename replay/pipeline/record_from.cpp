#include "replay/pipeline/record_from.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/text/counted.hpp"
#include "replay/golden/golden_set.hpp"
#include "replay/harvest/choose.hpp"
#include "replay/pipeline/assess.hpp"
#include "replay/pipeline/redaction_rules.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t largest_rules = std::size_t{1} << 20U;
/// Cases that new ones are compared with one by one; of more a sample.
constexpr std::size_t most_present = 2048;

harvest::Redaction redaction_of(const Workspace& workspace, const LogRequest& request,
                                const Entity& automation) {
  harvest::RedactionRules rules;
  if (const auto text =
          read_file_if_present(workspace.root / redaction_rules_path, largest_rules)) {
    read_redaction_rules(*text, redaction_rules_path, rules);
  }
  if (request.rules) {
    read_redaction_rules(read_file(*request.rules, largest_rules), request.rules->string(), rules);
  }
  for (const std::string& name : automation.replay->runner.environment) {
    if (const char* value = std::getenv(name.c_str())) rules.secrets.push_back({name, value});
  }
  return harvest::Redaction(std::move(rules));
}

harvest::Present present_in(const GoldenSet& golden, std::uint64_t seed) {
  harvest::Present present;
  std::map<std::uint64_t, const GoldenCase*> by_rank;
  for (const GoldenCase& one : golden.cases) {
    present.hashes.insert(one.input_hash);
    by_rank.emplace(harvest::rank_of(one.input_hash, seed), &one);
    if (by_rank.size() > most_present) by_rank.erase(std::prev(by_rank.end()));
  }
  for (const auto& [rank, one] : by_rank) {
    present.features.push_back(harvest::features_of(json::parse(one->input.str(), one->id)));
  }
  return present;
}

harvest::Pool pool_of(harvest::LogReader& reader, const LogRequest& request) {
  harvest::Pool pool(request.seed);
  reader.each([&](const harvest::LogLine& line, harvest::CleanRecord record) {
    if (!pool.offer(record.parts.tags, record.hash)) return;
    harvest::Candidate candidate{record.hash, {}, harvest::features_of(record.parts.input)};
    candidate.line.number = line.number;
    candidate.line.offset = line.offset;
    pool.put(record.parts.tags, std::move(candidate));
  });
  const harvest::Tally& tally = reader.tally();
  if (pool.lines() == 0) {
    throw Error(
        Fault::configuration,
        fmt::format("{}: no case can be made of it: {}, {} malformed, {} left out by --where",
                    request.name, text::counted(tally.lines, "line", "lines"), tally.malformed,
                    tally.unwanted));
  }
  if (pool.strata().size() > request.take) {
    throw Error(Fault::configuration,
                fmt::format("{}: the records have {} different lists of tags, of which --take {} "
                            "cannot have one each (take more, or name other tags with --tags)",
                            request.name, pool.strata().size(), request.take));
  }
  return pool;
}

/// The id that the record has, or one that its content tells; another one where that is taken.
std::string id_of(const harvest::CleanRecord& record, std::set<std::string>& used,
                  std::vector<std::string>& renamed) {
  const std::string& said = record.parts.id;
  const std::string wanted =
      golden::can_name_case(said) ? said : "log-" + record.hash.substr(0, 12);
  if (used.insert(wanted).second) return wanted;
  renamed.push_back(wanted);
  for (std::size_t digits = 8;; ++digits) {
    const std::string id = wanted.substr(0, 120) + '-' + record.hash.substr(0, digits);
    if (used.insert(id).second) return id;
  }
}

GoldenCase case_of(harvest::CleanRecord record, std::string id) {
  GoldenCase one;
  one.id = std::move(id);
  one.input = std::move(record.input);
  if (record.parts.expect) one.expect = json::canonical(*record.parts.expect);
  one.tags = std::move(record.parts.tags);
  return one;
}

/// The lines of the chosen cases, by id; they are read again from the log.
std::string lines_of(const harvest::Choice& choice, harvest::LogReader& reader,
                     const GoldenSet& golden, Harvested& harvested) {
  std::set<std::string> used;
  for (const GoldenCase& one : golden.cases) used.insert(one.id);
  std::map<std::uint64_t, const harvest::Candidate*> by_place;  // as the log has them
  for (const harvest::Share& share : choice.shares) {
    for (const harvest::Candidate* one : share.chosen) by_place[one->line.number] = one;
  }
  std::map<std::string, std::string> lines;
  for (const auto& [number, candidate] : by_place) {
    harvest::CleanRecord record = reader.again(candidate->line, candidate->hash);
    const std::string id = id_of(record, used, harvested.renamed);
    lines[id] = golden::case_line(case_of(std::move(record), id));
  }
  harvested.added = lines.size();
  std::string text;
  for (const auto& [id, line] : lines) text += line;
  return text;
}

void tell(const harvest::Choice& choice, const harvest::Pool& pool, Harvested& harvested) {
  harvested.present = choice.present;
  harvested.near = choice.near;
  for (const harvest::Share& share : choice.shares) {
    harvested.shares.push_back({share.tags, share.lines, share.distinct, share.chosen.size()});
    harvested.distinct += share.distinct;
  }
  for (const harvest::Stratum& stratum : pool.strata()) {
    harvested.is_estimate = harvested.is_estimate || stratum.is_cut;
  }
  harvested.copies = pool.lines() - std::min(pool.lines(), harvested.distinct);
}

/// Nothing is written that could not be read back, and nothing over what somebody else wrote since.
void append(const Workspace& workspace, const std::string& path,
            const std::optional<std::string>& before, const std::string& lines) {
  const std::string text = before.value_or("") + lines;
  golden::read_golden_set(text, path);
  if (text_at(world_now(workspace), path) != before) {
    throw Error(Fault::configuration, path + ": was changed meanwhile (run the command again)");
  }
  make_folder((workspace.root / path).parent_path());
  write_file_atomically(workspace.root / path, text);
}

}  // namespace

Harvested record_from(const Workspace& workspace, const LogRequest& request) {
  remove_unfinished_files(workspace);
  const change::World world = world_now(workspace);
  const Entity& automation = automation_named(world.inventory, request.automation);
  if (!automation.replay) {
    throw Error(Fault::configuration, to_string(automation.id) + ": it has no replay section (" +
                                          to_string(automation.place) + ")");
  }
  const std::string& path = automation.replay->golden;
  const auto before = text_at(world, path);
  const GoldenSet golden = golden::read_golden_set(before.value_or(""), path);

  const harvest::Redaction redaction = redaction_of(workspace, request, automation);
  harvest::LogReader reader(request.log, request.name, request.mapping, redaction,
                            request.skip_malformed);
  const harvest::Pool pool = pool_of(reader, request);
  const harvest::Choice choice =
      harvest::choose(pool, present_in(golden, request.seed), request.take);

  Harvested harvested;
  harvested.automation = automation.id;
  harvested.golden = path;
  harvested.mapping = reader.mapping();
  harvested.tally = reader.tally();
  harvested.before = golden.cases.size();
  tell(choice, pool, harvested);
  harvested.text = lines_of(choice, reader, golden, harvested);
  if (!request.dry_run && harvested.added != 0) append(workspace, path, before, harvested.text);
  return harvested;
}

}  // namespace tidemark::pipeline
