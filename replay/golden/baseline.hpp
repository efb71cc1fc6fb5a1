#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/model/golden.hpp"

namespace tidemark::golden {

/// Reads what write_baseline wrote, or format 1, in which each control stands as it came. Throws
/// Error(configuration) with all complaints when the file is not exactly that: cases are missing,
/// bytes differ from the header's hash, a case has not `runs` controls, ids are not sorted and
/// unique, a key is unknown. A cut or edited baseline never judges.
Baseline read_baseline(std::string_view text, const std::string& path);

/// read_baseline() of a text that comes in pieces, of which little is held at a time.
class BaselineReader {
 public:
  /// What a case expects and gave is held once where `golden`, which must outlive this, has it too.
  BaselineReader(const std::string& path, const GoldenSet& golden);
  ~BaselineReader();
  BaselineReader(const BaselineReader&) = delete;
  BaselineReader& operator=(const BaselineReader&) = delete;

  /// `piece` is not empty. Throws as read_baseline() once the header is not one.
  void add(std::string_view piece);
  /// No more comes. Call once.
  Baseline finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The baseline as JSONL: a header with the count of cases and the SHA-256 of all bytes after it,
/// then one line per case, sorted by id: its reference, what else came in `others`, each once in
/// the order in which it came first, and `controls`, a number for each: 0 for the reference, N for
/// the Nth of the others. Equal baselines give equal bytes. Neither `path` nor `hash` is written.
/// Throws Error(internal) for a baseline that could not be read back.
std::string write_baseline(const Baseline& baseline);

}  // namespace tidemark::golden
