#include "replay/pipeline/unclassified_paths.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/kit/graphs.hpp"
#include "tests/replay/pipeline/kit.hpp"

using namespace tidemark;
using tidemark::test::id_of;

namespace {

Entity entity(const std::string& id, const std::string& owner, const std::string& files,
              const std::string& uses = "", const std::string& declared_in = "tidemark.yaml") {
  Entity one;
  one.id = id_of(id);
  one.place.file = declared_in;
  one.owners.technical = owner;
  if (!files.empty()) one.files = {files};
  if (!uses.empty()) one.uses.push_back({id_of(uses), {}});
  return one;
}

/// Three automations: ann has the desk, ben the bills by way of a service, nobody the crumbs. No
/// automation stands on what dan has.
change::World shop(const pipeline::kit::Texts& more = {}, const std::string& folder = "") {
  pipeline::kit::Texts texts = {
      {folder + "desk/prompt.txt", "p"},      {folder + "bills/api/server.py", "s"},
      {folder + "bills/notes/plan.txt", "n"}, {folder + "crumbs/prompt.txt", "c"},
      {folder + "lone/job.py", "j"},          {folder + "shared/part.yaml", "x"}};
  texts.insert(more.begin(), more.end());
  std::vector<Entity> entities = {entity("biller", "", "", "service:api", "bills.yaml"),
                                  entity("crumbs", "", "crumbs/*.txt"),
                                  entity("desk", "@ann", "desk/*.txt", "", "desk.yaml"),
                                  entity("service:api", "@ben", "bills/api/**", "", "bills.yaml"),
                                  entity("system:lone", "@dan", "lone/*.py"),
                                  entity("system:tools", "@ann", "", "", "shared/part.yaml")};
  std::sort(entities.begin(), entities.end(),
            [](const Entity& a, const Entity& b) { return a.id < b.id; });
  return pipeline::kit::world_of(std::move(entities), std::move(texts), folder);
}

std::string reach(const change::World& world, std::vector<std::string> paths,
                  Unclassified policy = Unclassified::owners) {
  std::sort(paths.begin(), paths.end());
  std::string text;
  for (const auto& [automation, reaching] :
       pipeline::reach_of_unclassified(policy, world, DependencyGraph(world.inventory), paths,
                                       {id_of("biller"), id_of("crumbs"), id_of("desk")})) {
    text += automation.name + ":";
    for (const std::string& path : reaching) text += " " + path;
    text += "\n";
  }
  return text;
}

constexpr auto all_by_new = "biller: new\ncrumbs: new\ndesk: new\n";

}  // namespace

TEST_CASE("by default a path that nobody claims counts as reaching every automation") {
  CHECK(reach(shop(), {"new"}, Unclassified::everything) == all_by_new);
}

TEST_CASE("a path that is only reported counts as reaching nobody") {
  CHECK(reach(shop(), {"new"}, Unclassified::report) == "");
}

TEST_CASE("a path counts as reaching what the owners of its folder own") {
  CHECK(reach(shop(), {"desk/helper.py"}) == "desk: desk/helper.py\n");
}

TEST_CASE("what stands on what they own is reached as well") {
  CHECK(reach(shop(), {"bills/api.toml"}) == "biller: bills/api.toml\n");
}

TEST_CASE("a folder without an owner is its parent's matter, however deep it lies") {
  CHECK(reach(shop(), {"bills/notes/2026/new.txt"}) == "biller: bills/notes/2026/new.txt\n");
  CHECK(reach(shop(), {"desk/a/b/c/new.txt"}) == "desk: desk/a/b/c/new.txt\n");
}

TEST_CASE("an inventory file makes its folder that of the owners it names") {
  CHECK(reach(shop(), {"shared/new.txt"}) == "desk: shared/new.txt\n");
}

TEST_CASE("without an owner below the workspace's own folder a path reaches everything") {
  CHECK(reach(shop(), {"new"}) == all_by_new);
  CHECK(reach(shop(), {"crumbs/new"}) ==
        "biller: crumbs/new\ncrumbs: crumbs/new\ndesk: crumbs/new\n");
}

TEST_CASE("in a workspace that is a folder of its repository the same holds below that folder") {
  CHECK(reach(shop({}, "ai/"), {"ai/desk/helper.py"}) == "desk: ai/desk/helper.py\n");
  CHECK(reach(shop({}, "ai/"), {"ai/new"}) == "biller: ai/new\ncrumbs: ai/new\ndesk: ai/new\n");
}

TEST_CASE("whom CODEOWNERS names for the path owns it beside the folder's owners") {
  const auto world = shop({{"CODEOWNERS", "*.sql @ben\n"}});
  CHECK(reach(world, {"desk/query.sql"}) == "biller: desk/query.sql\ndesk: desk/query.sql\n");
  CHECK(reach(world, {"desk/query.txt"}) == "desk: desk/query.txt\n");
}

TEST_CASE("an owner in CODEOWNERS whom the inventory does not know takes nothing away") {
  const auto world = shop({{"CODEOWNERS", "* @elsewhere/team\n"}});
  CHECK(reach(world, {"desk/new"}) == "desk: desk/new\n");
  CHECK(reach(world, {"new"}) == all_by_new);
}

TEST_CASE("where the owners' things reach no automation, a path reaches everything") {
  CHECK(reach(shop(), {"lone/new"}) == "biller: lone/new\ncrumbs: lone/new\ndesk: lone/new\n");
}

TEST_CASE("several paths of several owners are told apart") {
  CHECK(reach(shop(), {"desk/a", "desk/b", "bills/a"}) == "biller: bills/a\ndesk: desk/a desk/b\n");
}
