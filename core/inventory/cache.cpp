#include "core/inventory/cache.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "core/base/hash.hpp"
#include "core/base/parallel.hpp"
#include "core/inventory/cache_file.hpp"
#include "core/inventory/chunks.hpp"
#include "core/inventory/members.hpp"

namespace tidemark::inventory {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view inventory_ending = ".inventory";
constexpr std::string_view meaning_ending = ".meaning";
constexpr std::string_view note_ending = ".note";
constexpr const char* documents_file = "documents";
constexpr std::size_t kept = 8;  // of each kind, for as many revisions
constexpr std::size_t largest = std::size_t{1} << 30U;

using Word = std::uint64_t;

template <typename Value>
std::string_view bytes_of(const Value& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

template <typename Value>
Value value_of(std::string_view bytes) {
  Value value{};
  if (bytes.size() < sizeof value) throw Damaged();
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

/// Of all but the entities, and which chunks these are in.
std::string bytes_of(const Inventory& inventory, const std::vector<std::string>& chunks) {
  const auto& [entities, policy, plugins, sources] = inventory;
  Writer writer;
  writer(policy, plugins, sources);
  writer.number(chunks.size());
  for (const std::string& chunk : chunks) {
    const ChunkKey key = key_of(chunk);
    writer(key.sum, key.size);
  }
  return writer.take();
}

/// How each file but that of the documents begins: what follows and is sealed by the checksum is
/// the file's own name and the content.
struct Seal {
  Word sum, size;
};

}  // namespace

/// The file that holds what each file of an inventory gave: the build, then how many records, their
/// checksum, the records sorted by key, and the documents that they lead to.
class Cache::Documents {
 public:
  Documents(const fs::path& path, const std::string& build) : file_(path) {
    const std::string head = file_.read(0, build.size() + 2 * sizeof(Word));
    if (head.size() != build.size() + 2 * sizeof(Word) || !head.starts_with(build)) return;
    const auto [count, sum] =
        value_of<std::array<Word, 2>>(std::string_view(head).substr(build.size()));
    if (count > file_.size() / sizeof(Record)) return;
    const std::string bytes = file_.read(head.size(), count * sizeof(Record));
    if (bytes.size() != count * sizeof(Record) || checksum(bytes) != sum) return;
    records_.resize(count);
    std::memcpy(records_.data(), bytes.data(), bytes.size());
  }

  std::string find(const Source& source) const {
    const std::string key = key_of(source);
    const Word wanted = checksum(key);
    const auto record =
        std::lower_bound(records_.begin(), records_.end(), wanted,
                         [](const Record& one, Word other) { return one.key < other; });
    if (record == records_.end() || record->key != wanted || record->size > file_.size()) return "";
    std::string bytes = file_.read(record->offset, record->size);
    const bool is_it =
        bytes.size() == record->size && checksum(bytes) == record->sum && bytes.starts_with(key);
    return is_it ? bytes.substr(key.size()) : "";
  }

  static std::string bytes_of_all(const std::string& build, const std::vector<Source>& sources,
                                  const std::vector<std::string>& documents) {
    std::vector<Record> records;
    std::string contents;
    std::size_t count = 0;
    for (const std::string& document : documents) count += document.empty() ? 0 : 1;
    const std::size_t start = build.size() + 2 * sizeof(Word) + count * sizeof(Record);
    for (std::size_t i = 0; i < sources.size(); ++i) {
      if (documents[i].empty()) continue;
      const std::string key = key_of(sources[i]);
      const std::string content = key + documents[i];
      records.push_back(
          {checksum(key), start + contents.size(), content.size(), checksum(content)});
      contents += content;
    }
    std::sort(records.begin(), records.end(),
              [](const Record& one, const Record& other) { return one.key < other.key; });
    const std::string_view table(reinterpret_cast<const char*>(records.data()),
                                 records.size() * sizeof(Record));
    const std::array<Word, 2> head = {records.size(), checksum(table)};
    return build + std::string(bytes_of(head)) + std::string(table) + contents;
  }

 private:
  struct Record {
    Word key, offset, size, sum;
  };

  static std::string key_of(const Source& source) {
    return source.path + '\0' + source.content + '\0';
  }

  CacheFile file_;
  std::vector<Record> records_;
};

Cache::Cache(fs::path folder, std::string build)
    : folder_(std::move(folder)),
      build_("tidemark inventory 2 " + std::move(build) + '\n'),
      usable_(is_private_folder(folder_)),
      chunks_(std::make_unique<Chunks>()) {}
Cache::~Cache() = default;

std::string Cache::name_of(const std::vector<Source>& sources) const {
  std::string text = build_;
  for (const Source& source : sources) {
    text.append(source.path).append(1, '\0').append(source.content).append(1, '\0');
  }
  return sha256_hex(text);
}

std::string Cache::content_of(const CacheFile& stored, const std::string& file) {
  const auto seal = value_of<Seal>(stored.read(0, sizeof(Seal)));
  if (seal.size > largest) throw Damaged();
  std::string sealed = stored.read(sizeof(Seal), seal.size);
  const bool is_whole = sealed.size() == seal.size && checksum(sealed) == seal.sum;
  if (!is_whole || !sealed.starts_with(file)) throw Damaged();
  return sealed.substr(file.size());
}

void Cache::put(const std::string& file, const std::string& content, std::string_view ending,
                const std::vector<std::string>& unsealed) const {
  if (!usable_) return;
  const std::string sealed = file + content;
  const Seal seal{checksum(sealed), sealed.size()};
  std::string bytes = std::string(bytes_of(seal)) + sealed;
  for (const std::string& part : unsealed) bytes += part;
  put_file(folder_ / file, bytes);
  keep_newest(folder_, ending, kept);
}

std::optional<Inventory> Cache::inventory(const std::string& name) const {
  const std::lock_guard guard(finding_);
  const auto known = found_.find(name);
  if (known != found_.end()) return known->second;
  auto inventory = inventory_in(name + std::string(inventory_ending));
  if (inventory) found_.emplace(name, *inventory);
  return inventory;
}

std::optional<Inventory> Cache::inventory_in(const std::string& file) const try {
  if (!usable_) return std::nullopt;
  const CacheFile stored(folder_ / file);
  const std::string content = content_of(stored, file);
  Reader reader(content);
  Inventory inventory;
  reader(inventory.policy, inventory.plugins, inventory.sources);
  std::vector<std::pair<ChunkKey, std::size_t>> places(std::min(reader.number(), content.size()));
  std::size_t end = sizeof(Seal) + file.size() + content.size();
  for (auto& [key, offset] : places) {
    reader(key.sum, key.size);
    offset = std::exchange(end, end + key.size);
    if (key.size > stored.size() || end > stored.size()) throw Damaged();
  }
  if (!reader.at_end()) throw Damaged();
  std::vector<Chunk> chunks(places.size());
  on_all_cores(places.size(), [&](std::size_t i) {
    const auto& [key, offset] = places[i];
    chunks[i] =
        chunks_->of(key, [&, at = offset] { return stored.read(at, places[i].first.size); });
  });
  for (const Chunk& chunk : chunks) inventory.entities.append(chunk);
  return inventory;
} catch (const Damaged&) {
  return std::nullopt;
}

void Cache::keep(const std::string& name, const Inventory& inventory) {
  const auto chunks = chunks_of(inventory.entities);
  put(name + std::string(inventory_ending), bytes_of(inventory, chunks), inventory_ending, chunks);
}

std::string Cache::text_in(const std::string& file) const try {
  return usable_ ? content_of(CacheFile(folder_ / file), file) : "";
} catch (const Damaged&) {
  return "";
}

std::string Cache::meant_by(const std::string& name) const {
  return text_in(name + std::string(meaning_ending));
}

void Cache::note_meaning(const std::string& name, const std::string& meant) {
  put(name + std::string(meaning_ending), meant, meaning_ending);
}

std::string Cache::note(const std::string& name) const {
  return text_in(name_of({{name, ""}}) + std::string(note_ending));
}

void Cache::keep_note(const std::string& name, const std::string& bytes) {
  put(name_of({{name, ""}}) + std::string(note_ending), bytes, note_ending);
}

const Cache::Documents& Cache::documents() const {
  std::call_once(opened_, [this] {
    documents_ = std::make_unique<const Documents>(folder_ / documents_file, build_);
  });
  return *documents_;
}

std::string Cache::document(const Source& source) const {
  return usable_ ? documents().find(source) : "";
}

void Cache::keep_documents(const std::vector<Source>& sources,
                           const std::vector<std::string>& documents) {
  if (!usable_) return;
  put_file(folder_ / documents_file, Documents::bytes_of_all(build_, sources, documents));
}

}  // namespace tidemark::inventory
