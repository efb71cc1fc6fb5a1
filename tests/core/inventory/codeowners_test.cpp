#include "core/inventory/codeowners.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "tests/core/inventory/kit.hpp"

namespace tidemark::inventory {
namespace {

using Texts = std::map<std::string, std::string>;

class Texted final : public git::Snapshot {
 public:
  explicit Texted(Texts texts) : texts_(std::move(texts)) {
    for (const auto& [path, text] : texts_) files_.push_back({path, "1"});
  }
  const std::vector<git::File>& files() const override { return files_; }
  std::optional<std::string> read(const std::string& path, std::size_t limit) const override {
    const auto found = texts_.find(path);
    if (found == texts_.end()) return std::nullopt;
    if (found->second.size() > limit) throw Error(Fault::configuration, path + ": too large");
    return found->second;
  }
  std::string name() const override { return "texts"; }

 private:
  Texts texts_;
  std::vector<git::File> files_;
};

/// `owner at place`, or "nobody".
std::string owner(const CodeOwners& owners, const std::string& path) {
  const auto found = owners.owner_of(path);
  return found ? found->name + " at " + std::to_string(found->place.line) : "nobody";
}

std::string on_github(const std::string& text, const std::string& path) {
  return owner(CodeOwners(text, ".github/CODEOWNERS"), path);
}

std::string on_gitlab(const std::string& text, const std::string& path) {
  return owner(CodeOwners(text, ".gitlab/CODEOWNERS"), path);
}

/// Who owns `model:m`, which claims `m/**`, and where that was found.
std::string filled(Texts texts, const std::string& owners = "", const std::string& folder = "") {
  const std::string text = "models:\n  m: {files: [m/**, '!m/x']" +
                           (owners.empty() ? "" : ", owners: " + owners) + "}\n";
  Inventory inventory = reading_of(text).inventory;
  texts.emplace(folder + "tidemark.yaml", text);
  fill_owners(inventory, Texted(texts), folder);
  const Entity& entity = inventory.entities[0];
  const OwnerSource& source = entity.owner_sources.technical;
  return entity.owners.technical + ' ' + std::string(to_string(source.origin)) + ' ' +
         to_string(source.place);
}

}  // namespace

TEST_CASE("GitHub: the last line that matches decides, also for nobody") {
  const std::string text =
      "# everybody\n*       @org/all extra@example.com\n*.js    @js # inline\n/build/logs/ @ops\n"
      "docs/*  docs@example.com\napps/   @apps\n/apps/github\n";
  CHECK(on_github(text, "README") == "@org/all at 2");
  CHECK(on_github(text, "a/b.js") == "@js at 3");
  CHECK(on_github(text, "build/logs/a/b.js") == "@ops at 4");
  CHECK(on_github(text, "x/build/logs/a") == "@org/all at 2");
  CHECK(on_github(text, "docs/a.md") == "docs@example.com at 5");
  CHECK(on_github(text, "docs/a/b.md") == "@org/all at 2");
  CHECK(on_github(text, "x/apps/y") == "@apps at 6");
  CHECK(on_github(text, "apps/github/y") == "nobody");
  CHECK(on_github("*.js @js\n", "A.JS") == "nobody");
}

TEST_CASE("GitHub: what it does not know owns nothing") {
  CHECK(on_github("!a @x\n", "a") == "nobody");
  CHECK(on_github("[ab] @x\n", "a") == "nobody");
  CHECK(on_github("\\#a @x\n", "#a") == "nobody");
  CHECK(on_github("[Docs]\na @x\n", "a") == "@x at 2");
  CHECK(on_github("a x y\n", "a") == "nobody");
  CHECK(on_github("a\\ b @x\n", "a b") == "@x at 1");
}

TEST_CASE("GitLab: the last line of each section decides, required sections first") {
  const std::string text =
      "* @all\n"
      "[Docs][2] @docs\ndocs/\n*.md @writers\n"
      "^[Database] @db\nmodel/\n"
      "[DOCS] @second\nmore/\n";
  CHECK(on_gitlab(text, "docs/a.txt") == "@all at 1");
  const std::string sections = text.substr(text.find('\n') + 1);
  CHECK(on_gitlab(sections, "docs/a.txt") == "@docs at 2");
  CHECK(on_gitlab(sections, "x/docs/a.md") == "@writers at 3");
  CHECK(on_gitlab(sections, "model/docs/x") == "@docs at 2");
  CHECK(on_gitlab(sections, "model/x") == "@db at 5");
  CHECK(on_gitlab(sections, "more/x") == "@second at 7");
  CHECK(on_gitlab(sections, "other") == "nobody");
}

TEST_CASE("GitLab: what a section excludes stays out of it") {
  const std::string text = "* @all\n!*.rb\n*.rb @again\n[Ruby]\n*.rb @ruby\n!/config/**\n";
  CHECK(on_gitlab(text, "a.py") == "@all at 1");
  CHECK(on_gitlab(text, "a/b.rb") == "@ruby at 5");
  CHECK(on_gitlab(text, "config/b.rb") == "nobody");
}

TEST_CASE("GitLab: patterns are anchored by a slash in front and nothing else") {
  CHECK(on_gitlab("docs/x @a\n", "y/docs/x") == "@a at 1");
  CHECK(on_gitlab("/docs/ @a\n", "docs/x/y") == "@a at 1");
  CHECK(on_gitlab("/docs/ @a\n", "y/docs/x") == "nobody");
  CHECK(on_gitlab("/docs/* @a\n", "docs/x/y") == "nobody");
  CHECK(on_gitlab("\\#a @a\n", "#a") == "@a at 1");
  CHECK(on_gitlab("a @@maintainer\n", "a") == "@@maintainer at 1");
}

TEST_CASE("elsewhere the text tells the dialect") {
  using Dialect = CodeOwners::Dialect;
  CHECK(CodeOwners("* @a\n", "CODEOWNERS").dialect() == Dialect::github);
  CHECK(CodeOwners("* @a\n[Docs]\n", "CODEOWNERS").dialect() == Dialect::gitlab);
  CHECK(CodeOwners("* @a\n!b\n", "docs/CODEOWNERS").dialect() == Dialect::gitlab);
  CHECK(CodeOwners("* @a\n", ".gitlab/CODEOWNERS").dialect() == Dialect::gitlab);
  CHECK(CodeOwners("[Docs]\n", ".github/CODEOWNERS").dialect() == Dialect::github);
}

TEST_CASE("no text is too strange") {
  for (const char* text : {"", "\n", "[", "[]", "^", "^[", "[a", "[a][", "!", "! ", "\\", "a\\",
                           "\xff\xfe", "#", "@", "* @a\r\n"}) {
    CAPTURE(text);
    on_github(text, "a");
    on_gitlab(text, "a");
  }
  CHECK(on_gitlab("* @a\r\n", "x") == "@a at 1");
}

TEST_CASE("an entity's own owner wins, then the default, then CODEOWNERS by its files") {
  CHECK(filled({{"CODEOWNERS", "m/ @m\n"}, {"m/a", ""}}) == "@m codeowners CODEOWNERS:1:1");
  CHECK(filled({{"CODEOWNERS", "m/ @m\n"}, {"m/a", ""}}, "{technical: ann}") ==
        "ann entity tidemark.yaml:3:3");
  CHECK(filled({{"CODEOWNERS", "* @all\n"}, {"m/a", ""}}, "{operational: ben}") ==
        "@all codeowners CODEOWNERS:1:1");
  CHECK(filled({{"m/a", ""}}) == " nobody ");
}

TEST_CASE("without an owner of its files an entity has that of the file that declares it") {
  const Texts texts = {{".github/CODEOWNERS", "tidemark.yaml @root\nm/x @x\n"}, {"m/x", ""}};
  CHECK(filled(texts) == "@root codeowners .github/CODEOWNERS:1:1");
}

TEST_CASE("in a folder of the repository the place says that it starts at the root") {
  CHECK(filled({{"CODEOWNERS", "/a/m/ @m\n"}, {"a/m/f", ""}, {"m/f", ""}}, "", "a/") ==
        "@m codeowners //CODEOWNERS:1:1");
}

TEST_CASE("a CODEOWNERS that cannot be read names nobody") {
  CHECK(filled({{"CODEOWNERS", "* @a " + std::string(std::size_t{4} << 20U, 'x')}}) == " nobody ");
  std::string lines = "* @a\n";
  for (int i = 0; i < 20'001; ++i) lines += "x\n";
  CHECK(filled({{"CODEOWNERS", lines}}) == " nobody ");
}

}  // namespace tidemark::inventory
