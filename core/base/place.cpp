#include "core/base/place.hpp"

namespace tidemark {

const std::string& FileName::str() const {
  static const std::string nothing;
  return name_ ? *name_ : nothing;
}

std::string to_string(const Place& place) {
  if (place.line == 0) return place.file;
  std::string text = place.file.str() + ':' + std::to_string(place.line);
  if (place.column != 0) text += ':' + std::to_string(place.column);
  return text;
}

std::string to_string(const Complaint& complaint) {
  std::string text = to_string(complaint.place) + ": " + complaint.fact;
  if (!complaint.way_out.empty()) text += " (" + complaint.way_out + ')';
  return text;
}

}  // namespace tidemark
