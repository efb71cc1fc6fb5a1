#include "core/inventory/cache.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <thread>

#include "core/base/hash.hpp"
#include "core/inventory/members.hpp"
#include "tests/core/inventory/kit.hpp"
#include "tests/kit/folder.hpp"

namespace tidemark::inventory {
namespace {

namespace fs = std::filesystem;
using test::Folder;
using Texts = std::map<std::string, std::string>;

/// A little of everything that an inventory can say.
const Texts world = {
    {"tidemark.yaml", R"(tidemark: 1
inventories: [inventory/*.yaml]
defaults: {owners: {technical: t@example.com}}
policy: {unclassified: report, ignore: ["*.txt"], min_cases: 7, within_margin: pass}
plugins:
  com.acme.b: {path: /usr/lib/b.so, sha256: "0000000000000000000000000000000000000000000000000000000000000000"}
systems: {crm: {title: The CRM}}
)"},
    {"inventory/a.yaml", R"(tidemark: 1
automations:
  router:
    title: Routes
    version: "012"
    tier: critical
    owners: {operational: o@example.com, escalation: e@example.com}
    tags: [x, y]
    review: {every: 30d}
    deterministic: true
    licence: none
    uses: [model:gpt, system:crm]
    files: [router/**]
    replay:
      golden: router/golden.jsonl
      runner: {plugin: org.tidemark.process, command: [a], timeout: 5s, environment: [KEY], concurrency: 3}
      compare: [{at: /a, comparator: exact, primary: true}, {at: /b, comparator: text}]
      scrub: [{at: /t}, {at: /u, pattern: "x+", with: y}]
      gate: {margin: 0.2, min_score: 0.7, within_margin: review}
)"},
    {"inventory/b.yaml", R"(tidemark: 1
models:
  gpt: {vendor: vendor:acme, floating: true}
vendors:
  acme: {contact: "help@example.com"}
)"},
};

Files files_with_ids(const Texts& texts) {
  Files files = files_of(texts);
  files.content_id = [texts](const std::string& path) {
    return texts.count(path) != 0 ? sha256_hex(texts.at(path)) : "";
  };
  files.folder_id = [texts](const std::string& folder) {
    std::string below;
    for (const auto& [path, text] : texts) {
      if (path.starts_with(folder)) below += path + '\n' + text + '\n';
    }
    return below.empty() ? "" : sha256_hex(below);
  };
  return files;
}

std::string bytes_of(const Inventory& inventory) {
  Writer writer;
  for (const Entity& entity : inventory.entities) writer(entity);
  writer(inventory.policy, inventory.plugins, inventory.sources);
  return writer.take();
}

Reading read_by(const Folder& folder, const Texts& texts, const std::string& build = "1") {
  Cache cache(folder / "cache", build);
  return read_inventory(files_with_ids(texts), &cache);
}

std::string answer(const Reading& reading) {
  return bytes_of(reading.inventory) + lines(reading.complaints) + lines(reading.warnings);
}

/// What the texts give when nothing is remembered.
std::string fresh(const Texts& texts) { return answer(read_inventory(files_of(texts))); }

Texts with(const std::string& path, const std::string& text) {
  Texts texts = world;
  texts[path] = text;
  return texts;
}

std::vector<std::string> names_in(const Folder& folder) {
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(folder / "cache")) {
    names.push_back("cache/" + file.path().filename().string());
  }
  return names;
}

}  // namespace

TEST_CASE("what was read once is not parsed again, and says the same") {
  const Folder folder;
  const Reading first = read_by(folder, world);
  CHECK(lines(first.complaints) == "");
  CHECK(first.parsed == 3);
  const Reading again = read_by(folder, world);
  CHECK(again.parsed == 0);
  CHECK(answer(again) == fresh(world));
  CHECK(again.inventory.find({Kind::automation, "router"})->replay->gate.margin == 0.2);
}

std::size_t shared_by(const Inventory& one, const Inventory& other) {
  std::size_t count = 0;
  for (const Entity& entity : one.entities) {
    count += other.find(entity.id) == &entity ? 1 : 0;
  }
  return count;
}

TEST_CASE("inventories of one cache share most of what they have in common, and nothing else") {
  std::string systems = "tidemark: 1\nsystems:\n";
  for (int i = 0; i < 2000; ++i) systems += "  s" + std::to_string(i) + ": {title: T}\n";
  std::string changed = systems;
  changed.replace(changed.find("s1000: {title: T}"), 17, "s1000: {title: U}");
  const Texts before = with("inventory/c.yaml", systems);
  const Texts after = with("inventory/c.yaml", changed + "  new: {}\n");
  const Folder folder;
  read_by(folder, before);
  read_by(folder, after);
  Cache cache(folder / "cache", "1");
  const Reading old = read_inventory(files_with_ids(before), &cache);
  const Reading now = read_inventory(files_with_ids(after), &cache);
  CHECK(old.parsed + now.parsed == 0);
  CHECK(shared_by(old.inventory, now.inventory) > 1000);
  CHECK(old.inventory.find({Kind::system, "s1000"})->title == "T");
  CHECK(now.inventory.find({Kind::system, "s1000"})->title == "U");
  CHECK(answer(old) == fresh(before));
  CHECK(answer(now) == fresh(after));
}

TEST_CASE("when one file changes, that one is parsed") {
  const Folder folder;
  read_by(folder, world);
  const Texts changed = with("inventory/b.yaml",
                             "tidemark: 1\nmodels: {gpt: {version: new}}\n"
                             "vendors: {acme: {}, other: {}}\n");
  const Reading reading = read_by(folder, changed);
  CHECK(reading.parsed == 1);
  CHECK(answer(reading) == fresh(changed));
  CHECK(read_by(folder, changed).parsed == 0);
  CHECK(read_by(folder, world).parsed == 0);  // the earlier state is still known
}

TEST_CASE("where a folder's id is known, its files are not even listed") {
  const Folder folder;
  read_by(folder, world);
  Files files = files_with_ids(world);
  std::vector<std::string> asked;
  files.paths = [] { return std::vector<std::string>{}; };
  files.content_id = [&, ids = files.content_id](const std::string& path) {
    asked.push_back(path);
    return ids(path);
  };
  Cache cache(folder / "cache", "1");
  CHECK(answer(read_inventory(files, &cache)) == fresh(world));
  CHECK(asked == std::vector<std::string>{"tidemark.yaml"});
}

TEST_CASE("a folder that changes beside the inventory's files does not make them unknown") {
  const Folder folder;
  read_by(folder, world);
  const Texts beside = with("inventory/notes.txt", "none of ours");
  for (int i = 0; i < 2; ++i) CHECK(read_by(folder, beside).parsed == 0);
  CHECK(answer(read_by(folder, beside)) == fresh(beside));
}

TEST_CASE("a file that is new, gone or elsewhere is noticed") {
  const Folder folder;
  read_by(folder, world);
  const Texts more = with("inventory/c.yaml", "tidemark: 1\nsystems: {erp: {}}\n");
  CHECK(answer(read_by(folder, more)) == fresh(more));
  Texts fewer = world;
  fewer.erase("inventory/b.yaml");
  CHECK(answer(read_by(folder, fewer)) == fresh(fewer));
  Texts moved = world;
  moved["inventory/z.yaml"] = moved.extract("inventory/b.yaml").mapped();
  const Reading reading = read_by(folder, moved);
  CHECK(answer(reading) == fresh(moved));
  CHECK(to_string(reading.inventory.find({Kind::model, "gpt"})->place) == "inventory/z.yaml:3:3");
}

TEST_CASE("files with anything wrong are read each time, and complained of each time") {
  const Folder folder;
  const Texts wrong = with("inventory/b.yaml", "tidemark: 1\nmodels: {gpt: {titel: x}}\n");
  for (int i = 0; i < 3; ++i) {
    const Reading reading = read_by(folder, wrong);
    CHECK(reading.parsed == (i == 0 ? 3 : 1));
    CHECK(answer(reading) == fresh(wrong));
  }
  const Texts dangling = with("inventory/b.yaml", "tidemark: 1\nvendors: {acme: {}}\n");
  read_by(folder, dangling);
  CHECK(lines(read_by(folder, dangling).complaints) ==
        "inventory/a.yaml:12:12: uses names model:gpt, which is not in the inventory (add gpt to "
        "models)");
}

TEST_CASE("warnings come each time") {
  const Folder folder;
  Texts texts = world;
  texts["tidemark.yaml"] += "#\n";
  texts["tidemark.yaml"].replace(texts["tidemark.yaml"].find("*.yaml"), 6, "*.yaml, none/*");
  for (int i = 0; i < 2; ++i) {
    CHECK(lines(read_by(folder, texts).warnings) ==
          "tidemark.yaml:2:33: inventories: none/* matches no file (remove it or add the file)");
  }
}

TEST_CASE("whatever byte of the cache is changed, the answer is the same") {
  const Folder folder;
  read_by(folder, world);
  const std::string expected = fresh(world);
  for (const std::string& name : names_in(folder)) {
    const std::string whole = folder.read(name);
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 400) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
      folder.write(name, damaged);
      CHECK_MESSAGE(answer(read_by(folder, world)) == expected, name, " at ", at);
    }
    folder.write(name, whole);
  }
}

TEST_CASE("a cache that is cut off, empty, too long or gone gives the same answer") {
  const Folder folder;
  read_by(folder, world);
  const std::string expected = fresh(world);
  for (const std::string& name : names_in(folder)) {
    const std::string whole = folder.read(name);
    for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 100) {
      folder.write(name, whole.substr(0, size));
      CHECK_MESSAGE(answer(read_by(folder, world)) == expected, name, " cut at ", size);
    }
    folder.write(name, whole + whole);
    CHECK(answer(read_by(folder, world)) == expected);
  }
  fs::remove_all(folder / "cache");
  CHECK(answer(read_by(folder, world)) == expected);
}

TEST_CASE("an inventory under another one's name is not taken for it") {
  const Folder folder;
  const Texts other =
      with("inventory/b.yaml", "tidemark: 1\nmodels: {gpt: {}}\nvendors: {acme: {}, other: {}}\n");
  read_by(folder, world);
  std::string first;
  for (const std::string& name : names_in(folder)) {
    if (name.ends_with(".inventory")) first = folder.read(name);
  }
  read_by(folder, other);
  for (const std::string& name : names_in(folder)) {
    if (name.ends_with(".inventory")) folder.write(name, first);
  }
  CHECK(answer(read_by(folder, other)) == fresh(other));
}

TEST_CASE("what another build wrote is not read") {
  const Folder folder;
  read_by(folder, world, "1");
  CHECK(read_by(folder, world, "2").parsed == 3);
  CHECK(read_by(folder, world, "2").parsed == 0);
}

TEST_CASE("bytes that nobody wrote make no more than an exception") {
  std::uint32_t state = 1;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(static_cast<std::size_t>(round % 97), '\0');
    for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    Document document;
    Entity entity;
    try {
      Reader{bytes}(document);
      Reader{bytes}(entity);
    } catch (const Damaged&) {
    }
  }
  Reader reader(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\x7f"));
  std::vector<std::string> many;
  CHECK_THROWS_AS(reader(many), Damaged);
}

TEST_CASE("what was written between the look and the reading is kept under no name") {
  const std::string other = "tidemark: 1\nautomations: {late: {uses: [model:gpt]}}\n";
  const std::string root = "tidemark: 1\ninventories: [inventory/b.yaml]\n";
  for (const auto& [path, text] : Texts{{"inventory/a.yaml", other}, {"tidemark.yaml", root}}) {
    const Folder folder;
    Files files = files_with_ids(world);
    files.read = files_of(with(path, text)).read;
    files.is_content = [](const std::string& file, const std::string& content) {
      return world.at(file) == content;
    };
    Cache cache(folder / "cache", "1");
    read_inventory(files, &cache);
    CHECK(answer(read_inventory(files_with_ids(world), &cache)) == fresh(world));
    CHECK(answer(read_by(folder, world)) == fresh(world));
    CHECK(answer(read_by(folder, with(path, text))) == fresh(with(path, text)));
  }
}

TEST_CASE("two that write at once leave the same answers") {
  const Folder folder;
  std::vector<std::string> found(4);
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < found.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 10; ++round) {
        const Texts texts = with("inventory/b.yaml", world.at("inventory/b.yaml") + "#" +
                                                         std::to_string((i + round) % 3));
        if (answer(read_by(folder, texts)) != fresh(texts)) found[i] = "another answer";
      }
    });
  }
  threads.clear();
  CHECK(found == std::vector<std::string>(4));
}

TEST_CASE("a folder that others may write, or that is a link, is left alone") {
  const Folder folder;
  fs::create_directory(folder / "cache");
  ::chmod((folder / "cache").c_str(), 0770);
  CHECK(read_by(folder, world).parsed == 3);
  CHECK(read_by(folder, world).parsed == 3);
  CHECK(fs::is_empty(folder / "cache"));
  fs::remove(folder / "cache");
  fs::create_directory(folder / "elsewhere");
  ::chmod((folder / "elsewhere").c_str(), 0700);
  fs::create_directory_symlink(folder / "elsewhere", folder / "cache");
  CHECK(answer(read_by(folder, world)) == fresh(world));
  CHECK(fs::is_empty(folder / "elsewhere"));
}

TEST_CASE("nobody else can read the cache, and it does not grow without end") {
  const Folder folder;
  for (int i = 0; i < 20; ++i) {
    read_by(folder,
            with("inventory/c.yaml", "tidemark: 1\nsystems: {s" + std::to_string(i) + ": {}}\n"));
  }
  const auto names = names_in(folder);
  CHECK(names.size() == 17);  // eight inventories, eight names by folders and the documents
  for (const std::string& name : names) {
    CHECK(fs::status(folder / name).permissions() ==
          (fs::perms::owner_read | fs::perms::owner_write));
  }
  CHECK(fs::status(folder / "cache").permissions() == fs::perms::owner_all);
}

}  // namespace tidemark::inventory
