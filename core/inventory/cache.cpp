#include "core/inventory/cache.hpp"

#include <algorithm>
#include <array>
#include <cstring>

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
constexpr std::uint64_t most_chunks = 1U << 24U;

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

std::string bytes_of(const Inventory& inventory) {
  const auto& [entities, policy, plugins, sources] = inventory;
  Writer writer;
  writer(policy, plugins, sources, chunks_of(entities));
  return writer.take();
}

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
      build_("tidemark inventory 1 " + std::move(build) + '\n'),
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

/// A checksum, and behind it the file's own name and the content.
std::string_view Cache::content_in(std::string_view bytes, const std::string& file) {
  if (bytes.size() < sizeof(Word)) throw Damaged();
  const std::string_view rest = bytes.substr(sizeof(Word));
  if (checksum(rest) != value_of<Word>(bytes) || !rest.starts_with(file)) throw Damaged();
  return rest.substr(file.size());
}

std::string Cache::bytes_in(const std::string& file) const {
  return usable_ ? CacheFile(folder_ / file).read(0, largest) : "";
}

void Cache::put(const std::string& file, const std::string& content,
                std::string_view ending) const {
  if (!usable_) return;
  const std::string bytes = file + content;
  const Word sum = checksum(bytes);
  put_file(folder_ / file, std::string(bytes_of(sum)) + bytes);
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
  Reader reader(content_in(chunks_->hold(bytes_in(file)), file));
  Inventory inventory;
  reader(inventory.policy, inventory.plugins, inventory.sources);
  std::vector<std::string_view> parts(std::min(reader.number(), most_chunks));
  for (std::string_view& part : parts) part = reader.text();
  if (!reader.at_end()) throw Damaged();
  std::vector<Chunk> chunks(parts.size());
  on_all_cores(parts.size(), [&](std::size_t i) { chunks[i] = chunks_->in(parts[i]); });
  for (const Chunk& chunk : chunks) inventory.entities.append(chunk);
  return inventory;
} catch (const Damaged&) {
  return std::nullopt;
}

void Cache::keep(const std::string& name, const Inventory& inventory) {
  put(name + std::string(inventory_ending), bytes_of(inventory), inventory_ending);
}

std::string Cache::text_in(const std::string& file) const try {
  const std::string bytes = bytes_in(file);
  return std::string(content_in(bytes, file));
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
