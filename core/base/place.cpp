#include "core/base/place.hpp"

namespace tidemark {

std::string to_string(const Place& place) {
  if (place.line == 0) return place.file;
  std::string text = place.file + ':' + std::to_string(place.line);
  if (place.column != 0) text += ':' + std::to_string(place.column);
  return text;
}

std::string to_string(const Complaint& complaint) {
  std::string text = to_string(complaint.place) + ": " + complaint.fact;
  if (!complaint.way_out.empty()) text += " (" + complaint.way_out + ')';
  return text;
}

}  // namespace tidemark
