#include "core/policy/catalogue.hpp"

#include <algorithm>
#include <array>

namespace tidemark::policy {

namespace {

struct Row {
  std::string_view id, summary, explanation, by_default;
};
constexpr std::array<Row, 25> rows = {{
    {"acceptances.invalid", "tidemark.acceptances.jsonl can be read",
     "A gate takes nobody's word from a file of acceptances that it cannot read as a whole. "
     "`tidemark accept` writes it; restore it from git.",
     "an error"},
    {"baseline.incomplete", "A baseline holds every golden case",
     "Nothing is judged by a baseline that lacks some of the inputs, or was recorded for others. "
     "`tidemark record --append AUTOMATION` adds what it lacks.",
     "a warning"},
    {"baseline.invalid", "A baseline is what `tidemark record` wrote",
     "A cut or edited baseline never judges. Record it anew, and review the difference.",
     "an error"},
    {"baseline.missing", "A replayed automation has a baseline",
     "Without a baseline its behaviour is NOT_TESTED. `tidemark record AUTOMATION` writes one, "
     "to be reviewed and committed.",
     "a warning"},
    {"command.place", "Nothing is left to be filled in a command",
     "Only with `exchange: files` do `{input}` and `{output}` in a command become the paths of a "
     "case's files; else the program is given them as they are written, and its input on "
     "standard input.",
     "a warning"},
    {"compare.invalid", "Outputs can be compared as the inventory says",
     "A comparator that does not exist, an option that it has not, or no primary one among several "
     "ends every replay before its first trial.",
     "an error"},
    {"files.unmatched", "Claimed files are there",
     "A glob that matches no file claims nothing, so a change of the files that were meant is "
     "seen as nobody's. Usually it is misspelt.",
     "a warning"},
    {"gate.set", "An automation sets its gate's margin and alert thresholds",
     "The shipped margin is a guess; how large a drop hurts is for the owners to say. `replay: "
     "{gate: {margin: ...}}` sets it, `alerts: {...}` says when owners want to hear of it in "
     "production.",
     "off"},
    {"golden.current", "An automation has enough golden cases and a baseline that is not too old",
     "A few cases show nothing, and a baseline of long ago measures against a world that is "
     "gone. `cases` (20) is how many are needed, `baseline_age` (180d) how old it may be.",
     "off"},
    {"golden.invalid", "A golden set can be read",
     "Each line is a case: an object with id, input, and what is expected. The finding names "
     "line and fact.",
     "an error"},
    {"golden.missing", "A golden set is where the inventory says",
     "Without it nothing can be replayed. Add the file, or mend the path.", "an error"},
    {"inventory.doubtful", "Nothing in the inventory looks like a slip",
     "It can be read, but may not mean what was meant: a plugin's setting that nearly has the "
     "name of one of tidemark's, a glob of inventory files that matches none.",
     "a warning"},
    {"inventory.invalid", "The inventory can be read",
     "tidemark refuses what it does not know rather than guess: a misspelt key must not disable "
     "a gate. docs/inventory-format.md has every key.",
     "an error"},
    {"model.probed", "Nothing floats without a probe",
     "What floats (`floating: true`, or `pinned: false` or `unknown`) is moved by its vendor "
     "without a commit of yours. A probe looks where it is, so that the move becomes a change. "
     "Pin the version, or add a probe.",
     "a warning"},
    {"owners.named", "An automation names a technical and an operational owner, and they differ",
     "When it breaks, one person must know how it works and another what its failure means for "
     "the business. Owners come from the entity, from `defaults`, then from CODEOWNERS (the "
     "technical one).",
     "a warning"},
    {"parameter.doubtful", "What looks like a parameter in a runner's settings is one",
     "Only `${kind:name#attribute}` stands for what the inventory says of an entity. `${model:m}` "
     "or `${m.version}` go to the plugin as they are written, so that another version changes "
     "nothing that is run.",
     "a warning"},
    {"plugin.pin", "A pinned plugin has a name of its own",
     "A pin by the name of a plugin that tidemark ships would be refused when it is used. Give "
     "it another id.",
     "an error"},
    {"program.elsewhere", "A program that is not the repository's own is on this machine",
     "It is found in PATH, at an absolute path, outside the repository or where git ignores it; "
     "where it is not, every trial fails. Other machines may have it.",
     "a warning"},
    {"program.missing", "A runner's program is in the repository, and may be executed",
     "Its path is relative to the workspace, or to the runner's `folder`. Where there is no such "
     "file, or it is not executable, every trial fails, on every machine.",
     "an error"},
    {"retirement.ahead", "Nothing is past its day of retirement",
     "From the day in `retires` the vendor may switch it off, and what stands on it fails. "
     "`notice: 60d` says it that long before.",
     "a warning"},
    {"review.current", "No review is overdue",
     "An automation with `review: {every: 90d}` is reviewed that often; `last` is the day of "
     "its last review. Without `every` no review is asked for.",
     "off"},
    {"runner.invalid", "A runner could be started",
     "The plugin is there, may be used, and takes the runner's settings. Otherwise every trial "
     "would fail; docs/inventory-format.md and the plugin's README name the settings.",
     "an error"},
    {"runner.variable", "A runner is given the variables that its settings name",
     "A worker sees only the variables that the runner's `env` names, and a few harmless ones. "
     "What `key_env` or `${env:NAME}` in headers names and `env` does not is not set there, so "
     "every trial fails.",
     "an error"},
    {"uses.cycle", "Nothing stands on itself",
     "Cycles are facts of real systems and harm nothing here; but each of its members is "
     "reached by a change of any other.",
     "a warning"},
    {"vendor.reachable", "Every vendor of a critical automation has a changelog or a contact",
     "When a vendor moves something, somebody must be able to read or ask what it was. The "
     "scope chooses automations, by default the critical ones; the finding is about the vendor.",
     "a warning"},
}};

}  // namespace

const std::vector<RuleText>& catalogue() {
  static const std::vector<RuleText> texts = [] {
    std::vector<RuleText> all;
    for (const Row& row : rows) {
      all.push_back({std::string(row.id), std::string(row.summary), std::string(row.explanation),
                     std::string(row.by_default)});
    }
    return all;
  }();
  return texts;
}

const RuleText* rule_text(std::string_view id) {
  const std::string_view name = id.substr(0, id.find('/'));
  const auto& texts = catalogue();
  const auto found = std::find_if(texts.begin(), texts.end(),
                                  [&](const RuleText& text) { return text.id == name; });
  return found == texts.end() ? nullptr : &*found;
}

}  // namespace tidemark::policy
