#include "pylib/text/text_view.h"

namespace headrace::pylib {

size_t unit_count(const Value& v) {
  const std::string_view text = v.str();
  if (is_bytewise(v)) return text.size();
  if (!v.is_heap()) return unicode::count_code_points(text);
  const auto* obj = v.as<StrObj>();
  if (obj->points != UINT32_MAX) return obj->points;
  const size_t points = unicode::count_code_points(text);
  if (obj->refs >= 0)
    obj->points = static_cast<uint32_t>(points);  // immortal: shared by threads, leave it alone
  return points;
}

size_t offset_of_index(const Value& v, size_t index) {
  const std::string_view text = v.str();
  if (is_bytewise(v)) return index < text.size() ? index : text.size();
  return unicode::byte_offset(text, index);
}

size_t index_of_offset(const Value& v, size_t offset) {
  if (is_bytewise(v)) return offset;
  return unicode::count_code_points(v.str().substr(0, offset));
}

std::string_view slice_units(const Value& v, size_t begin, size_t end) {
  const std::string_view text = v.str();
  if (is_bytewise(v)) return text.substr(begin, end - begin);
  const size_t first = unicode::byte_offset(text, begin);
  return text.substr(first, unicode::byte_offset(text.substr(first), end - begin));
}

}  // namespace headrace::pylib
