#include "core/inventory/part.hpp"

#include "core/base/error.hpp"
#include "core/inventory/members.hpp"

namespace tidemark::inventory {
namespace {

std::optional<std::string> text_of(const Files& files, const std::string& path,
                                   const std::string& way_out, Findings& findings) {
  try {
    auto text = files.read(path);
    if (!text) findings.complain({path, 0, 0}, "there is no such file", way_out);
    return text;
  } catch (const Error& error) {
    if (error.fault() != Fault::configuration) throw;
    findings.complain({path, 0, 0}, error.what(), "");
    return std::nullopt;
  }
}

Part parsed_part(const Files& files, const std::string& path, const std::string& way_out,
                 bool cacheable) {
  Part part;
  const auto text = text_of(files, path, way_out, part.findings);
  if (!text) return part;
  part.moved = cacheable && files.is_content && !files.is_content(path, *text);
  part.parsed = true;
  part.findings = Findings(text->size());
  const auto root = yaml::read(*text, path, part.findings.complaints);
  if (!root) return part;
  const bool understood = part.findings.complaints.empty();
  part.document = read_document(*root, path == root_path, part.findings);
  part.whole = understood && part.document;
  return part;
}

bool is_flawless(const Part& part) {
  return part.whole && !part.moved && part.findings.complaints.empty() &&
         part.findings.warnings.empty();
}

}  // namespace

Source Parts::source_of(const std::string& path) const {
  return {path, cache_ != nullptr ? files_.content_id(path) : ""};
}

Part Parts::part_at(const Source& source, const std::string& way_out) const {
  const bool cacheable = cache_ != nullptr && !source.content.empty();
  if (cacheable) {
    if (auto known = known_part(source)) return *std::move(known);
  }
  Part part = parsed_part(files_, source.path, way_out, cacheable);
  if (cacheable && is_flawless(part)) {
    Writer writer;
    writer(*part.document);
    part.bytes = writer.take();
  }
  return part;
}

std::optional<Part> Parts::known_part(const Source& source) const try {
  Part part;
  part.whole = true;
  part.bytes = cache_->document(source);
  if (part.bytes.empty()) return std::nullopt;
  Reader reader(part.bytes);
  reader(part.document.emplace());
  return part;
} catch (const Damaged&) {
  return std::nullopt;
}

}  // namespace tidemark::inventory
