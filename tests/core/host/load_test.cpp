#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/core/host/host_kit.hpp"

namespace tidemark::host {
namespace {

using namespace kit;

const std::string worker = "20: the worker of plugin chaos ";

/// Chaos that misbehaves in a constructor of its library, before it could be asked anything.
WorkerSpec at_load(const Folder& folder, const std::string& behaviour) {
  std::ofstream(folder.path() / "at-load") << behaviour;
  WorkerSpec made = chaos("");
  made.folder = folder.path();
  return made;
}

}  // namespace

TEST_CASE("a plugin that dies while it is loaded is an evaluation error") {
  const Folder folder;
  {
    Host host(settings());
    CHECK(refusal(host, chaos("in create: exit 0")) == worker + "exited with status 0 at load");
    CHECK(refusal(host, chaos("in create: kill itself")) ==
          worker + "was killed by signal 9 (Killed) at load");
    CHECK(refusal(host, at_load(folder, "exit 0")) == worker + "exited with status 0 at load");
  }
  CHECK(children() == 0);
}

TEST_CASE("a plugin that hangs while it is loaded is an evaluation error") {
  HostSettings chosen = settings();
  chosen.start_deadline = 300ms;
  const Folder folder;
  {
    Host host(chosen);
    CHECK(refusal(host, chaos("in create: hang")) ==
          worker + "did not start within 300ms, so it was killed");
    CHECK(refusal(host, at_load(folder, "hang")) ==
          worker + "did not start within 300ms, so it was killed");
  }
  CHECK(children() == 0);
}

TEST_CASE("a worker that somebody killed while it started is started once more") {
  const Folder folder;
  Host host(settings());
  const auto worker = host.open(at_load(folder, "kill itself once"));
  CHECK(said(run(*worker, "1")) == "1");
}

TEST_CASE("what it printed while it was loaded is told, cut") {
  Host host(settings());
  const std::string text = refusal(host, chaos("in create: flood stderr, kill itself"));
  CHECK(text.starts_with(worker));
  CHECK(text.find(" at load; it printed:\n... (") != std::string::npos);
  CHECK(text.size() < 10'000);
}

TEST_CASE("a gigabyte printed at load is counted, not kept") {
  HostSettings chosen = settings();
  chosen.start_deadline = 60s;
  Host host(chosen);
  const Folder folder;
  const std::string text = refusal(host, at_load(folder, "flood 1 GB, exit 0"));
  CHECK(text.starts_with(worker + "exited with status 0 at load; it printed:\n... (10737"));
  CHECK(text.find(" bytes before this)\n") != std::string::npos);
  CHECK(text.size() < 10'000);
}

TEST_CASE("a slow start is waited for") {
  Host host(settings());
  CHECK(host.open(chaos("in create: be slow"))->info().version == "1.0.0");
}

TEST_CASE("a refused configuration is told in the plugin's words") {
  Host host(settings());
  CHECK(refusal(host, chaos("refuse")) ==
        "21: plugin chaos: chaos does not like its configuration");
  CHECK(refusal(host, chaos("refuse silently")) == "21: plugin chaos: refuses its configuration");
  CHECK(refusal(host, chaos("in create: throw")) == "20: thrown while created");
}

TEST_CASE("what is no plugin of this ABI is refused") {
  const Folder folder;
  const auto place = folder.path() / "plugin.so";
  Host host(settings());
  const auto said_of = [&](const std::string& bytes) {
    std::ofstream(place) << bytes;
    return refusal(host, {plugin_file("chaos", place), "{}", {}, {}});
  };
  const std::string start = "21: plugin chaos: " + place.string() + ": cannot be loaded: ";
  CHECK(said_of("").find(start) == 0);
  CHECK(said_of("").find("file too short") != std::string::npos);
  CHECK(said_of("hello, I am no library, only a text that is long enough to look at me twice")
            .find("invalid ELF header") != std::string::npos);
  std::string foreign = read_file(chaos("").plugin.path, std::size_t{1} << 30U);
  foreign[18] = foreign[19] = 0x7f;  // e_machine, the processor it is made for
  CHECK(said_of(foreign).find(start) == 0);
  CHECK(refusal(host, chaos("", "chaos_old_abi"))
            .ends_with(
                "tidemark_chaos_old_abi.so: ABI 7, need 1 (build it with this tidemark's SDK)"));
  CHECK(refusal(host, chaos("", "chaos_next_minor"))
            .ends_with("tidemark_chaos_next_minor.so: ABI 1.3, this tidemark offers 1.2 (build it "
                       "with this tidemark's SDK)"));
  WorkerSpec other = chaos("");
  other.plugin.id = "order";
  CHECK(refusal(host, other).ends_with("calls itself 'chaos', not 'order'"));
}

TEST_CASE("a library without the symbol is refused") {
  Host host(settings());
  std::filesystem::path library;
  for (const char* known :
       {"/lib/x86_64-linux-gnu/libm.so.6", "/lib/aarch64-linux-gnu/libm.so.6"}) {
    if (std::filesystem::exists(known)) library = known;
  }
  REQUIRE(!library.empty());
  CHECK(refusal(host, {plugin_file("chaos", library), "{}", {}, {}})
            .find("has no symbol tidemark_plugin_entry") != std::string::npos);
}

TEST_CASE("other bytes than pinned are refused before anything runs") {
  Host host(settings());
  WorkerSpec wrong = chaos("");
  wrong.plugin.sha256 = sha256_hex("other");
  CHECK(refusal(host, wrong).starts_with("23: "));
}

TEST_CASE("a plugin replaced while it runs is not loaded again") {
  const Folder folder;
  const auto place = folder.path() / "plugin.so";
  WorkerSpec spec = chaos("_exit 0");
  std::filesystem::copy(spec.plugin.path, place);
  spec.plugin.path = place;
  Host host(settings());
  const auto opened = host.open(spec);
  std::ofstream(folder.path() / "other.so") << "other bytes";
  std::filesystem::rename(folder.path() / "other.so", place);
  CHECK(said(run(*opened, "\"be good\"")) == "\"good\"");
  CHECK(said(run(*opened, "1")).starts_with("plugin_crash"));
  CHECK(said(run(*opened, "1")) ==
        "refused: the worker of plugin chaos refused to start: plugin chaos: " + place.string() +
            ": has SHA-256 " + sha256_hex("other bytes") + ", expected " + spec.plugin.sha256 +
            " while 1 call was in flight");
}

TEST_CASE("a plugin removed while it runs goes on as it was opened") {
  const Folder folder;
  const auto place = folder.path() / "plugin.so";
  WorkerSpec spec = chaos("_exit 0");
  std::filesystem::copy(spec.plugin.path, place);
  spec.plugin.path = place;
  Host host(settings());
  const auto opened = host.open(spec);
  std::filesystem::remove(place);
  CHECK(said(run(*opened, "1")).starts_with("plugin_crash"));
  CHECK(said(run(*opened, "\"be good\"")) == "\"good\"");
  CHECK(refusal(host, spec).starts_with("23: "));
}

TEST_CASE("a worker program that is missing, or is no worker, is an evaluation error") {
  HostSettings chosen = settings();
  chosen.worker_command = {"/no/such/program"};
  {
    Host host(chosen);
    CHECK(refusal(host, chaos("")) ==
          "20: plugin chaos: cannot start its worker: No such file or directory");
  }
  chosen.worker_command = {"/bin/true"};
  {
    Host host(chosen);
    CHECK(refusal(host, chaos("")) == worker + "exited with status 0 at load");
  }
  CHECK(children() == 0);
}

}  // namespace tidemark::host
