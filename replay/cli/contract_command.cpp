#include <filesystem>

#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/git/repository.hpp"
#include "core/model/exit_code.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/contract_question.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/world.hpp"
#include "replay/report/findings.hpp"

namespace tidemark::cli {
namespace {

namespace fs = std::filesystem;

/// A file on disk. What it refers to may lie anywhere in the folder where one stands, or in its own
/// if it is elsewhere.
contract::Source source_on_disk(const fs::path& here, const fs::path& path) {
  const fs::path normal = path.lexically_normal();
  const bool inside = normal.is_relative() && !normal.string().starts_with("..");
  const fs::path whole = here / path;
  const fs::path root = inside ? here : whole.parent_path();
  const std::string file = inside ? normal.generic_string() : normal.filename().string();
  return {file, read_file(whole, contract::largest_document), [root](const std::string& name) {
            return read_file_beneath(root, name, contract::largest_document);
          }};
}

/// `REV:path` as git has it; what it refers to is of the same revision.
contract::Source source_in_git(const fs::path& here, const std::string& revision,
                               const std::string& path) {
  const auto snapshot = git::Repository::open(here).at(revision);
  const auto read = [snapshot](const std::string& name) {
    return snapshot->read(name, contract::largest_document);
  };
  const std::string file = fs::path(path).lexically_normal().generic_string();
  auto text = read(file);
  if (!text) {
    throw Error(Fault::configuration,
                revision + " has no file " + file + " (paths are from the repository's root)");
  }
  return {file, std::move(*text), read};
}

contract::Source source_named(const fs::path& here, const std::string& name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string::npos || colon == 0 || fs::exists(here / name)) {
    return source_on_disk(here, name);
  }
  return source_in_git(here, name.substr(0, colon), name.substr(colon + 1));
}

std::optional<contract::Stance> stance_of(const Arguments& arguments) {
  if (arguments.direction.empty()) return std::nullopt;
  return arguments.direction == "provide" ? contract::Stance::provide : contract::Stance::consume;
}

std::string today() { return utc_now().substr(0, 10); }

int exit_of(const std::vector<Finding>& findings) {
  const ChangeClass worst = worst_of(findings);
  return worst == ChangeClass::breaking ? 31 : worst == ChangeClass::risky ? 30 : 0;
}

std::string text_of(const Arguments& arguments, const contract::Difference& difference) {
  const auto& findings = difference.findings;
  const int code = exit_of(findings);
  return arguments.names[1] + " -> " + arguments.names[2] + " (" + difference.kind +
         "): " + report::findings_count(findings) + "\n" + report::findings_text(findings) +
         (code == 0
              ? ""
              : "exit " + std::to_string(code) + ": " + std::string(meaning_of_exit(code)) + "\n");
}

json::Value json_of(const Arguments& arguments, const contract::Difference& difference) {
  return json::Object{{"schema", "tidemark.contract/1"},
                      {"old", arguments.names[1]},
                      {"new", arguments.names[2]},
                      {"kind", difference.kind},
                      {"findings", report::findings_json(difference.findings)},
                      {"exit_code", exit_of(difference.findings)}};
}

}  // namespace

std::vector<pipeline::ComparedContract> contracts_named(const Arguments& arguments,
                                                        const Inventory& inventory) {
  if (arguments.as.size() != arguments.contract.size()) {
    throw Error(Fault::usage,
                "impact --contract: whose contract is it? (an --as ID for each, e.g. --as "
                "schema:order)");
  }
  std::vector<pipeline::ComparedContract> contracts;
  for (std::size_t i = 0; i < arguments.as.size(); ++i) {
    const EntityId id = entity_named(inventory, arguments.as[i]).id;
    const auto& [old, now] = arguments.contract[i];
    contract::Source before = source_named(arguments.folder, old),
                     after = source_named(arguments.folder, now);
    auto difference = contract::difference(before, after, stance_of(arguments), today());
    contracts.push_back(pipeline::supposed_contract(id, std::move(before), std::move(after),
                                                    std::move(difference)));
    contracts.back().change.before = old;
    contracts.back().change.after = now;
  }
  return contracts;
}

int contract(const Arguments& arguments) {
  expect_names(arguments, 3);
  if (arguments.names.front() != "diff") {
    throw Error(Fault::usage, "usage: tidemark contract diff OLD NEW");
  }
  const auto difference = contract::difference(source_named(arguments.folder, arguments.names[1]),
                                               source_named(arguments.folder, arguments.names[2]),
                                               stance_of(arguments), today());
  print(arguments, text_of(arguments, difference), json_of(arguments, difference));
  return exit_of(difference.findings);
}

}  // namespace tidemark::cli
