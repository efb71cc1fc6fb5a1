#include "replay/pipeline/golden_outlines.hpp"

#include "core/git/snapshot.hpp"
#include "core/inventory/archive.hpp"
#include "replay/golden/golden_set.hpp"

namespace tidemark::pipeline {
namespace {

constexpr const char* note = "golden outlines";
constexpr std::size_t most_known = std::size_t{16} << 20U;  // bytes

golden::Outline outline_in(std::string_view bytes) {
  inventory::Reader reader(bytes);
  golden::Outline outline;
  outline.cases = reader.number();
  reader(outline.touched);
  return outline;
}

std::string bytes_of(const golden::Outline& outline) {
  inventory::Writer writer;
  writer.number(outline.cases);
  writer(outline.touched);
  return writer.take();
}

}  // namespace

GoldenOutlines::GoldenOutlines(inventory::Cache* cache) : cache_(cache) {
  if (cache_ != nullptr) known_ = cache_->note(note);
  try {
    for (inventory::Reader reader(known_); !reader.at_end();) {
      const std::string_view blob = reader.text();
      by_blob_.emplace(blob, reader.text());
    }
  } catch (const inventory::Damaged&) {
    by_blob_.clear();
    known_.clear();
  }
}

golden::Outline GoldenOutlines::of(const std::string& blob, const std::string& path,
                                   const std::function<std::string()>& read) {
  const auto known = by_blob_.find(blob);
  if (known != by_blob_.end()) return outline_in(known->second);
  const std::string text = read();
  const golden::Outline outline = golden::outline_of(golden::read_golden_set(text, path));
  // A file may have been written since its blob was looked up.
  if (cache_ != nullptr && !blob.empty() && git::blob_id(text) == blob) {
    inventory::Writer writer;
    writer(blob, bytes_of(outline));
    const std::lock_guard guard(adding_);
    new_ += writer.take();
  }
  return outline;
}

void GoldenOutlines::keep() const {
  if (new_.empty()) return;
  cache_->keep_note(note, known_.size() > most_known ? new_ : known_ + new_);
}

}  // namespace tidemark::pipeline
